import { unreachable } from '../decider.ts';
import {
  compareDecimals,
  earliest,
  interval,
  intervalIn,
  latest,
  type Day,
  type Decimal,
  type Interval,
} from '../vocabulary/index.ts';
import { fundsMilestones, goodsMilestones, type Criterion } from './criterion.ts';
import type { Happening } from './known.ts';

/** How a criterion is measured: in what unit, against what, and what each happening adds. */
export interface Yardstick {
  readonly target: Interval;
  readonly unit: string;
  /** What a happening adds if it happened, in that unit; undefined where it does not count. */
  readonly counts: (happening: Happening) => Interval | undefined;
}

const ONE: Interval = { lo: '1', hi: '1' };
const PERHAPS_ONE: Interval = { lo: '0', hi: '1' };
const AT_LEAST_ONE: Interval = { lo: '1', hi: null };

/** The yardstick of a criterion; undefined for those that nothing completes or that nobody stated. */
export function yardstickOf(criterion: Criterion): Yardstick | undefined {
  switch (criterion.type) {
    case 'sum-reached':
      return amounts(criterion, 'disbursement', fundsMilestones);
    case 'count-reached':
      return amounts(criterion, 'delivery', goodsMilestones);
    case 'acts-after':
      return {
        target: { lo: String(criterion.atLeast), hi: null },
        unit: 'sanctions packages',
        counts: ({ type, happened }) =>
          type === 'sanctions-package' ? happenedAfter(happened, criterion.after) : undefined,
      };
    case 'event-held':
      return {
        target: AT_LEAST_ONE,
        unit: 'events',
        counts: ({ type, happened }) =>
          type === 'conference' ? happenedWithin(happened, criterion.within) : undefined,
      };
    case 'step-taken':
      return {
        target: AT_LEAST_ONE,
        unit: 'steps',
        counts: ({ type, happened }) =>
          type === 'step' ? happenedAfter(happened, criterion.after) : undefined,
      };
    case 'standing':
    case 'unstated':
      return undefined;
    default:
      return unreachable(criterion);
  }
}

/**
 * What must certainly have been delivered for the promise to be met: the floor where one is stated, the ceiling where
 * only that is ("up to"), and null where neither is, so that nothing can be shown to meet it.
 */
export const measureOf = ({ lo, hi }: Interval): Decimal | null => (compareDecimals(lo, '0') > 0 ? lo : hi);

type AmountCriterion = Extract<Criterion, { readonly type: 'sum-reached' | 'count-reached' }>;

/** A happening counts from the milestone that the criterion names onwards. */
function amounts(
  { target, milestone }: AmountCriterion,
  type: Happening['type'],
  order: readonly string[],
): Yardstick {
  return {
    target: interval(target),
    unit: target.unit,
    counts: (happening) =>
      happening.type === type &&
      happening.quantity &&
      order.indexOf(happening.milestone ?? '') >= order.indexOf(milestone)
        ? intervalIn(target.unit, happening.quantity)
        : undefined,
  };
}

function happenedAfter(happened: string, day: Day): Interval | undefined {
  const [first, last] = [earliest(happened), latest(happened)];
  if (first !== null && first > day) return ONE;
  return last === null || last > day ? PERHAPS_ONE : undefined;
}

function happenedWithin(happened: string, window: string): Interval | undefined {
  const [first, last] = [earliest(happened), latest(happened)];
  const [opens, closes] = [earliest(window), latest(window)];
  const startsInside = opens === null || (first !== null && first >= opens);
  const endsInside = closes === null || (last !== null && last <= closes);
  if (startsInside && endsInside) return ONE;
  const endsBefore = opens !== null && last !== null && last < opens;
  const startsAfter = closes !== null && first !== null && first > closes;
  return endsBefore || startsAfter ? undefined : PERHAPS_ONE;
}
