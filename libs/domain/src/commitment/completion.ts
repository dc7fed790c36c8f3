import {
  addIntervals,
  compareDecimals,
  dayBounds,
  type Day,
  type DayBounds,
  type Interval,
} from '../vocabulary/index.ts';
import type { Happening } from './known.ts';
import { measureOf, type Yardstick } from './yardstick.ts';

/** Whether a happening, told without a number, delivered all that was still missing. */
export const isRemainder = ({ quantity }: Happening): boolean => quantity?.qualifier === 'all-remaining';

/** On which days what counts was first, perhaps and certainly, completed by a delivery of all that remained. */
export interface Completion {
  readonly perhapsFrom: Day;
  readonly certainFrom: Day | null;
}

/** Before all days: they compare as text. */
const ALWAYS = '';

/**
 * The completion of a commitment; undefined where no delivery of all that remained counts towards it.
 *
 * @param windowOf within which days something happened.
 */
export function completionOf(
  happenings: readonly Happening[],
  yardstick: Yardstick | undefined,
  windowOf: (happening: Happening) => DayBounds = ({ happened }) => dayBounds(happened),
): Completion | undefined {
  const days = happenings
    .filter((happening) => isRemainder(happening) && yardstick?.counts(happening))
    .map(windowOf);
  if (days.length === 0) return undefined;
  const certain = days.flatMap(({ latest }) => latest ?? []).sort();
  return {
    perhapsFrom: days.map(({ earliest }) => earliest ?? ALWAYS).sort()[0] ?? ALWAYS,
    certainFrom: certain[0] ?? null,
  };
}

/** Whether what happened within some days came after the completion, which stands at the end of its day. */
export function afterCompletion(
  { earliest, latest }: DayBounds,
  { perhapsFrom, certainFrom }: Completion,
): { readonly perhaps: boolean; readonly certain: boolean } {
  return {
    perhaps: latest === null || latest > perhapsFrom,
    certain: certainFrom !== null && earliest !== null && earliest > certainFrom,
  };
}

/**
 * What is known of the amount, where all that remained was delivered. By the end of that day the sum is the promise, or
 * what had come already if that was more; only what came later adds to it. So it is never counted beyond the promise,
 * and a second such delivery, which found nothing missing, adds nothing: the order in which they are told is of no
 * matter. Of a promise with a lower bound the least is the measure it is held against, as everywhere.
 *
 * @param stated the sum of everything told with an amount of its own.
 * @param later the part of it that came after the completion.
 */
export function completed(
  { target }: Yardstick,
  stated: Interval,
  later: Interval,
  is: { readonly perhaps: boolean; readonly certain: boolean },
): Interval {
  const measure = measureOf(target);
  const whole = addIntervals({ lo: measure ?? '0', hi: target.hi }, later);
  return {
    lo: is.certain ? greater(stated.lo, whole.lo) : stated.lo,
    hi: !is.perhaps
      ? stated.hi
      : stated.hi === null || whole.hi === null
        ? null
        : greater(stated.hi, whole.hi),
  };
}

const greater = (left: string, right: string): string => (compareDecimals(left, right) < 0 ? right : left);
