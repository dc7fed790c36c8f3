import {
  addIntervals,
  compareDecimals,
  interval,
  intervalInWords,
  standingOn,
  subtractDecimals,
  type Day,
  type EventData,
  type Happening,
  type Interval,
  type Known,
} from '#libs/domain';
import { dated } from '../days.ts';

/** What a stated total comes to when it is set against the disbursements recorded one by one. */
export interface Reconciliation {
  readonly itemised: Interval & {
    /** The commitments whose disbursements are in the sum. */
    readonly commitments: readonly { readonly id: string; readonly recorded: Interval }[];
    readonly leftOut: readonly LeftOut[];
  };
  /** What the total leaves that no recorded disbursement accounts for. */
  readonly residual: Interval;
  /** Sentences from the total to the residual. */
  readonly derivation: readonly string[];
}

/** A commitment, or one happening of it, that is not in the sum, and why. */
export interface LeftOut {
  readonly id: string;
  readonly fact: string | null;
  readonly reason: string;
}

/** For a commitment, every other that it is part of, specifies, reaffirms, supersedes or is funded from, over any steps. */
export type Ancestors = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * Sets a stated total against the disbursements recorded between the same parties in the same unit that had certainly
 * happened by a day and within the period. Of two commitments that are related only the one recorded first is in the
 * sum, since the same money may stand in both.
 *
 * @param commitments in the order in which they were recorded.
 */
export function reconcile(
  total: EventData<'CumulativeReported'>,
  commitments: readonly Known[],
  ancestors: Ancestors,
  validAt: Day,
): Reconciliation {
  const leftOut: LeftOut[] = [];
  const counted: { readonly id: string; readonly recorded: Interval }[] = [];
  for (const known of commitments) {
    const { commitment: id } = known.announced;
    const { paid, uncertain } = disbursements(known, total, validAt);
    const kin = counted.find((other) => areRelated(id, other.id, ancestors));
    if (paid.length === 0) {
      leftOut.push({
        id,
        fact: null,
        reason: 'No disbursement is recorded that certainly falls within the period.',
      });
    } else if (kin) {
      leftOut.push({
        id,
        fact: null,
        reason: `It is related to ${kin.id}, whose disbursements are in the sum.`,
      });
    } else {
      counted.push({ id, recorded: paid.map(amountOf).reduce(addIntervals) });
    }
    for (const { id: fact, happened } of uncertain) {
      leftOut.push({
        id,
        fact,
        reason: `Its date, ${happened}, does not place it certainly within the period.`,
      });
    }
  }
  const sum = counted.map(({ recorded }) => recorded).reduce(addIntervals, { lo: '0', hi: '0' });
  const stated = interval(total.total);
  const residual = difference(stated, sum);
  return {
    itemised: { ...sum, commitments: counted, leftOut },
    residual,
    derivation: derivationOf(total, counted.length, stated, sum, residual),
  };
}

const amountOf = ({ quantity }: Happening): Interval =>
  quantity ? interval(quantity) : { lo: '0', hi: null };

function disbursements(
  { happenings }: Known,
  { total, period }: EventData<'CumulativeReported'>,
  validAt: Day,
): { readonly paid: readonly Happening[]; readonly uncertain: readonly Happening[] } {
  const known = happenings.filter(
    ({ type, quantity, happened }) =>
      type === 'disbursement' && quantity?.unit === total.unit && standingOn(validAt, happened) !== 'not-yet',
  );
  const isPaid = ({ happened }: Happening): boolean =>
    standingOn(validAt, happened) === 'certain' && isWithin(happened, period);
  return { paid: known.filter(isPaid), uncertain: known.filter((happening) => !isPaid(happening)) };
}

function isWithin(happened: string, period: string): boolean {
  const [inner, outer] = [dated(happened), dated(period)];
  const begins = outer.earliest === null || (inner.earliest !== null && inner.earliest >= outer.earliest);
  const ends = outer.latest === null || (inner.latest !== null && inner.latest <= outer.latest);
  return begins && ends;
}

const areRelated = (one: string, other: string, ancestors: Ancestors): boolean =>
  ancestors.get(one)?.has(other) === true || ancestors.get(other)?.has(one) === true;

/** Every difference of one amount from each, none of them below zero: an amount cannot be accounted for twice over. */
function difference(stated: Interval, sum: Interval): Interval {
  const lo = sum.hi === null ? '0' : notBelowZero(subtractDecimals(stated.lo, sum.hi));
  return { lo, hi: stated.hi === null ? null : notBelowZero(subtractDecimals(stated.hi, sum.lo)) };
}

const notBelowZero = (amount: string): string => (compareDecimals(amount, '0') < 0 ? '0' : amount);

function derivationOf(
  { total: { unit }, verb, period }: EventData<'CumulativeReported'>,
  count: number,
  stated: Interval,
  sum: Interval,
  residual: Interval,
): readonly string[] {
  const beyond = stated.hi !== null && compareDecimals(sum.lo, stated.hi) > 0;
  return [
    `Stated: ${intervalInWords(stated, unit)} ${verb} over ${period}.`,
    count === 0
      ? 'Itemised: no disbursement between the same parties and in the same unit is recorded for that time.'
      : `Itemised: ${intervalInWords(sum, unit)}, the disbursements recorded for ${count} commitment${count === 1 ? '' : 's'}.`,
    beyond
      ? 'More is recorded than is stated; nothing of the total remains.'
      : `Not accounted for: ${intervalInWords(residual, unit)}.`,
  ];
}
