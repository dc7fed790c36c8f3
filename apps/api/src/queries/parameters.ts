import {
  calendarDay,
  commitmentKind,
  evidenceFacets,
  identifier,
  labels,
  party,
  state,
  strength,
  unit,
} from '#libs/domain';
import { commitmentOrders, type CommitmentSort, MAX_LIMIT } from '#libs/read-models';
import { z } from 'zod';

/** A whole number in a query, from the smallest to the largest. */
export const wholeNumber = (smallest: number, largest: number) =>
  z
    .string()
    .regex(/^\d{1,16}$/, { error: 'is not a whole number' })
    .transform(Number)
    .refine((value) => value >= smallest && value <= largest, {
      error:
        largest === Number.MAX_SAFE_INTEGER
          ? `must be ${smallest} or more`
          : `must be from ${smallest} to ${largest}`,
    })
    .meta({ type: 'integer', minimum: smallest, maximum: largest });

const position = wholeNumber(0, Number.MAX_SAFE_INTEGER);

/** The three that every question about the ledger takes. */
const whenAsked = {
  validAt: calendarDay
    .optional()
    .describe('What held at the end of this day, by the facts’ own dates; today (UTC)'),
  knownAt: z
    .union([position, z.iso.datetime({ offset: true })], {
      error: 'is neither a position nor an RFC 3339 time',
    })
    .optional()
    .describe('By what was recorded up to this position or RFC 3339 time; everything'),
  atLeast: position
    .optional()
    .describe('Wait until the answer is true as of this position, a few seconds at most'),
};

const page = {
  cursor: z.string().min(1).max(1000).optional().describe('The next of the page before'),
  limit: wholeNumber(1, MAX_LIMIT).optional().describe(`How many at most, up to ${MAX_LIMIT}`),
};

const days = {
  ...page,
  direction: z.enum(['ascending', 'descending']).optional().describe('From the first day or from the last'),
};

const orders = commitmentOrders.flatMap((order) => [order, `-${order}`]) as [
  CommitmentSort,
  ...CommitmentSort[],
];

/** Ids with commas between them. */
const commitmentList = z
  .string()
  .max(8000)
  .transform((text) => [...new Set(text.split(',').map((id) => id.trim()))])
  .refine((ids) => ids.every((id) => identifier.safeParse(id).success), {
    error: 'is not a list of ids with commas between them, such as one,other',
  })
  .meta({ type: 'string' });

/** The parameters of each question. They are strict: a misspelt filter must not quietly filter nothing. */
export const questions = {
  commitments: z.strictObject({
    ...whenAsked,
    ...page,
    party: party.optional().describe('Of this party, on either side'),
    committer: party.optional().describe('Promised by this party'),
    beneficiary: party.optional().describe('Promised to this party'),
    kind: commitmentKind.optional(),
    strength: strength.optional(),
    label: z.enum(labels).optional().describe('In this state on the day asked for'),
    evidence: z.enum(evidenceFacets).optional().describe('So well attested on the day asked for'),
    dueFrom: calendarDay.optional().describe('Due on this day or later'),
    dueTo: calendarDay.optional().describe('Due on this day or earlier'),
    text: z.string().min(1).max(200).optional().describe('With words that begin so'),
    sort: z.enum(orders).optional().describe('With a minus sign, from the end; by id where it is left out'),
  }),
  commitment: z.strictObject(whenAsked),
  timeline: z.strictObject({
    ...whenAsked,
    ...days,
    party: party.optional().describe('What concerns this party'),
    commitment: identifier.optional(),
    meeting: identifier.optional(),
    source: identifier.optional(),
  }),
  timelineOfOne: z.strictObject({ ...whenAsked, ...days }),
  meetings: z.strictObject({ ...whenAsked, ...days }),
  meeting: z.strictObject(whenAsked),
  sanctionsPackages: z.strictObject({
    ...whenAsked,
    ...page,
    imposer: party.optional(),
    target: state.optional().describe('On account of this state'),
  }),
  positions: z.strictObject({
    ...whenAsked,
    ...days,
    party: party.optional().describe('Stated on behalf of this party'),
    topic: z.string().min(1).max(200).optional().describe('With these words in the topic'),
    meeting: identifier.optional(),
  }),
  reconciliations: z.strictObject({
    ...whenAsked,
    ...days,
    committer: party.optional(),
    beneficiary: party.optional(),
  }),
  totals: z.strictObject({
    ...whenAsked,
    committer: party.optional().describe('Promised by this party, alone or with others'),
    beneficiary: party.optional().describe('Promised to this party, alone or with others'),
    unit: unit.optional().describe('Measured in this unit'),
    kind: commitmentKind.optional(),
    commitments: commitmentList
      .optional()
      .describe('These alone, by id, with commas; refused where one contains another'),
  }),
  matrix: z.strictObject({ ...whenAsked, unit: unit.optional().describe('Measured in this unit') }),
  sources: z.strictObject({ ...whenAsked, ...days }),
  source: z.strictObject(whenAsked),
} as const;

/** Which truth is asked for, as it was asked. */
export type WhenAsked = Readonly<z.output<typeof questions.commitment>>;
