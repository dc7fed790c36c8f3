import type { Anchor } from '#libs/domain';
import { type DocumentText, passageDigest } from './document-text.ts';

/** The anchor's words, or what is wrong with it and how to put it right. */
export type AnchorCheck = { readonly words: string } | { readonly fault: string; readonly remedy: string };

/** Checks an anchor against the document it claims to point into: its bytes, its bounds and its words. */
export function checkAnchor(document: DocumentText, anchor: Omit<Anchor, 'source'>): AnchorCheck {
  if (anchor.document !== document.sha256) {
    return {
      fault: `points into the document ${anchor.document}, and the one given is ${document.sha256}`,
      remedy: 'give the document that was anchored, or anchor again with ledger anchor',
    };
  }
  const words = document.passageAt(anchor.start, anchor.end);
  if (words === undefined) {
    return {
      fault: `reaches to ${anchor.end}, and the document ends at ${document.length}`,
      remedy: 'anchor the passage again with ledger anchor',
    };
  }
  if (passageDigest(words) === anchor.passage) return { words };
  return {
    fault: `names other words than those from ${anchor.start} to ${anchor.end}, whose SHA-256 is ${passageDigest(words)}`,
    remedy: 'anchor the passage again with ledger anchor: its place or its hash is wrong',
  };
}
