import {
  addIntervals,
  dayBounds,
  subtractDecimals,
  type Day,
  type DayBounds,
  type Interval,
} from '../vocabulary/index.ts';
import { afterCompletion, type Completion } from './completion.ts';
import type { Contribution } from './contribution.ts';
import type { Happening } from './happening.ts';
import type { Known } from './known.ts';
import { greater, hullOf, oneThing, passedWithin, type OneThing } from './one-thing.ts';
import { groupsIn, type World } from './sameness-worlds.ts';
import type { Yardstick } from './yardstick.ts';

/** What the facts of a group may come to, whichever of its worlds is the true one. */
export interface Tally {
  readonly stated: Interval;
  /** The part of it that came after a delivery of all that remained. */
  readonly later: Interval;
  /** Whether something of it has certainly happened. */
  readonly begun: boolean;
}

/** By how much a group comes to more from a day on. */
export interface TallyStep extends Tally {
  readonly from: Day;
}

/** The happenings of a commitment that may be one with others, in the form in which they are counted together. */
export interface Grouped {
  readonly holds: (happening: Happening) => boolean;
  /** Within which days something happened, whatever it is one with; of a happening in no group its own. */
  readonly windowOf: (happening: Happening) => DayBounds;
  /** Within which days something came to count, whatever it is one with. */
  readonly countsWithin: (happening: Happening, contribution: Contribution) => DayBounds;
  readonly steps: (completion: Completion | undefined) => readonly TallyStep[];
}

const NOTHING: Interval = { lo: '0', hi: '0' };
const EMPTY: Tally = { stated: NOTHING, later: NOTHING, begun: false };
/** Before all days: they compare as text. */
const ALWAYS = '';

const UNGROUPED: Grouped = {
  holds: () => false,
  windowOf: ({ happened }) => dayBounds(happened),
  countsWithin: (_, { window }) => window,
  steps: () => [],
};

/** One way in which the records of a group may be put together. */
type Reading = readonly (readonly Happening[])[];

/**
 * The happenings that may be one with others. What they come to is bounded over all worlds at once: the least of the lower
 * ends and the greatest of the upper ones, so the truth is within, whichever world it is.
 */
export function groupedBy(
  { happenings, samenesses }: Pick<Known, 'happenings' | 'samenesses'>,
  counts: Yardstick['counts'],
): Grouped {
  if (samenesses.length === 0) return UNGROUPED;
  const groups = readingsOf(happenings, samenesses);
  const held = new Map(groups.flatMap((group) => (group[0] ?? []).flat().map(({ id }) => [id, group])));
  return {
    holds: ({ id }) => held.has(id),
    windowOf: (happening) => {
      const readings = held.get(happening.id);
      if (!readings) return dayBounds(happening.happened);
      return widest(happening, readings, (block) => passedWithin(block, happening.milestone));
    },
    countsWithin: (happening, { window }) => {
      const readings = held.get(happening.id);
      if (!readings) return window;
      return widest(happening, readings, (block) => oneThing(block, counts)?.window ?? window);
    },
    steps: (completion) => groups.flatMap((readings) => stepsOf(readings, counts, completion)),
  };
}

/** Each group as all the ways to read its records. */
export function readingsOf(
  happenings: Known['happenings'],
  samenesses: Known['samenesses'],
): readonly (readonly Reading[])[] {
  const byId = new Map(happenings.map((happening) => [happening.id, happening]));
  const read = (world: World): Reading =>
    world.map((block) => block.flatMap((id) => byId.get(id) ?? [])).filter((block) => block.length > 0);
  return groupsIn(samenesses.filter((each) => byId.has(each.of) && byId.has(each.with))).map(({ worlds }) =>
    worlds.map(read),
  );
}

/** The earliest first and the latest last day that any reading leaves it. */
function widest(
  happening: Happening,
  readings: readonly Reading[],
  windowIn: (block: readonly Happening[]) => DayBounds,
): DayBounds {
  const windows = readings.map((reading) =>
    windowIn(reading.find((records) => records.includes(happening)) ?? [happening]),
  );
  const first = windows.map(({ earliest }) => earliest ?? ALWAYS).sort()[0] ?? ALWAYS;
  const isOpen = windows.some(({ latest }) => latest === null);
  return {
    earliest: first === ALWAYS ? null : first,
    latest: isOpen
      ? null
      : (windows
          .map(({ latest }) => latest ?? '')
          .sort()
          .at(-1) ?? null),
  };
}

function stepsOf(
  readings: readonly Reading[],
  counts: Yardstick['counts'],
  completion: Completion | undefined,
): readonly TallyStep[] {
  const things = thingsIn(readings, counts);
  const days = things
    .flat()
    .flatMap(({ window, certain }) => [
      window.earliest ?? ALWAYS,
      window.latest ?? ALWAYS,
      ...certain.map(({ day }) => day),
    ]);
  let before = EMPTY;
  return [...new Set(days)].sort().map((from) => {
    const tally = bound(things.map((each) => tallyOn(from, each, completion)));
    const step = { from, ...growth(before, tally) };
    before = tally;
    return step;
  });
}

const thingsIn = (
  readings: readonly Reading[],
  counts: Yardstick['counts'],
): readonly (readonly OneThing[])[] =>
  readings.map((reading) => reading.flatMap((records) => oneThing(records, counts) ?? []));

/**
 * What some records come to by a day over all the ways to read them.
 *
 * @param readings at least one.
 */
export const tallied = (readings: readonly Reading[], counts: Yardstick['counts'], day: Day): Interval =>
  bound(thingsIn(readings, counts).map((things) => tallyOn(day, things, undefined))).stated;

function tallyOn(day: Day, things: readonly OneThing[], completion: Completion | undefined): Tally {
  return things.reduce<Tally>((sum, { window, amount = NOTHING, certain: steps }) => {
    const isWhole = window.latest !== null && window.latest <= day;
    const proved = steps.filter((step) => step.day <= day).map(({ lo }) => lo);
    const lo = isWhole ? amount.lo : proved.reduce(greater, '0');
    const isPossible = window.earliest === null || window.earliest <= day;
    const after = completion && afterCompletion(window, completion);
    const add = (to: Interval, perhaps: boolean, certain: boolean): Interval =>
      addIntervals(to, {
        lo: certain ? lo : '0',
        hi: isPossible && perhaps ? amount.hi : '0',
      });
    return {
      stated: add(sum.stated, true, true),
      later: after ? add(sum.later, after.perhaps, after.certain) : sum.later,
      begun: sum.begun || isWhole || proved.length > 0,
    };
  }, EMPTY);
}

const bound = (tallies: readonly Tally[]): Tally =>
  tallies.reduce((left, right) => ({
    stated: hullOf(left.stated, right.stated),
    later: hullOf(left.later, right.later),
    begun: left.begun && right.begun,
  }));

/** In each world bounds only ever grow with the days, so their least and greatest do too. */
const growth = (before: Tally, now: Tally): Tally => ({
  stated: grown(before.stated, now.stated),
  later: grown(before.later, now.later),
  begun: now.begun,
});

const grown = (before: Interval, now: Interval): Interval => ({
  lo: subtractDecimals(now.lo, before.lo),
  hi: now.hi === null ? null : subtractDecimals(now.hi, before.hi ?? now.hi),
});
