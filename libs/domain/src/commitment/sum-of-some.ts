import {
  addIntervals,
  compareDecimals,
  dayBounds,
  interval,
  subtractDecimals,
  type Decimal,
  type Interval,
} from '../vocabulary/index.ts';
import { isRemainder } from './completion.ts';
import type { Happening, Known } from './known.ts';
import { greater, hullOf, oneThing } from './one-thing.ts';
import { readingsOf } from './sameness-tally.ts';
import { measureOf, yardstickOf } from './yardstick.ts';

const NOTHING: Interval = { lo: '0', hi: '0' };

/**
 * What some happenings of a commitment, all of one unit, come to, whatever their milestones: those that may be one are
 * counted as either, and of a delivery of all that remained as much as the promise leaves.
 *
 * @param some happenings of this commitment.
 */
export function sumOfSome(known: Known, some: readonly Happening[]): Interval {
  const rests = some.filter(isRemainder);
  const stated = statedSum(
    known,
    some.filter((happening) => !isRemainder(happening)),
  );
  return rests.length === 0 ? stated : addIntervals(stated, remainderOf(known, rests));
}

function statedSum({ happenings, samenesses }: Known, some: readonly Happening[]): Interval {
  const readings = readingsOf(happenings, samenesses);
  const grouped = new Set(readings.flatMap((group) => (group[0] ?? []).flat()));
  const groups = readings.map((group) =>
    group.map((blocks) => blocks.map((block) => amountOfOne(block.filter((each) => some.includes(each))))),
  );
  return [
    ...some.filter((happening) => !grouped.has(happening)).map((happening) => amountOfOne([happening])),
    ...groups.map((worlds) => worlds.map((amounts) => amounts.reduce(addIntervals, NOTHING)).reduce(hullOf)),
  ].reduce(addIntervals, NOTHING);
}

const amountOfOne = (records: readonly Happening[]): Interval =>
  oneThing(records, ({ quantity }) => quantity && interval(quantity))?.amount ?? NOTHING;

/**
 * What deliveries of all that remained delivered: the promise less what had come before. Several count once, since the
 * second found nothing missing. Where one of them is not asked for, or may be a record of something that is, the others
 * may have found nothing.
 */
function remainderOf(known: Known, rests: readonly Happening[]): Interval {
  const { announced, happenings, samenesses } = known;
  const yardstick = yardstickOf(announced.criterion);
  if (!yardstick || !rests.every((rest) => yardstick.counts(rest)))
    return { lo: '0', hi: yardstick?.target.hi ?? null };
  const counting = happenings.filter((each) => yardstick.counts(each));
  const bounds = rests.map((rest) => remainderBy(known, rest, counting, yardstick.target));
  const alone = counting.filter(isRemainder).every((rest) => rests.includes(rest));
  const isDoubted = samenesses.some((each) => rests.some(({ id }) => each.of === id || each.with === id));
  const lo = bounds.map((bound) => bound.lo).reduce(greater);
  return {
    lo: alone && !isDoubted ? lo : '0',
    hi: bounds.some(({ hi }) => hi === null) ? null : bounds.map(({ hi }) => hi ?? '0').reduce(greater),
  };
}

function remainderBy(
  known: Known,
  rest: Happening,
  counting: readonly Happening[],
  target: Interval,
): Interval {
  const { earliest, latest } = dayBounds(rest.happened);
  const others = counting.filter((each) => !isRemainder(each));
  const before = others.filter(({ happened }) => {
    const last = dayBounds(happened).latest;
    return last !== null && earliest !== null && last < earliest;
  });
  const perhapsBefore = others.filter(({ happened }) => {
    const first = dayBounds(happened).earliest;
    return first === null || latest === null || first <= latest;
  });
  const most = statedSum(known, perhapsBefore).hi;
  return {
    lo: most === null ? '0' : less(measureOf(target) ?? '0', most),
    hi: target.hi === null ? null : less(target.hi, statedSum(known, before).lo),
  };
}

/** Never below zero: what had come already may have been more than the promise. */
const less = (from: Decimal, amount: Decimal): Decimal =>
  compareDecimals(from, amount) <= 0 ? '0' : subtractDecimals(from, amount);
