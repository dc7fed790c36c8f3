import { Kinship, relatedOf, withTermsOn } from '#libs/domain';
import { chronologicalPage, type ChronologicalPage, type List } from '../page.ts';
import { type Snapshot } from '../snapshot.ts';
import { standingRows, toldAnew, type Parameter } from '../told-anew.ts';
import { withKin } from '../totals/kin.ts';
import { trackedWhere } from '../tracking/tracked-at.ts';
import { reconcile, type Reconciliation } from './reconcile.ts';
import { reportAnswer, reports, type ReportAnswer, type ReportRow } from './reports.ts';

/** Which stated totals are asked for. */
export interface ReconciliationFilter {
  readonly committer?: string;
  readonly beneficiary?: string;
}

/** A stated total, what is recorded one by one, and what remains. */
export type ReconciliationAnswer = ReportAnswer & Reconciliation;

/**
 * Stated totals in order of days, each set against what is itemised.
 *
 * @throws BadCursor
 */
export async function reconciliationsQuery(
  snapshot: Snapshot,
  { committer, beneficiary }: ReconciliationFilter,
  page: ChronologicalPage,
): Promise<List<ReconciliationAnswer>> {
  const told = await toldAnew(snapshot);
  const from = (parameter: Parameter) => standingRows(reports, told, parameter);
  const where = (parameter: Parameter) => [
    ...(committer === undefined ? [] : [`fact.committers @> array[${parameter(committer)}]::text[]`]),
    ...(beneficiary === undefined ? [] : [`fact.beneficiaries @> array[${parameter(beneficiary)}]::text[]`]),
  ];
  const { rows, next } = await chronologicalPage({ table: reports.table, from, where }, page, snapshot);
  const items: ReconciliationAnswer[] = [];
  for (const row of rows) items.push(await reconciled(snapshot, row));
  return { items, next, asOf: snapshot.asOf };
}

async function reconciled(snapshot: Snapshot, row: ReportRow): Promise<ReconciliationAnswer> {
  const { validAt } = snapshot.at;
  const { committers, beneficiaries, total } = row.data;
  const tracked = await trackedWhere(
    snapshot,
    `t.committers @> $1::text[] and t.beneficiaries @> $2::text[]
     and (t.varies or (t.committers <@ $1::text[] and t.beneficiaries <@ $2::text[]))
     and t.units @> array[$3] and t.announced_from <= $4::date`,
    [committers, beneficiaries, total.unit, validAt],
  );
  const commitments = tracked
    .map(({ known }) => known)
    .filter((known) => {
      const { announced } = withTermsOn(known, validAt);
      return isSame(announced.committers, committers) && isSame(announced.beneficiaries, beneficiaries);
    });
  const kin = await withKin(snapshot, commitments);
  const kinship = new Kinship(kin.map((known) => relatedOf(known, undefined, validAt)));
  return { ...reportAnswer(row, validAt), ...reconcile(row.data, commitments, kinship, validAt) };
}

const isSame = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((party) => other.includes(party));
