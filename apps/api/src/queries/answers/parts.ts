import { attribution, decimal, identifier, sha256 } from '#libs/domain';
import { z } from 'zod';

// What the answers have in common. Tests hold every answer of the read models against these forms.

const day = z.iso.date();
export const parties = z.array(z.string());
export const position = z.int().describe('Of the event it comes from');

export const asOf = z
  .strictObject({
    position: z
      .int()
      .describe('Everything recorded up to here is in the answer, and with knownAt nothing else'),
    validAt: day,
    knownAt: z.int().nullable(),
  })
  .meta({ id: 'AsOf', description: 'What the answer is true as of' });

export const dated = z
  .strictObject({ edtf: z.string(), earliest: day.nullable(), latest: day.nullable() })
  .meta({
    id: 'Dated',
    description: 'A date as stated (EDTF), with the first and last day it can mean; null is open',
  });

export const bounds = z
  .strictObject({ lo: decimal, hi: decimal.nullable() })
  .meta({ id: 'Interval', description: 'Everything an amount may be, ends included; null is no upper end' });

export const text = z
  .string()
  .optional()
  .describe('The words of the passage, where the document is stored here');
const evidenceItem = z
  .strictObject({
    source: identifier,
    document: sha256.optional(),
    start: z.int().optional(),
    end: z.int().optional(),
    passage: sha256.optional(),
    text,
  })
  .meta({ id: 'EvidenceAnswer' });
export const evidence = z.array(evidenceItem);

export const told = { attribution, evidence };

/** When it was recorded, and where it stands. */
export const recorded = { position, recordedAt: z.string() };
