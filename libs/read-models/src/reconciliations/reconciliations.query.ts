import { type Known } from '#libs/domain';
import { chronologicalPage, type ChronologicalPage, type List } from '../page.ts';
import { type Snapshot } from '../snapshot.ts';
import { trackedWhere } from '../tracking/tracked-at.ts';
import { reconcile, type Ancestors, type Reconciliation } from './reconcile.ts';
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
  const facts = snapshot.manager.getRepository(reports.table).createQueryBuilder('fact');
  if (committer !== undefined) facts.andWhere('fact.committers @> array[:committer]::text[]', { committer });
  if (beneficiary !== undefined)
    facts.andWhere('fact.beneficiaries @> array[:beneficiary]::text[]', { beneficiary });
  const { rows, next } = await chronologicalPage(facts, page, snapshot);
  const items: ReconciliationAnswer[] = [];
  for (const row of rows) items.push(await reconciled(snapshot, row));
  return { items, next, asOf: snapshot.asOf };
}

async function reconciled(snapshot: Snapshot, row: ReportRow): Promise<ReconciliationAnswer> {
  const { validAt } = snapshot.at;
  const { committers, beneficiaries, total } = row.data;
  const tracked = await trackedWhere(
    snapshot,
    `t.committers @> $1::text[] and t.committers <@ $1::text[]
     and t.beneficiaries @> $2::text[] and t.beneficiaries <@ $2::text[]
     and t.unit = $3 and t.announced_from <= $4::date`,
    [committers, beneficiaries, total.unit, validAt],
  );
  const commitments = tracked.map(({ known }) => known);
  const ancestors = await ancestorsOf(snapshot, commitments);
  return { ...reportAnswer(row, validAt), ...reconcile(row.data, commitments, ancestors, validAt) };
}

async function ancestorsOf({ manager }: Snapshot, commitments: readonly Known[]): Promise<Ancestors> {
  const ids = commitments
    .filter(({ announced }) => announced.relations?.length)
    .map(({ announced }) => announced.commitment);
  const ancestors = new Map<string, Set<string>>();
  if (ids.length === 0) return ancestors;
  const rows = await manager.query<{ commitment: string; ancestor: string }[]>(
    `with recursive up (commitment, ancestor) as (
       select t.commitment, unnest(t.related) from read_models.tracking t where t.commitment = any($1)
       union
       select up.commitment, unnest(t.related) from up join read_models.tracking t on t.commitment = up.ancestor
     ) select commitment, ancestor from up`,
    [ids],
  );
  for (const { commitment, ancestor } of rows) {
    ancestors.set(commitment, (ancestors.get(commitment) ?? new Set()).add(ancestor));
  }
  return ancestors;
}
