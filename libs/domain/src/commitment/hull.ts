import { dayBounds, intervalIn, type Day, type Interval, type Quantity } from '../vocabulary/index.ts';
import type { Reading } from './dispute.ts';
import { hullOf } from './one-thing.ts';

/** The smallest interval that holds all of some; undefined for none. */
export const hullOfAll = (intervals: readonly Interval[]): Interval | undefined =>
  intervals.length === 0 ? undefined : intervals.reduce(hullOf);

/** What readings of an amount leave possible, in a unit; undefined where one of them cannot be given in it. */
export function quantityHull(readings: readonly Reading[], unit: string): Quantity | undefined {
  const intervals = readings.flatMap(({ quantity }) => (quantity && intervalIn(unit, quantity)) ?? []);
  const hull = intervals.length === readings.length ? hullOfAll(intervals) : undefined;
  return hull && quantityOf(hull, unit);
}

/** An interval as the words for it. */
function quantityOf({ lo, hi }: Interval, unit: string): Quantity {
  if (hi === null) return { qualifier: 'at-least', value: lo, unit };
  return lo === '0'
    ? { qualifier: 'up-to', value: hi, unit }
    : { qualifier: 'between', value: lo, upTo: hi, unit };
}

/** The days that readings of a date leave possible, as an EDTF interval. */
export function dateHull(readings: readonly Reading[]): string {
  const bounds = readings.flatMap(({ date }) => (date === undefined ? [] : dayBounds(date)));
  const first = bounds.map(({ earliest }) => earliest);
  const last = bounds.map(({ latest }) => latest);
  return days(
    first.includes(null) ? null : (first.sort()[0] ?? null),
    last.includes(null) ? null : (last.sort().at(-1) ?? null),
  );
}

/** From one day to another as EDTF; null is open. */
export const days = (from: Day | null, to: Day | null): string =>
  from !== null && from === to ? from : `${from ?? '..'}/${to ?? '..'}`;
