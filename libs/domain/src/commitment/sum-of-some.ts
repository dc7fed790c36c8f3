import {
  addIntervals,
  compareDecimals,
  interval,
  subtractDecimals,
  type Decimal,
  type Interval,
} from '../vocabulary/index.ts';
import { atOnce } from './contribution.ts';
import type { Happening } from './happening.ts';
import type { Known } from './known.ts';
import { greater, hullOf, oneThing } from './one-thing.ts';
import { readingsOf } from './sameness-tally.ts';
import { measuresIn, ruleOf } from './rule.ts';
import { measureOf, type Yardstick } from './yardstick.ts';

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
    whole,
  );
  return rests.length === 0 ? stated : addIntervals(stated, remainderOf(known, rests));
}

const isRemainder = ({ quantity }: Happening): boolean => quantity?.qualifier === 'all-remaining';

/** All that a record says of an amount, whatever has come of it. */
const whole: Counts = ({ happened, quantity }) => atOnce(happened, quantity && interval(quantity));

type Counts = Yardstick['counts'];

function statedSum({ happenings, samenesses }: Known, some: readonly Happening[], counts: Counts): Interval {
  const readings = readingsOf(happenings, samenesses);
  const grouped = new Set(readings.flatMap((group) => (group[0] ?? []).flat()));
  const amountOfOne = (records: readonly Happening[]): Interval =>
    oneThing(records, counts)?.amount ?? NOTHING;
  const groups = readings.map((group) =>
    group.map((blocks) => blocks.map((block) => amountOfOne(block.filter((each) => some.includes(each))))),
  );
  return [
    ...some.filter((happening) => !grouped.has(happening)).map((happening) => amountOfOne([happening])),
    ...groups.map((worlds) => worlds.map((amounts) => amounts.reduce(addIntervals, NOTHING)).reduce(hullOf)),
  ].reduce(addIntervals, NOTHING);
}

/**
 * What deliveries of all that remained delivered: the promise less what had come before. Several count once, since the
 * second found nothing missing. Where one of them is not asked for, or may be a record of something that is, the others
 * may have found nothing.
 */
function remainderOf(known: Known, rests: readonly Happening[]): Interval {
  const { announced, happenings, samenesses } = known;
  const yardsticks = measuresIn(ruleOf(announced)).map(({ yardstick }) => yardstick);
  const yardstick = yardsticks.find(({ counts }) => rests.every((rest) => counts(rest)));
  // Of several conditions nobody knows which one it completed.
  if (!yardstick || yardsticks.length > 1) {
    const [only, another] = yardsticks;
    return { lo: '0', hi: only && !another ? only.target.hi : null };
  }
  const { counts, target } = yardstick;
  const counting = happenings.filter((each) => counts(each));
  const bounds = rests.map((rest) => remainderBy(known, rest, counting, { counts, target }));
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
  { counts, target }: Pick<Yardstick, 'counts' | 'target'>,
): Interval {
  const { earliest = null, latest = null } = counts(rest)?.window ?? {};
  const others = counting.filter((each) => !isRemainder(each));
  const before = others.filter((each) => {
    const last = counts(each)?.window.latest ?? null;
    return last !== null && earliest !== null && last < earliest;
  });
  const perhapsBefore = others.filter((each) => {
    const first = counts(each)?.window.earliest ?? null;
    return first === null || latest === null || first <= latest;
  });
  const most = statedSum(known, perhapsBefore, counts).hi;
  return {
    lo: most === null ? '0' : less(measureOf(target) ?? '0', most),
    hi: target.hi === null ? null : less(target.hi, statedSum(known, before, counts).lo),
  };
}

/** Never below zero: what had come already may have been more than the promise. */
const less = (from: Decimal, amount: Decimal): Decimal =>
  compareDecimals(from, amount) <= 0 ? '0' : subtractDecimals(from, amount);
