import {
  addIntervals,
  compareDecimals,
  type Day,
  type DayBounds,
  type Interval,
} from '../vocabulary/index.ts';
import { measureOf, type Yardstick } from './yardstick.ts';

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
 * @param windows within which days each of those came to count.
 */
export function completionOf(windows: readonly DayBounds[]): Completion | undefined {
  const [first] = windows.map(({ earliest }) => earliest ?? ALWAYS).sort();
  if (first === undefined) return undefined;
  const [certain = null] = windows.flatMap(({ latest }) => latest ?? []).sort();
  return { perhapsFrom: first, certainFrom: certain };
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
