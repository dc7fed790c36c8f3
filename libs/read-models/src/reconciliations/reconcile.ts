import {
  addIntervals,
  compareDecimals,
  guard,
  interval,
  intervalInWords,
  standingOn,
  subtractDecimals,
  sumOfSome,
  type Day,
  type EventData,
  type Happening,
  type Interval,
  type Kinship,
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

/**
 * Sets a stated total against the disbursements recorded between the same parties in the same unit that had certainly
 * happened by a day and within the period. Of commitments that hold the same amount only one is in the sum, chosen as in
 * every sum (`guard` in the domain) from those with such disbursements, since the same money may stand with several. Of
 * disbursements that may be one both cases are allowed for, and what remained of a promise is no more than it leaves.
 *
 * @param commitments in the order in which they were recorded.
 */
export function reconcile(
  total: EventData<'CumulativeReported'>,
  commitments: readonly Known[],
  kinship: Kinship,
  validAt: Day,
): Reconciliation {
  const weighed = commitments.map((known) => ({
    known,
    id: known.announced.commitment,
    ...disbursements(known, total, validAt),
  }));
  const paying = weighed.filter(({ paid }) => paid.length > 0);
  const { displaced } = guard([paying.map(({ id }) => id)], kinship);
  const standsFor = new Map(displaced.map((each) => [each.id, each.standsFor]));
  const counted = paying
    .filter(({ id }) => !standsFor.has(id))
    .map(({ id, known, paid }) => ({ id, recorded: sumOfSome(known, paid) }));
  const leftOut = weighed.flatMap((each) => leftOutOf(each, standsFor.get(each.id)));
  const sum = counted.map(({ recorded }) => recorded).reduce(addIntervals, { lo: '0', hi: '0' });
  const stated = interval(total.total);
  const residual = difference(stated, sum);
  return {
    itemised: { ...sum, commitments: counted, leftOut },
    residual,
    derivation: derivationOf(total, counted.length, stated, sum, residual),
  };
}

interface Paid {
  readonly id: string;
  readonly paid: readonly Happening[];
  readonly uncertain: readonly Happening[];
}

function leftOutOf({ id, paid, uncertain }: Paid, kin: string | undefined): readonly LeftOut[] {
  const nothing = 'No disbursement is recorded that certainly falls within the period.';
  const whole =
    paid.length === 0 ? nothing : kin && `It is related to ${kin}, whose disbursements are in the sum.`;
  return [
    ...(whole === undefined ? [] : [{ id, fact: null, reason: whole }]),
    ...uncertain.map(({ id: fact, happened }) => ({
      ...{ id, fact, reason: `Its date, ${happened}, does not place it certainly within the period.` },
    })),
  ];
}

function disbursements(
  { happenings }: Known,
  { total, period }: EventData<'CumulativeReported'>,
  validAt: Day,
): Omit<Paid, 'id'> {
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
