import { unreachable } from '../decider.ts';
import {
  compareDecimals,
  dayAfter,
  earliest,
  interval,
  latest,
  type Day,
  type Decimal,
  type Interval,
} from '../vocabulary/index.ts';
import { atOnce, passedBy, type Contribution } from './contribution.ts';
import type { AmountCriterion, SingleCriterion } from './criterion.ts';
import type { Happening } from './happening.ts';

/** How a criterion is measured: in what unit, against what, and what each happening adds. */
export interface Yardstick {
  readonly target: Interval;
  readonly unit: string;
  /** The first day on which something could count; null where that is any day. */
  readonly opens: Day | null;
  /** The last day on which something could count; null where there is none. */
  readonly closes: Day | null;
  /** Whether it is not called unmet before its last day, however complete the record is. */
  readonly isJudgedAtItsEnd: boolean;
  /** What a happening adds if it happened, in that unit; undefined where it does not count. */
  readonly counts: (happening: Happening) => Contribution | undefined;
}

const ONE: Interval = { lo: '1', hi: '1' };
const PERHAPS_ONE: Interval = { lo: '0', hi: '1' };
const AT_LEAST_ONE: Interval = { lo: '1', hi: null };

/** The criteria that one yardstick measures; of the others each party or period has its own. */
export type MeasuredCriterion = Exclude<
  SingleCriterion,
  { readonly type: 'stage-reached' | 'sessions-held' | 'standing' | 'unstated' }
>;

/**
 * The yardstick of a criterion.
 *
 * @param announced when the commitment was announced: amounts count from then on.
 */
export function yardstickOf(criterion: MeasuredCriterion, announced: string): Yardstick {
  switch (criterion.type) {
    case 'sum-reached':
      return amounts(criterion, 'disbursement', announced);
    case 'count-reached':
      return amounts(criterion, 'delivery', announced);
    case 'acts-after': {
      const { atLeast, after, imposer, target } = criterion;
      return {
        target: { lo: String(atLeast), hi: null },
        unit: 'sanctions packages',
        opens: dayAfter(after),
        closes: null,
        isJudgedAtItsEnd: false,
        counts: ({ type, happened, register }) =>
          type === 'sanctions-package' && isOf(register, imposer, target)
            ? atOnce(happened, happenedAfter(happened, after))
            : undefined,
      };
    }
    case 'event-held':
      return events(AT_LEAST_ONE, criterion.within, criterion.name);
    case 'step-taken':
      return {
        target: AT_LEAST_ONE,
        unit: 'steps',
        opens: dayAfter(criterion.after),
        closes: null,
        isJudgedAtItsEnd: false,
        counts: ({ type, happened, meets }) =>
          type === 'step'
            ? atOnce(happened, named(criterion.name, meets, happenedAfter(happened, criterion.after)))
            : undefined,
      };
    default:
      return unreachable(criterion);
  }
}

/** Of events held within a window. */
export function events(
  target: Interval,
  within: string,
  name: string | undefined,
  isJudgedAtItsEnd = false,
): Yardstick {
  return {
    target,
    unit: 'events',
    opens: earliest(within),
    closes: latest(within),
    isJudgedAtItsEnd,
    counts: ({ type, happened, meets }) =>
      type === 'conference'
        ? atOnce(happened, named(name, meets, happenedWithin(happened, within)))
        : undefined,
  };
}

/**
 * What counts towards a condition with a name. A fact that names another does not meet it; one that names none may be the
 * one that was meant, and may be not.
 */
export function named(
  name: string | undefined,
  meets: string | undefined,
  amount: Interval | undefined,
): Interval | undefined {
  if (name === undefined || name === meets) return amount;
  return meets === undefined ? amount && PERHAPS_ONE : undefined;
}

const isOf = (register: Happening['register'], imposer: string, target: string): boolean =>
  register === undefined || (register.imposer === imposer && register.target === target);

/**
 * What must certainly have been delivered for the promise to be met: the floor where one is stated, the ceiling where
 * only that is ("up to"), and null where neither is, so that nothing can be shown to meet it.
 */
export const measureOf = ({ lo, hi }: Interval): Decimal | null => (compareDecimals(lo, '0') > 0 ? lo : hi);

/** A happening counts from the milestone that the criterion names onwards. */
function amounts(
  { target, milestone }: AmountCriterion,
  type: Happening['type'],
  announced: string,
): Yardstick {
  return {
    target: interval(target),
    unit: target.unit,
    opens: earliest(announced),
    closes: null,
    isJudgedAtItsEnd: false,
    counts: (happening) =>
      happening.type === type ? passedBy(happening, milestone, target.unit) : undefined,
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
