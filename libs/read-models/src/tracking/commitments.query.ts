import { verdict } from '#libs/domain';
import { columnsOf, recordsOf } from '../event-table.ts';
import { cursorAfter, cut, isDayColumn, keyIn, limitOf, type List, type Page } from '../page.ts';
import { type Snapshot } from '../snapshot.ts';
import { summaryOf, type CommitmentSummary } from './commitment-answer.ts';
import {
  correctedSince,
  trackedColumns,
  trackedDifferently,
  trackedIn,
  trackedWhere,
  type TrackedColumns,
} from './tracked-at.ts';
import { changesTerms, LONG, shortRow, trackingRow, type ShortRow, type Tracked } from './tracked.ts';
import { trackingTable, type TrackingRow } from './tracking.tables.ts';
import { prefixQuery } from './words.ts';

/** What a list of commitments may be put in order by; with a minus sign, from the end. */
export const commitmentOrders = ['due', 'announced', 'title', 'label', 'id'] as const;
type CommitmentOrder = (typeof commitmentOrders)[number];
export type CommitmentSort = CommitmentOrder | `-${CommitmentOrder}`;

/** Which commitments are asked for: all conditions given must hold. */
export interface CommitmentFilter extends Page {
  readonly committer?: string;
  readonly beneficiary?: string;
  /** Committer or beneficiary. */
  readonly party?: string;
  readonly kind?: string;
  /** As it stood on the day asked for. */
  readonly label?: string;
  /** How well it was attested on the day asked for. */
  readonly evidence?: string;
  readonly strength?: string;
  /** With `dueTo`: the time in which it is due overlaps the days from the one to the other. */
  readonly dueFrom?: string;
  readonly dueTo?: string;
  /** Words, each of which one of the commitment's begins with. */
  readonly text?: string;
  /** Without it, by id. What is due at no time comes after all that is. */
  readonly sort?: CommitmentSort;
}

/**
 * The commitments that were certainly announced by the day asked for, as they stood at its end.
 *
 * @throws BadCursor
 */
export async function commitmentsQuery(
  snapshot: Snapshot,
  filter: CommitmentFilter,
): Promise<List<CommitmentSummary>> {
  const { manager, at, asOf } = snapshot;
  const limit = limitOf(filter);
  const otherwise = await standingOtherwise(snapshot, filter);
  const { text, values, sort } = commitmentsSql(snapshot, filter, limit + 1, otherwise);
  const found = await manager.query<ListedColumns[]>(text, values);
  const { rows, next } = cut(found, limit, (last) => cursorAfter(sort, [last.sortKey, last.commitment]));
  const items = rows.flatMap((row) => summaryOf(trackedIn(row), at.validAt) ?? []);
  return { items, next, asOf };
}

interface ListedColumns extends TrackedColumns {
  readonly sortKey: string;
}

/** What a list is filtered and sorted by, of a commitment as it was known at a position past: some 400 bytes each. */
export interface KnownOtherwise extends ShortRow, Partial<Pick<TrackingRow, (typeof LONG)[number]>> {
  readonly label: string;
  readonly evidence: string;
}

/**
 * Of the commitments announced by the day, those whose rows do not tell how they stood: those of which more is known by now
 * than at the position asked for, and those whose terms are not the same on all days.
 */
async function standingOtherwise(
  snapshot: Snapshot,
  filter: CommitmentFilter,
): Promise<readonly KnownOtherwise[]> {
  const { knownAt, validAt } = snapshot.at;
  const rows = new Map<string, KnownOtherwise>();
  const put = (tracked: Tracked, row: ShortRow): void => {
    const said = verdict(tracked.known, validAt);
    if (said) rows.set(row.commitment, { ...row, label: said.label, evidence: said.facets.evidence });
  };
  if (knownAt !== undefined) {
    const corrected = await correctedSince(snapshot);
    for await (const some of trackedDifferently(snapshot, knownAt)) {
      for (const tracked of some) {
        const isToldAnew = corrected.has(tracked.known.announced.commitment) || changesTerms(tracked.known);
        put(tracked, (isToldAnew ? trackingRow : shortRow)(tracked, validAt));
      }
    }
  }
  for (const tracked of await varying(snapshot, filter)) put(tracked, trackingRow(tracked, validAt));
  return [...rows.values()];
}

/** The commitments that may be asked for and whose terms are not the same on all days. */
function varying(snapshot: Snapshot, filter: CommitmentFilter): Promise<readonly Tracked[]> {
  const {
    label: _label,
    evidence: _evidence,
    strength: _strength,
    dueFrom: _from,
    dueTo: _to,
    ...named
  } = filter;
  const values: unknown[] = [];
  const conditions = conditionsOf(named, (value) => `$${values.push(value)}`);
  return trackedWhere(snapshot, ['t.varies', ...conditions].join(' and '), values);
}

const SORT_COLUMNS: Readonly<Record<CommitmentOrder, string>> = {
  due: 't.due_latest',
  announced: 't.announced_from',
  title: 't.title',
  label: 't.label',
  id: 't.commitment',
};

/** The statement of one page, in one of two forms: of the rows as they are, or of those still true and those that were otherwise. */
export function commitmentsSql(
  { at }: Pick<Snapshot, 'at'>,
  filter: CommitmentFilter,
  rowsWanted: number,
  otherwise: readonly KnownOtherwise[],
): { readonly text: string; readonly values: readonly unknown[]; readonly sort: CommitmentSort } {
  const values: unknown[] = [];
  const parameter = (value: unknown): string => `$${values.push(value)}`;
  const { sort = 'id' } = filter;
  const order = sort.replace(/^-/, '') as CommitmentOrder;
  const [beyond, direction] = sort.startsWith('-') ? ['<', 'desc'] : ['>', 'asc'];
  const from = standingOnTheDay(at, otherwise, parameter);
  const conditions = conditionsOf(filter, parameter);
  if (filter.cursor !== undefined) {
    const isDay = order === 'due' || order === 'announced';
    const [key, id] = keyIn(filter.cursor, sort, (given) => !isDay || isDayColumn(given));
    const typed = `${parameter(key)}::${isDay ? 'date' : 'text'}`;
    conditions.push(
      `(${SORT_COLUMNS[order]}, t.commitment) ${beyond} (${typed}, ${parameter(String(id))}::text)`,
    );
  }
  const columns = at.knownAt === undefined ? trackedColumns() : trackedColumns(parameter(at.knownAt));
  const text = `select ${columns}, ${SORT_COLUMNS[order]}::text as "sortKey"
    from ${from} t
    ${conditions.length > 0 ? `where ${conditions.join(' and ')}` : ''}
    order by ${SORT_COLUMNS[order]} ${direction}, t.commitment ${direction}
    limit ${parameter(rowsWanted)}`;
  return { text, values, sort };
}

type Parameter = (value: unknown) => string;

function standingOnTheDay(
  { validAt, knownAt }: Snapshot['at'],
  otherwise: readonly KnownOtherwise[],
  parameter: Parameter,
): string {
  const day = parameter(validAt);
  const all = columnsOf(trackingTable);
  const live = `select ${all.map(({ name }) => `tracking.${name}`).join(', ')}, span.label, span.evidence
      from read_models.tracking
      join read_models.tracking_spans span
        on span.commitment = tracking.commitment and span.valid_from <= ${day}::date and span.valid_to >= ${day}::date`;
  const same = `${live} where not tracking.varies`;
  if (knownAt === undefined && otherwise.length === 0) return `(${same})`;
  const records = recordsOf(trackingTable, parameter(JSON.stringify(otherwise)), [
    'label text',
    'evidence text',
  ]);
  const isSame = (property: string): boolean => LONG.some((long) => long === property);
  const columns = all.map(({ property, name }) =>
    isSame(property) ? `coalesce(given."${property}", same.${name})` : `given."${property}"`,
  );
  const then = knownAt === undefined ? same : `${same} and tracking.position <= ${parameter(knownAt)}`;
  return `(${then} union all
      select ${columns.join(', ')}, given.label, given.evidence
        from ${records} join read_models.tracking same on same.commitment = given.commitment)`;
}

function conditionsOf(filter: CommitmentFilter, parameter: Parameter): string[] {
  const { committer, beneficiary, party, kind, label, evidence, strength, dueFrom, dueTo, text } = filter;
  const conditions: string[] = [];
  const where = (value: string | undefined, condition: (placeholder: string) => string): void => {
    if (value !== undefined) conditions.push(condition(parameter(value)));
  };
  where(committer, (given) => `t.committers @> array[${given}]::text[]`);
  where(beneficiary, (given) => `t.beneficiaries @> array[${given}]::text[]`);
  where(
    party,
    (given) => `(t.committers @> array[${given}]::text[] or t.beneficiaries @> array[${given}]::text[])`,
  );
  where(kind, (given) => `t.kind = ${given}`);
  where(label, (given) => `t.label = ${given}`);
  where(evidence, (given) => `t.evidence = ${given}`);
  where(strength, (given) => `t.strength = ${given}`);
  where(dueFrom, (given) => `t.due is not null and t.due_latest >= ${given}::date`);
  where(dueTo, (given) => `t.due is not null and t.due_earliest <= ${given}::date`);
  where(
    text === undefined ? undefined : prefixQuery(text),
    (given) => `array_to_tsvector(string_to_array(t.words, ' ')) @@ ${given}::tsquery`,
  );
  return conditions;
}
