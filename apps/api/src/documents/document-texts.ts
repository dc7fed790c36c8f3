import { DocumentStore } from '#libs/event-store';
import { DocumentText, documentText, NotUtf8 } from '#libs/interchange';
import { Inject, Injectable } from '@nestjs/common';

/** UTF-16 units of text kept at hand, over all documents. */
const AT_HAND = 20_000_000;

/**
 * The texts of the documents that are stored, decoded and indexed once. A document never changes, so what is remembered
 * stays true; one that is not stored is looked for again each time.
 */
@Injectable()
export class DocumentTexts {
  /** In order of last use, the longest unused first. */
  readonly #texts = new Map<string, DocumentText>();
  #held = 0;

  constructor(@Inject(DocumentStore) private readonly documents: DocumentStore) {}

  /** The text of a document by its SHA-256; undefined where it is not stored, null where it is not UTF-8 text. */
  async textOf(sha256: string): Promise<DocumentText | null | undefined> {
    const known = this.#texts.get(sha256);
    if (known) {
      this.#texts.delete(sha256);
      this.#texts.set(sha256, known);
      return known;
    }
    const document = await this.documents.get(sha256);
    if (!document) return undefined;
    const text = textIn(document.bytes);
    if (text) this.#keep(sha256, text);
    return text;
  }

  #keep(sha256: string, text: DocumentText): void {
    if (this.#texts.has(sha256)) return;
    this.#texts.set(sha256, text);
    this.#held += text.text.length;
    for (const [oldest, { text: words }] of this.#texts) {
      if (this.#held <= AT_HAND || oldest === sha256) return;
      this.#texts.delete(oldest);
      this.#held -= words.length;
    }
  }
}

function textIn(bytes: Uint8Array): DocumentText | null {
  try {
    return documentText(bytes);
  } catch (error) {
    if (error instanceof NotUtf8) return null;
    throw error;
  }
}
