import { addIntervals, type Interval } from '../vocabulary/index.ts';
import { guard, type Displaced } from './guard.ts';
import { pathInWords, type Kinship, type KinStep } from './kinship.ts';
import type { LeftOut, Summand, Weighed } from './summand.ts';

/** What the commitments measured in one unit come to: three sums side by side, over the same commitments. */
export interface Sum {
  readonly unit: string;
  /** How many commitments are in it. */
  readonly commitments: number;
  /** How many of them are joint. */
  readonly joint: number;
  /** What is promised; of commitments under discussion or ended, nothing. */
  readonly promised: Interval;
  readonly recorded: Interval;
  readonly delivered: Interval;
}

/** Sums over commitments of which none contains another, and everything that is not in them. */
export interface Totals {
  /** In the order of recording. */
  readonly items: readonly Summand[];
  readonly leftOut: readonly LeftOut[];
  /** One for each unit, by unit: different units are never added. */
  readonly sums: readonly Sum[];
  /** What would be left out besides if all that may be one promise were one. The sums allow for either. */
  readonly perhapsLeftOut: readonly LeftOut[];
}

/**
 * Adds up commitments, each once: of those that contain one another, in one unit, one stands (see {@link guard}), and
 * every other is left out by name.
 *
 * @param weighed in the order of recording.
 */
export function totalsOf(weighed: readonly Weighed[], kinship: Kinship): Totals {
  const byUnit = new Map<string, Summand[]>();
  for (const each of weighed) {
    if (!('summand' in each)) continue;
    const summands = byUnit.get(each.summand.unit) ?? [];
    byUnit.set(each.summand.unit, summands);
    summands.push(each.summand);
  }
  const standing = new Set<string>();
  const displaced = new Map<string, Displaced>();
  const sums: Sum[] = [];
  for (const unit of [...byUnit.keys()].sort()) {
    const summands = byUnit.get(unit) ?? [];
    const idsOf = (isPromised: boolean): readonly string[] =>
      summands.filter(({ promised }) => (promised !== null) === isPromised).map(({ id }) => id);
    const guarded = guard([idsOf(true), idsOf(false)], kinship);
    for (const id of guarded.standing) standing.add(id);
    for (const each of guarded.displaced) displaced.set(each.id, each);
    sums.push(
      sumOf(
        unit,
        summands.filter(({ id }) => standing.has(id)),
      ),
    );
  }
  const items = weighed.flatMap((each) =>
    'summand' in each && standing.has(each.summand.id) ? each.summand : [],
  );
  const leftOut = weighed.flatMap((each) => leftOutOf(each, displaced) ?? []);
  return { items, sums, leftOut, perhapsLeftOut: [] };
}

const NOTHING: Interval = { lo: '0', hi: '0' };

function sumOf(unit: string, summands: readonly Summand[]): Sum {
  const added = (amount: (summand: Summand) => Interval): Interval =>
    summands.map(amount).reduce(addIntervals, NOTHING);
  return {
    unit,
    commitments: summands.length,
    joint: summands.filter(({ joint }) => joint).length,
    promised: added(({ promised }) => promised ?? NOTHING),
    recorded: added(({ recorded }) => recorded),
    delivered: added(({ delivered }) => delivered),
  };
}

function leftOutOf(weighed: Weighed, displaced: ReadonlyMap<string, Displaced>): LeftOut | undefined {
  if ('leftOut' in weighed) return weighed.leftOut;
  const { id, title, label, unit, recorded } = weighed.summand;
  const common = { id, title, label, unit, recorded };
  const by = displaced.get(id);
  if (by) {
    const { standsFor, path } = by;
    const code = path[0]?.relation ?? 'part-of';
    const reason = `It ${pathInWords(path)}; ${standsFor} stands in the sum.`;
    return { ...common, from: 'every-sum', code, reason, standsFor };
  }
  const { notPromised } = weighed;
  return notPromised && { ...common, from: 'promised', ...notPromised, standsFor: null };
}

/** Two commitments that one sum would count twice. */
export interface Overlap {
  readonly one: string;
  readonly other: string;
  /** From the one to the other. */
  readonly path: readonly KinStep[];
}

/**
 * Commitments that were asked for by name to be added up and cannot be, since one contains the other and both are
 * measured in one unit, whatever has become of them by any day. Each that is too many is named once.
 *
 * @param asked in the order of recording, with the unit of each; those without a unit are in no sum.
 */
export function overlapsIn(
  asked: readonly { readonly id: string; readonly unit: string | null }[],
  kinship: Kinship,
): readonly Overlap[] {
  const units = [...new Set(asked.flatMap(({ unit }) => unit ?? []))].sort();
  return units.flatMap((unit) => {
    const ids = asked.filter((each) => each.unit === unit).map(({ id }) => id);
    return guard([ids], kinship).displaced.map(({ id: one, standsFor: other, path }) => ({
      ...{ one, other, path },
    }));
  });
}
