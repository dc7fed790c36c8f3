import { z } from 'zod';
import { amendedTerms, aspect, criterion, quantity } from '#libs/domain';
import type { Answer } from './client.ts';
import { Unavailable } from './problems.ts';

// What the ledger answers, read leniently: what is not known here is left aside, and what is missing and not needed
// is left out of the text. Only what a line makes no sense without is insisted on.

export const text = z.string().catch('');
export const texts = z.array(z.string()).catch([]);
export const maybeText = z.string().optional().catch(undefined);
const maybeNumber = z.number().optional().catch(undefined);
export const bounds = z.object({ lo: z.string(), hi: z.string().nullable() }).nullable().catch(null);
const maybeQuantity = quantity.optional().catch(undefined);
const terms = amendedTerms.catch({});

export const asOf = z.object({ position: maybeNumber, validAt: maybeText }).optional().catch(undefined);

/** A date as stated, with the first and last day it can mean. */
export const dated = z
  .object({ edtf: z.string(), earliest: maybeText, latest: maybeText })
  .optional()
  .catch(undefined);

const evidence = z.object({
  source: text,
  start: maybeNumber,
  end: maybeNumber,
  supports: maybeText,
  saidBy: maybeText,
  onBehalfOf: maybeText,
  reporter: maybeText,
  /** The passage, where the ledger has the document. */
  text: maybeText,
});

const fulfilment = z.object({
  outcome: text,
  delivered: bounds,
  target: bounds,
  unit: z.string().nullable().catch(null),
  share: bounds,
  derivation: z.array(z.object({ statement: text })).catch([]),
});

/** One commitment, as a list has it. */
export const commitment = z.object({
  id: z.string(),
  title: text,
  kind: text,
  strength: text,
  committers: texts,
  beneficiaries: texts,
  criterion: criterion.optional().catch(undefined),
  due: dated,
  label: text,
  facets: z
    .object({ normative: text, delivery: text, time: text, evidence: text })
    .optional()
    .catch(undefined),
  fulfilment: fulfilment.optional().catch(undefined),
});

const passage = z.object({
  id: text,
  milestone: text,
  passed: dated,
  quantity: maybeQuantity,
  note: maybeText,
});

const happening = z.object({
  id: text,
  type: text,
  happened: dated,
  quantity: maybeQuantity,
  milestone: maybeText,
  passages: z.array(passage).catch([]),
  stage: maybeText,
  by: maybeText,
  title: maybeText,
  note: maybeText,
});

const end = z.object({
  id: text,
  type: text,
  ended: dated,
  by: z.string().nullable().optional().catch(undefined),
  successor: z.string().nullable().optional().catch(undefined),
  note: maybeText,
});

const sameness = z.object({
  of: text,
  with: text,
  state: text,
  proposed: dated,
  by: text,
  reason: text,
  ifOne: bounds,
  ifTwo: bounds,
  unit: z.string().nullable().catch(null),
  decision: z.object({ decided: dated, by: text, reason: text }).nullable().catch(null),
});

const coverage = z.object({ id: text, period: dated, note: maybeText });

const statement = z.object({ id: text, type: text, stated: dated, by: texts, terms, note: maybeText });

const observation = z.object({ quantity: maybeQuantity, type: text, statedBy: text, on: dated });

const attribution = z.object({ saidBy: text }).catch({ saidBy: '' });
const passages = z.array(z.object({ source: text })).catch([]);
const wouldBe = z.object({ label: text, delivered: bounds }).nullable().catch(null);

const contention = {
  ...{ id: text, about: text, status: text, note: maybeText },
  resolution: z
    .object({ resolved: dated, held: z.string().nullable().catch(null), reason: text })
    .nullable()
    .catch(null),
};

const dispute = z.object({
  ...contention,
  aspect,
  figure: maybeText,
  opened: dated,
  readings: z
    .array(
      z.object({
        ...{ id: text, quantity: maybeQuantity, date: dated, attribution, evidence: passages, wouldBe },
        occurred: z.boolean().optional().catch(undefined),
      }),
    )
    .catch([]),
});

const challenge = z.object({
  ...contention,
  ...{ contestedSource: maybeText, challenged: dated, grounds: text, attribution, evidence: passages },
  wouldBe: z.object({ stands: wouldBe, falls: wouldBe }).catch({ stands: null, falls: null }),
});

const assessment = z.object({
  ...{ id: text, assessor: text, judgement: text, label: maybeText, basis: text, assessed: dated },
});

/** One commitment in full. */
export const commitmentSheet = commitment.extend({
  announced: dated,
  note: maybeText,
  fundingSource: maybeText,
  evidence: z.array(evidence).catch([]),
  happenings: z.array(happening).catch([]),
  ends: z.array(end).catch([]),
  coverage: z.array(coverage).catch([]),
  statements: z.array(statement).catch([]),
  observations: z.array(observation).catch([]),
  disputes: z.array(dispute).catch([]),
  challenges: z.array(challenge).catch([]),
  assessments: z.array(assessment).catch([]),
  sameness: z.array(sameness).catch([]),
  relations: z.array(z.object({ type: text, commitment: text, title: maybeText })).catch([]),
  asOf,
});

const finding = z.object({
  code: text,
  pointer: text,
  fact: z.string().nullable().catch(null),
  message: text,
  remedy: text,
  reason: text,
});

/** What the linter has to say of a record. */
export const findings = z.object({ findings: z.array(finding) });

const count = z.number().catch(0);
const amounts = { promised: bounds, recorded: bounds, delivered: bounds };
const sum = z.object({ unit: text, commitments: count, joint: count, ...amounts });

/** What commitments come to. */
export const totals = z.object({
  sums: z.array(sum),
  items: z
    .array(
      z.object({
        ...{ id: text, committers: texts, beneficiaries: texts, unit: text, label: text, ...amounts },
        joint: z.boolean().catch(false),
      }),
    )
    .catch([]),
  leftOut: z.array(z.object({ id: text, from: text, reason: text })).catch([]),
  perhapsLeftOut: z.array(z.object({ id: text, from: text, reason: text })).catch([]),
  asOf,
});

const standings = {
  commitments: count,
  joint: count,
  labels: z.record(z.string(), z.number()).catch({}),
  sums: z.array(sum).catch([]),
};

/** Who owes whom. */
export const matrix = z.object({
  rows: z.array(z.object({ committer: text, beneficiary: text, ...standings })),
  overall: z.object(standings),
  derivation: texts,
  asOf,
});

/** What was recorded, or that all of it was already. */
export const receipt = z.object({
  outcome: z.enum(['recorded', 'unchanged', 'dry-run']),
  position: z.number().nullable().catch(null),
  events: z.array(z.object({ type: text, stream: text })).catch([]),
  streams: z.array(z.object({ id: text })).catch([]),
  warnings: texts,
  findings: z.array(finding).catch([]),
});

export type AsOf = z.output<typeof asOf>;
export type Bounds = z.output<typeof bounds>;
export type Challenge = z.output<typeof challenge>;
export type Commitment = z.output<typeof commitment>;
export type CommitmentSheet = z.output<typeof commitmentSheet>;
export type Coverage = z.output<typeof coverage>;
export type Dated = z.output<typeof dated>;
export type Dispute = z.output<typeof dispute>;
export type End = z.output<typeof end>;
export type Evidence = z.output<typeof evidence>;
export type Finding = z.output<typeof finding>;
export type Statement = z.output<typeof statement>;
export type Happening = z.output<typeof happening>;
export type MatrixAnswer = z.output<typeof matrix>;
export type Receipt = z.output<typeof receipt>;
export type RecordedAssessment = z.output<typeof assessment>;
export type Sameness = z.output<typeof sameness>;
export type TotalsAnswer = z.output<typeof totals>;
export type WouldBe = z.output<typeof wouldBe>;

/** A page of a list: items as `item` reads them. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), next: maybeText, asOf });

/**
 * The answer in this shape, its text fit for a terminal.
 *
 * @throws Unavailable when it lacks what it cannot do without: then it comes from another version of the ledger.
 */
export function read<Shape extends z.ZodType>(shape: Shape, { body }: Pick<Answer, 'body'>): z.output<Shape> {
  const parsed = shape.safeParse(fitForTerminal(body));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Unavailable([
    `The ledger's answer was not understood: /${issue?.path.join('/') ?? ''} ${issue?.message ?? ''}.`,
    'It may be of another version than this command; --json shows the answer as it came.',
  ]);
}

/** Without control characters, or what somebody recorded could move the cursor and paint over what is true. */
export function fitForTerminal(value: unknown): unknown {
  if (typeof value === 'string') return visible(value);
  if (Array.isArray(value)) return value.map(fitForTerminal);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fitForTerminal(item)]));
}

/** A text with a replacement character for every control and for what reverses the direction of text. */
export const visible = (text: string): string =>
  text.replace(/(?![\n\t])\p{Control}|[\u202A-\u202E\u2066-\u2069]/gu, '\uFFFD');
