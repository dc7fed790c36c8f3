import { z } from 'zod';
import { unreachable } from '../decider.ts';
import {
  calendarDay,
  edtfDate,
  identifier,
  isMoney,
  line,
  parties,
  party,
  state,
  statedQuantity,
  type Immutable,
  type Quantity,
} from '../vocabulary/index.ts';
import { faultsOfConditions, MOST_CONDITIONS } from './conditions.ts';
import { cadences, faultOfWindow } from './periods.ts';

/** The stages goods pass on their way, in order. "Delivered" means another one to everyone, so a criterion names it. */
export const goodsMilestones = [
  'funded',
  'procured',
  'dispatched',
  'arrived',
  'handed-over',
  'accepted',
  'in-use',
] as const;

/** The stages money passes on its way, in order. */
export const fundsMilestones = ['disbursed', 'credited'] as const;

export const goodsMilestone = z.enum(goodsMilestones);
export const fundsMilestone = z.enum(fundsMilestones);

const moneyTarget = statedQuantity.refine(({ unit }) => isMoney(unit), {
  error: 'is not money: a sum is measured in an ISO 4217 currency',
});
const goodsTarget = statedQuantity.refine(({ unit }) => !isMoney(unit), {
  error: 'is money: goods are counted in a noun such as generators',
});

/** The stages an agreement passes, in order. Each party signs and ratifies for itself. */
export const agreementStages = ['signed', 'ratified', 'in-force'] as const;

export const agreementStage = z.enum(agreementStages);
export type AgreementStage = z.output<typeof agreementStage>;

const name = identifier
  .optional()
  .describe('What a fact says it meets, as "meets"; needed where several conditions are of the same type');

const window = edtfDate.superRefine((text, context) => {
  const message = faultOfWindow(text);
  if (message !== undefined) context.addIssue({ code: 'custom', message });
});

/** The forms of all criteria that something meets, each by its type. */
export const conditions = {
  'sum-reached': z.strictObject({
    type: z.literal('sum-reached'),
    target: moneyTarget,
    milestone: fundsMilestone,
  }),
  'count-reached': z.strictObject({
    type: z.literal('count-reached'),
    target: goodsTarget,
    milestone: goodsMilestone,
  }),
  'acts-after': z.strictObject({
    type: z.literal('acts-after'),
    act: z.literal('sanctions-package'),
    imposer: party,
    target: state,
    after: calendarDay,
    atLeast: z.int().min(1).max(1000),
  }),
  'event-held': z.strictObject({ type: z.literal('event-held'), event: line, within: edtfDate, name }),
  'step-taken': z.strictObject({ type: z.literal('step-taken'), step: line, after: calendarDay, name }),
  'stage-reached': z.strictObject({
    type: z.literal('stage-reached'),
    agreement: line,
    stage: agreementStage,
    parties: parties.describe('Each of them must have reached the stage'),
    name,
  }),
  'sessions-held': z.strictObject({
    type: z.literal('sessions-held'),
    session: line,
    every: z.enum(cadences),
    within: window.describe('From the first to the last period that counts'),
    atLeast: z.int().min(1).max(1000).describe('How many in each period'),
    name,
  }),
} as const;

/** The forms of what joins several conditions of a form. */
export function joining<Member extends z.ZodType>(member: Member) {
  const of = z.array(member).min(2).max(MOST_CONDITIONS);
  return [
    z.strictObject({ type: z.literal('all'), of }),
    z.strictObject({ type: z.literal('any'), of }),
    z
      .strictObject({ type: z.literal('at-least'), count: z.int().min(1).max(MOST_CONDITIONS), of })
      .refine(({ count, of: members }) => count <= members.length, {
        error: 'is more than there are conditions: name as many at most',
        path: ['count'],
      }),
  ] as const;
}

const c = conditions;
const single = [
  c['sum-reached'],
  c['count-reached'],
  c['acts-after'],
  c['event-held'],
  c['step-taken'],
  c['stage-reached'],
  c['sessions-held'],
] as const;

// A group of groups of groups, and no more: written out level by level, so that a program that reads the schema comes
// to an end, and so does whoever judges by it.
const innermost = z.discriminatedUnion('type', single).meta({ id: 'Condition' });
const inner = z
  .discriminatedUnion('type', [...single, ...joining(innermost)])
  .meta({ id: 'ConditionOrGroup' });
const outer = z
  .discriminatedUnion('type', [...single, ...joining(inner)])
  .meta({ id: 'ConditionOrNestedGroup' });

/**
 * The rule, laid down before the fact, that decides whether a commitment is met (docs/criteria.md).
 *
 * - `sum-reached`, `count-reached`: what has passed the named milestone adds up to the target.
 * - `acts-after`: at least so many sanctions packages adopted by the imposer after the day.
 * - `event-held`: an event of this description held within the window.
 * - `step-taken`: a step of this description taken after the day.
 * - `stage-reached`: an agreement signed or ratified by each party, or in force.
 * - `sessions-held`: so many sessions in every period of the window.
 * - `all`, `any`, `at-least`: as many of these conditions are met.
 * - `standing`: it holds as long as it is not ended; nothing completes it.
 * - `unstated`: nobody said what would meet it.
 */
export const criterion = z
  .discriminatedUnion('type', [
    ...single,
    ...joining(outer),
    z.strictObject({ type: z.literal('standing') }),
    z.strictObject({ type: z.literal('unstated') }),
  ])
  .superRefine((value, context) => {
    for (const { path, message } of faultsOfConditions(value))
      context.addIssue({ code: 'custom', message, path: [...path] });
  })
  .meta({ id: 'Criterion', description: 'The rule that decides whether the commitment is met' });

export type Criterion = Immutable<z.output<typeof criterion>>;

/** A criterion that joins others. */
export type JointCriterion = Extract<Criterion, { readonly type: 'all' | 'any' | 'at-least' }>;
/** A criterion by itself. */
export type SingleCriterion = Exclude<Criterion, JointCriterion>;
/** A criterion that is an amount. */
export type AmountCriterion = Extract<Criterion, { readonly type: 'sum-reached' | 'count-reached' }>;

/** The criteria that a criterion comes down to, in order: itself, unless it joins others. */
export function singleCriteria(of: Criterion): readonly SingleCriterion[] {
  switch (of.type) {
    case 'all':
    case 'any':
    case 'at-least':
      return of.of.flatMap(singleCriteria);
    case 'sum-reached':
    case 'count-reached':
    case 'acts-after':
    case 'event-held':
    case 'step-taken':
    case 'stage-reached':
    case 'sessions-held':
    case 'standing':
    case 'unstated':
      return [of];
    default:
      return unreachable(of);
  }
}

/** The criteria that are amounts, among those that a criterion comes down to. */
export const amountCriteria = (of: Criterion): readonly AmountCriterion[] =>
  singleCriteria(of).filter((one) => one.type === 'sum-reached' || one.type === 'count-reached');

/** The amount a criterion names; undefined for those that add up none, or join several. */
export const targetOf = (of: Criterion): Quantity | undefined =>
  of.type === 'sum-reached' || of.type === 'count-reached' ? of.target : undefined;
