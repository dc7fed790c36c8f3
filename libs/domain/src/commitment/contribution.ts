import {
  compareDecimals,
  dayBounds,
  intervalIn,
  type Day,
  type DayBounds,
  type Decimal,
  type Interval,
  type Quantity,
} from '../vocabulary/index.ts';
import type { Happening } from './happening.ts';
import { ALWAYS, claimsOf, wayOf, type Claim } from './claims.ts';

/** What a happening adds towards a criterion, and by when. */
export interface Contribution {
  /** What it adds in the end. */
  readonly amount: Interval;
  /** From when some of it may count, and by when nothing of it is certainly still to come. */
  readonly window: DayBounds;
  /** How much of it certainly counts from which day on; both ascend. */
  readonly certain: readonly { readonly day: Day; readonly lo: Decimal }[];
  /** Whether it is all that remained of the promise, which is no amount of its own. */
  readonly isRemainder: boolean;
}

/** Of what happens as one, on a day. */
export function atOnce(happened: string, amount: Interval | undefined): Contribution | undefined {
  if (!amount) return undefined;
  const { earliest, latest } = dayBounds(happened);
  return {
    amount,
    window: { earliest, latest },
    // What perhaps counts proves nothing on any day.
    certain: latest === null || amount.lo === '0' ? [] : [{ day: latest, lo: amount.lo }],
    isRemainder: false,
  };
}

/**
 * What of a delivery or disbursement has passed a milestone. What has passed a later one has passed this one by that day,
 * but perhaps long before, and all that is known of when not is that it had not passed the ones before. Where only a part
 * is said to have come further, the rest of it may have passed this one too; never more than there is.
 *
 * @returns undefined where nothing of it is known to have come so far.
 */
export function passedBy(happening: Happening, milestone: string, unit: string): Contribution | undefined {
  const { type, quantity: whole, passages = [] } = happening;
  if (!whole) return undefined;
  const rank = wayOf(type).indexOf(milestone);
  if (passages.length === 0) return passedBySaying(happening, whole, rank, unit);
  const claims = claimsOf(happening);
  const counting = claims.filter((claim) => claim.rank >= rank);
  if (counting.length === 0) return undefined;
  const amounts = counting.map((claim) => intervalIn(unit, claim.quantity ?? whole));
  const exactly = counting.findIndex((claim) => claim.rank === rank);
  const most = exactly < 0 ? intervalIn(unit, whole) : amounts[exactly];
  if (!most) return undefined;
  const from = claims
    .filter((claim) => claim.rank <= rank)
    .map(({ passed }) => dayBounds(passed).earliest ?? ALWAYS)
    .reduce((latest, day) => (day > latest ? day : latest), ALWAYS);
  const isRemainder =
    whole.qualifier === 'all-remaining' && counting.some(({ quantity }) => quantity === undefined);
  const certain = growing(counting.flatMap((claim, index) => provedBy(claim, amounts[index], from)));
  const wholeBy = firstDay(
    counting.filter((claim) => claim.quantity === undefined || (claim.rank === rank && !isRemainder)),
    from,
  );
  const window = { earliest: from === ALWAYS ? null : from, latest: wholeBy };
  return { amount: { lo: certain.least, hi: most.hi }, window, certain: certain.steps, isRemainder };
}

/** The same where its own record is all that is said of it, which is so of nearly everything. */
function passedBySaying(
  { type, milestone = '', happened }: Happening,
  whole: Quantity,
  rank: number,
  unit: string,
): Contribution | undefined {
  const own = wayOf(type).indexOf(milestone);
  const amount = own < rank ? undefined : intervalIn(unit, whole);
  if (!amount) return undefined;
  const { earliest, latest } = dayBounds(happened);
  return {
    amount: { lo: compareDecimals(amount.lo, '0') > 0 ? amount.lo : '0', hi: amount.hi },
    window: { earliest: own === rank ? earliest : null, latest },
    certain: latest === null ? [] : [{ day: latest, lo: amount.lo }],
    isRemainder: whole.qualifier === 'all-remaining',
  };
}

interface Proof {
  /** Null where no day is certain. */
  readonly day: Day | null;
  readonly lo: Decimal;
}

function provedBy({ passed }: Claim, amount: Interval | undefined, from: Day): readonly Proof[] {
  if (!amount) return [];
  const { latest } = dayBounds(passed);
  return [{ day: latest === null || latest >= from ? latest : from, lo: amount.lo }];
}

/** In the order of days, and only those that prove more than the ones before. */
function growing(proofs: readonly Proof[]) {
  const steps: { readonly day: Day; readonly lo: Decimal }[] = [];
  const dated = proofs.flatMap(({ day, lo }) => (day === null ? [] : [{ day, lo }]));
  for (const proof of dated.sort((left, right) => (left.day < right.day ? -1 : 1))) {
    const before = steps.at(-1);
    if (!before || compareDecimals(proof.lo, before.lo) > 0) steps.push(proof);
  }
  const least = proofs
    .map(({ lo }) => lo)
    .reduce((most, lo) => (compareDecimals(lo, most) > 0 ? lo : most), '0');
  return { steps, least };
}

function firstDay(claims: readonly Claim[], from: Day): Day | null {
  const days = claims.flatMap(({ passed }) => dayBounds(passed).latest ?? []).sort();
  const [first] = days;
  return first === undefined ? null : first < from ? from : first;
}
