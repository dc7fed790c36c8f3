import {
  derivationOfTotals,
  overlapsIn,
  Scales,
  targetOf,
  totalsInEitherCase,
  withTermsOn,
  type Day,
  type Known,
  type LeftOut,
  type Overlap,
  type Totals,
  type Weighed,
} from '#libs/domain';
import { type AsOf, type Snapshot } from '../snapshot.ts';
import { trackedWhere } from '../tracking/tracked-at.ts';
import { withKin } from './kin.ts';

/** Which commitments are to be added up: all conditions given must hold. */
export interface TotalsFilter {
  readonly committer?: string;
  readonly beneficiary?: string;
  readonly unit?: string;
  readonly kind?: string;
  /** By id; an explicit set is added up as it is or not at all. */
  readonly commitments?: readonly string[];
}

/** What commitments come to: promised, recorded and delivered, by unit. */
export interface TotalsAnswer extends Totals {
  /** Sentences from the commitments to the sums. */
  readonly derivation: readonly string[];
  readonly asOf: AsOf;
}

/** The sums, or why there are none. */
export type TotalsFound =
  | { readonly outcome: 'found'; readonly totals: TotalsAnswer }
  /** Nothing is recorded under this id, or was at the position asked for. */
  | { readonly outcome: 'unknown'; readonly id: string; readonly asOf: AsOf }
  /** Commitments asked for by id hold the same amount. */
  | { readonly outcome: 'overlapping'; readonly overlaps: readonly Overlap[]; readonly asOf: AsOf };

/** Adds up the commitments that pass a filter, or those named, each amount once. */
export async function totalsQuery(snapshot: Snapshot, filter: TotalsFilter): Promise<TotalsFound> {
  const { asOf, at } = snapshot;
  const asked = await askedFor(snapshot, filter);
  const ids = new Set(asked.map(({ announced }) => announced.commitment));
  const unknown = filter.commitments?.find((id) => !ids.has(id));
  if (unknown !== undefined) return { outcome: 'unknown', id: unknown, asOf };
  const scales = new Scales(await withKin(snapshot, asked), at.validAt);
  const weigh = (on: Scales): readonly Weighed[] =>
    asked.map((known) => (passes(known, filter, at.validAt) ? on.weigh(known) : notAsked(known, on)));
  if (filter.commitments) {
    const overlaps = overlapsIn(weigh(scales).map(measured), scales.kinship);
    if (overlaps.length > 0) return { outcome: 'overlapping', overlaps, asOf };
  }
  const totals = totalsInEitherCase(weigh, scales);
  const derivation = derivationOfTotals(totals, scales.kinship);
  return { outcome: 'found', totals: { ...totals, derivation, asOf } };
}

/** Those named, or those that pass the filter and were certainly announced by the day; in the order of recording. */
async function askedFor(snapshot: Snapshot, filter: TotalsFilter): Promise<readonly Known[]> {
  const { commitments, committer, beneficiary, unit, kind } = filter;
  const tracked =
    commitments === undefined
      ? await trackedWhere(
          snapshot,
          `t.announced_from <= $1::date
           and ($2::text is null or t.committers @> array[$2]) and ($3::text is null or t.beneficiaries @> array[$3])
           and ($4::text is null or t.units @> array[$4]) and ($5::text is null or t.kind = $5)`,
          [snapshot.at.validAt, committer ?? null, beneficiary ?? null, unit ?? null, kind ?? null],
        )
      : await trackedWhere(snapshot, 't.commitment = any($1)', [commitments]);
  const all = tracked.map(({ known }) => known);
  return commitments === undefined ? all.filter((known) => passes(known, filter, snapshot.at.validAt)) : all;
}

/** Whether it is asked for by the terms in force on the day. */
function passes(known: Known, { committer, beneficiary, unit, kind }: TotalsFilter, validAt: Day): boolean {
  const { announced } = withTermsOn(known, validAt);
  return (
    (committer === undefined || announced.committers.includes(committer)) &&
    (beneficiary === undefined || announced.beneficiaries.includes(beneficiary)) &&
    (unit === undefined || unitOf(announced) === unit) &&
    (kind === undefined || announced.kind === kind)
  );
}

/** A commitment named that the rest of the filter takes out: it is told as such and not passed over. */
function notAsked(known: Known, scales: Scales): Weighed {
  const weighed = scales.weigh(known);
  const { id, title, label, unit, recorded } = 'summand' in weighed ? weighed.summand : weighed.leftOut;
  const leftOut: LeftOut = {
    ...{ id, title, label, unit, recorded, from: 'every-sum', code: 'not-asked-for', standsFor: null },
    reason: 'It is named, but is not of the party, unit or kind asked for.',
  };
  return { known, leftOut };
}

const measured = (weighed: Weighed) => {
  const { announced } = weighed.known;
  const isOut = 'leftOut' in weighed && weighed.leftOut.code === 'not-asked-for';
  return { id: announced.commitment, unit: isOut ? null : unitOf(announced) };
};

/** In what it is measured, where that is an amount. */
export const unitOf = ({ criterion }: Known['announced']): string | null => targetOf(criterion)?.unit ?? null;
