import { z } from 'zod';
import {
  calendarDay,
  edtfDate,
  isMoney,
  line,
  party,
  state,
  statedQuantity,
  type Immutable,
  type Quantity,
} from '../vocabulary/index.ts';

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

/**
 * The rule, laid down before the fact, that decides whether a commitment is met.
 *
 * - `sum-reached`, `count-reached`: what has passed the named milestone adds up to the target.
 * - `acts-after`: at least so many sanctions packages adopted by the imposer after the day.
 * - `event-held`: an event of this description held within the window.
 * - `step-taken`: a step of this description taken after the day.
 * - `standing`: it holds as long as it is not ended; nothing completes it.
 * - `unstated`: nobody said what would meet it.
 */
export const criterion = z
  .discriminatedUnion('type', [
    z.strictObject({ type: z.literal('sum-reached'), target: moneyTarget, milestone: fundsMilestone }),
    z.strictObject({ type: z.literal('count-reached'), target: goodsTarget, milestone: goodsMilestone }),
    z.strictObject({
      type: z.literal('acts-after'),
      act: z.literal('sanctions-package'),
      imposer: party,
      target: state,
      after: calendarDay,
      atLeast: z.int().min(1).max(1000),
    }),
    z.strictObject({ type: z.literal('event-held'), event: line, within: edtfDate }),
    z.strictObject({ type: z.literal('step-taken'), step: line, after: calendarDay }),
    z.strictObject({ type: z.literal('standing') }),
    z.strictObject({ type: z.literal('unstated') }),
  ])
  .meta({ id: 'Criterion', description: 'The rule that decides whether the commitment is met' });

export type Criterion = Immutable<z.output<typeof criterion>>;

/** The amount a criterion names; undefined for those that add up none. */
export const targetOf = (of: Criterion): Quantity | undefined =>
  of.type === 'sum-reached' || of.type === 'count-reached' ? of.target : undefined;
