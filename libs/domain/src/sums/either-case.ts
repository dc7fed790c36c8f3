import { hullOf } from '../commitment/one-thing.ts';
import type { Interval } from '../vocabulary/index.ts';
import type { Scales, Weighed } from './summand.ts';
import { totalsOf, type Sum, type Totals } from './totals.ts';

/**
 * Adds up commitments of which some may be one promise. Each sum holds what it would be if all of them were one, what it
 * would be if none were, and so everything between: the more are one, the fewer are added.
 *
 * @param weigh the commitments on the scales it is given, in the order of recording.
 */
export function totalsInEitherCase(weigh: (on: Scales) => readonly Weighed[], scales: Scales): Totals {
  const apart = totalsOf(weigh(scales), scales.kinship);
  if (!scales.ifOne) return apart;
  const together = totalsOf(weigh(scales.ifOne), scales.ifOne.kinship);
  const before = new Set(apart.leftOut.map(({ id }) => id));
  return {
    ...apart,
    sums: apart.sums.map((sum) => spanning(sum, together.sums)),
    perhapsLeftOut: together.leftOut.filter(({ id }) => !before.has(id)),
  };
}

const NOTHING: Interval = { lo: '0', hi: '0' };

function spanning(sum: Sum, others: readonly Sum[]): Sum {
  const other = others.find(({ unit }) => unit === sum.unit);
  return {
    ...sum,
    promised: hullOf(sum.promised, other?.promised ?? NOTHING),
    recorded: hullOf(sum.recorded, other?.recorded ?? NOTHING),
    delivered: hullOf(sum.delivered, other?.delivered ?? NOTHING),
  };
}
