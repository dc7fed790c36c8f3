import { z } from 'zod';
import {
  edtfDate,
  identifier,
  isMoney,
  isStated,
  line,
  NOT_STATED,
  paragraph,
  parseQuantity,
  parties,
  party,
  quantity,
  sha256,
  type Quantity,
} from '#libs/domain';

export const id = identifier.describe('Its name in the ledger, for ever');
export const note = paragraph.optional().describe('What a reader should know, in our own words');

/** An EDTF date; a bare year may be written as a number, because that is what YAML reads in `due: 2025`. */
export const date = z
  .union([edtfDate, z.int().min(1000).max(9999).transform(String)])
  .meta({ description: 'An EDTF (ISO 8601-2) date, month, year or interval', examples: ['2024-11-16'] });

/** One party or more. */
export const someParties = parties.describe('One or more parties').meta({ examples: [['UA', 'JP']] });

const inWords = z.string().transform((text, context) => {
  const parsed = quantity.safeParse(parseQuantity(text));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const known = parseQuantity(text) !== undefined && issue?.code === 'custom';
  context.addIssue({
    code: 'custom',
    message: known
      ? issue.message
      : 'is not a quantity: write it as "over 3 billion USD", "about 60 generators", "20 MWh", "another batch of generators" or, of a delivery, "all remaining generators"',
  });
  return z.NEVER;
});

const inWordsOrParts = z.union([inWords, quantity]);

/** How much is promised, set aside or reported, in words or as its parts. */
export const amount = inWordsOrParts.refine(isStated, { error: NOT_STATED }).meta({
  description:
    'A quantity in words (over 3 billion USD; about 60 generators; nearly 20 MWh; several hundred drones; ' +
    'another batch of generators) or as its parts',
  examples: ['over 3 billion USD', '100 generators', 'about 60 generators', 'another batch of generators'],
});

/** How much was paid or delivered, in words or as its parts: also all that had remained of the promise. */
const amountTowards = inWordsOrParts.meta({
  description:
    'A quantity in words (1 billion USD; about 60 generators; 20 MWh; another batch of generators; ' +
    'all remaining generators) or as its parts',
  examples: ['1 billion USD', '40 generators', 'another batch of generators', 'all remaining generators'],
});

const ofMoney = [
  ({ unit }: Quantity): boolean => isMoney(unit),
  { error: 'is not money: name an ISO 4217 currency, as in "over 3 billion USD"' },
] as const;

const ofGoods = [
  ({ unit }: Quantity): boolean => !isMoney(unit),
  {
    error:
      'is money: count goods in a noun, as in "100 generators", measure them as in "20 MWh", or record a disbursement',
  },
] as const;

export const money = amount.refine(...ofMoney);
export const goods = amount.refine(...ofGoods);
export const moneyTowards = amountTowards.refine(...ofMoney);
export const goodsTowards = amountTowards.refine(...ofGoods);

const who = {
  saidBy: line,
  onBehalfOf: party,
  reporter: z.enum(['committer', 'beneficiary', 'third-party']),
};

/** Who says what the record holds; each part that an item gives itself wins over it. */
export const defaultAttribution = z
  .strictObject({
    saidBy: who.saidBy.optional().describe('The person or body whose words they are'),
    onBehalfOf: who.onBehalfOf.optional().describe('The party that person or body speaks for'),
    reporter: who.reporter.optional().describe('Left out, it follows from the publisher and the parties'),
  })
  .meta({ id: 'DefaultAttribution', description: 'Who says it, unless an item says otherwise' });

const itemAttribution = defaultAttribution
  .extend({ committed: someParties.optional().describe('Who is bound; left out, the committers') })
  .meta({ id: 'ItemAttribution', description: 'Who says it, where it differs from the record’s own' });

const passage = z
  .strictObject({
    source: identifier.optional().describe('Left out, the source of the record'),
    document: sha256.optional().describe('Left out, the document of that source'),
    start: z.int().min(0).optional().describe('Where the passage starts, in Unicode code points from 0'),
    end: z.int().min(1).optional().describe('The first code point after the passage'),
    passage: sha256.optional().describe('SHA-256 of the UTF-8 bytes of the passage'),
  })
  .superRefine((item, context) => {
    const parts = (['start', 'end', 'passage'] as const).filter((part) => item[part] !== undefined);
    if (parts.length !== 0 && parts.length !== 3) {
      context.addIssue({
        code: 'custom',
        message: `has ${parts.join(' and ')} only: give start, end and passage together, as "ledger anchor" prints them`,
      });
    } else if (item.start !== undefined && item.end !== undefined && item.start >= item.end) {
      context.addIssue({
        code: 'custom',
        path: ['end'],
        message: 'ends before it starts: copy the anchor again from "ledger anchor DOCUMENT WORDS"',
      });
    }
  })
  .meta({
    id: 'Passage',
    description: 'A passage of a source document by place and hash, or a source alone',
    dependentRequired: { start: ['end', 'passage'], end: ['start', 'passage'], passage: ['start', 'end'] },
  });

/** What every item may say of itself besides its content. */
export const told = {
  meeting: identifier
    .nullable()
    .optional()
    .describe('At which meeting it was said; left out, the record’s own; null, at none'),
  attribution: itemAttribution.optional(),
  evidence: z.array(passage).min(1).max(50).optional().describe('Where the sources say it'),
};

export type ItemAttribution = z.output<typeof itemAttribution>;
export type Passage = z.output<typeof passage>;
