import { z } from 'zod';
import { identifier, sha256 } from './identifier.ts';
import type { Immutable } from './immutable.ts';

/**
 * Where a source says it: a passage of a document, by its place and its hash and not by its words, so that anyone who
 * holds the document can check it and the ledger does not copy it. Offsets count Unicode code points from 0; `end` is
 * the first one after the passage. A source without a document (a page seen, a statement heard) is named alone.
 */
export const anchor = z
  .strictObject({
    source: identifier,
    document: sha256.describe('SHA-256 of the bytes of the document'),
    start: z.int().min(0).describe('Where the passage starts, in Unicode code points from 0'),
    end: z.int().min(1).describe('The first code point after the passage'),
    passage: sha256.describe('SHA-256 of the UTF-8 bytes of the passage'),
  })
  .refine(({ start, end }) => start < end, { error: 'ends before it starts', path: ['end'] });

const mention = z.strictObject({ source: identifier });

export const evidence = z.union([anchor, mention]).meta({
  id: 'Evidence',
  description: 'A passage of a source document by place and hash, or a source without a document',
});

/** Everything said to be known is said by a source. */
export const evidences = z.array(evidence).min(1).max(50);

export type Anchor = Immutable<z.output<typeof anchor>>;
export type Evidence = Immutable<z.output<typeof evidence>>;

/** Whether the evidence names a passage that can be checked against its document. */
export const isAnchor = (item: Evidence): item is Anchor => 'document' in item;
