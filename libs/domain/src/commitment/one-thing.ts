import {
  compareDecimals,
  dayBounds,
  type Day,
  type DayBounds,
  type Decimal,
  type Interval,
} from '../vocabulary/index.ts';
import type { Contribution } from './contribution.ts';
import type { Happening } from './happening.ts';
import type { Yardstick } from './yardstick.ts';

/** What several records of one thing say of it together, as far as it counts. */
export interface OneThing {
  /** Within which days it came to count. */
  readonly window: DayBounds;
  /** How much it is; undefined where it is told only as all that remained. */
  readonly amount: Interval | undefined;
  /** How much of it had certainly come to count by which days, before all of it had. */
  readonly certain: Contribution['certain'];
  /** Whether what the records say of it can all be true. */
  readonly agree: boolean;
}

/**
 * What records of one thing say of it together: the days and amounts that all of them allow or, where they leave none, all
 * that any of them allows. A thing that passed several milestones came to count with the first that does.
 *
 * @returns undefined where none of them counts.
 */
export function oneThing(records: readonly Happening[], counts: Yardstick['counts']): OneThing | undefined {
  const counting = records.flatMap((record) => counts(record) ?? []);
  if (counting.length === 0) return undefined;
  const when = agreedDays(counting.map(({ window }) => window));
  const stated = counting.filter(({ isRemainder }) => !isRemainder);
  const amounts = stated.map(({ amount }) => amount);
  // A step or an act has no amount, so one that does not count is another record's word against it.
  const isDenied = records.some((record) => !record.quantity && !counts(record));
  const much = amounts.length === 0 ? undefined : amountIn([...amounts, ...(isDenied ? [NONE] : [])]);
  const agree = when.agree && much?.agree !== false;
  const certain = agree && !isDenied ? stated.flatMap((each) => each.certain) : [];
  return { window: when.all, amount: much?.all, certain, agree };
}

const NONE: Interval = { lo: '0', hi: '0' };

/** When a thing passed a milestone, by all records of its doing so. */
export const passedWithin = (records: readonly Happening[], milestone: Happening['milestone']): DayBounds =>
  passed(records, milestone).all;

interface Agreed<Bounds> {
  readonly all: Bounds;
  readonly agree: boolean;
}

// All at once and not two by two: where some disagree, the order in which they were recorded must not decide.
function amountIn(amounts: readonly Interval[]): Agreed<Interval> {
  const lo = amounts.map((amount) => amount.lo).reduce(greater);
  const hi = amounts.map((amount) => amount.hi).reduce(lesserEnd);
  if (hi === null || compareDecimals(lo, hi) <= 0) return { all: { lo, hi }, agree: true };
  return { all: amounts.reduce(hullOf), agree: false };
}

/** The least interval that holds both. */
export const hullOf = (left: Interval, right: Interval): Interval => ({
  lo: lesser(left.lo, right.lo),
  hi: left.hi === null || right.hi === null ? null : greater(left.hi, right.hi),
});

const passed = (records: readonly Happening[], milestone: Happening['milestone']): Agreed<DayBounds> =>
  agreedDays(
    records.filter((record) => record.milestone === milestone).map(({ happened }) => dayBounds(happened)),
  );

function agreedDays(windows: readonly DayBounds[]): Agreed<DayBounds> {
  const from = windows.map(({ earliest }) => earliest).reduce(later);
  const to = windows.map(({ latest }) => latest).reduce(sooner);
  if (inOrder(from, to)) return { all: { earliest: from, latest: to }, agree: true };
  return { all: windows.reduce(allDays), agree: false };
}

const inOrder = (from: Day | null, to: Day | null): boolean => from === null || to === null || from <= to;

/** The later of two first days, of which `null` is before all others. */
const later = (one: Day | null, other: Day | null): Day | null =>
  one === null || (other !== null && other > one) ? other : one;

/** The sooner of two last days, of which `null` is after all others. */
const sooner = (one: Day | null, other: Day | null): Day | null =>
  one === null || (other !== null && other < one) ? other : one;

const allDays = (left: DayBounds, right: DayBounds): DayBounds => ({
  earliest: left.earliest === null || right.earliest === null ? null : sooner(left.earliest, right.earliest),
  latest: left.latest === null || right.latest === null ? null : later(left.latest, right.latest),
});

const lesser = (left: Decimal, right: Decimal): Decimal => (compareDecimals(left, right) <= 0 ? left : right);

/** The greater of two. */
export const greater = (left: Decimal, right: Decimal): Decimal =>
  compareDecimals(left, right) >= 0 ? left : right;

const lesserEnd = (left: Decimal | null, right: Decimal | null): Decimal | null =>
  left === null || right === null ? (left ?? right) : lesser(left, right);
