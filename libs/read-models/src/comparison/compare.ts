import { canonical, type RecordedEvent } from '#libs/domain';
import { type EntitySchema } from 'typeorm';
import { type ReadModels } from '../read-models.ts';
import { type Snapshot } from '../snapshot.ts';
import {
  trackingFactsTable,
  trackingSpansTable,
  trackingTable,
  type TrackingSpanRow,
} from '../tracking/tracking.tables.ts';
import { eventTables, LedgerFold, type EventRow, type FoldedCommitment } from './ledger-fold.ts';

/** One row that is not what the log comes to. */
export interface Difference {
  readonly table: string;
  readonly key: string;
  /** `missing`: the fold has it and the table not; `unexpected`: the other way round. */
  readonly fault: 'missing' | 'unexpected' | 'different';
  /** The columns in which the two differ. */
  readonly columns: readonly string[];
}

/** How the tables compare to the log. They are equal when there is no difference and nothing is ahead. */
export interface Comparison {
  /** The position up to which they were compared. */
  readonly position: number;
  readonly rows: number;
  readonly differing: number;
  /** The first hundred. */
  readonly differences: readonly Difference[];
  /** Rows of later events, which were not compared: partitions that are ahead of the others. */
  readonly ahead: number;
}

const SHOWN = 100;
const PAGE = 500;

/**
 * Compares every row of every table with what the log comes to, folded anew up to the position that the read models are
 * true as of. Pages of both are held, and one fold per commitment.
 *
 * @param eventsUpTo the log from its beginning to a position, in pages.
 * @throws ReadModelsAbsent
 */
export function compareWithFold(
  readModels: ReadModels,
  eventsUpTo: (
    position: number,
  ) => AsyncIterable<readonly RecordedEvent[]> | Iterable<readonly RecordedEvent[]>,
): Promise<Comparison> {
  return readModels.snapshot({ validAt: 'infinity' }, async (snapshot) => {
    const { position } = snapshot.asOf;
    const tally = new Tally();
    const fold = new LedgerFold();
    let after = 0;
    for await (const events of eventsUpTo(position)) {
      const upTo = events.at(-1)?.position ?? after;
      for (const [table, expected] of fold.take(events)) {
        tally.compare(table, expected, await eventRows(snapshot, table, after, upTo), keyOfEvent);
      }
      after = upTo;
    }
    for (const table of eventTables) {
      tally.compare(table, [], await eventRows(snapshot, table, after, position), keyOfEvent);
      tally.ahead += await countAhead(snapshot, table, position);
    }
    await compareCommitments(snapshot, fold, tally);
    return { position, ...tally.result() };
  });
}

const keyOfEvent = ({ position }: EventRow): string => String(position);

const eventRows = (
  { manager }: Snapshot,
  table: EntitySchema<EventRow>,
  after: number,
  upTo: number,
): Promise<readonly EventRow[]> =>
  manager
    .getRepository(table)
    .createQueryBuilder('row')
    .where('row.position > :after and row.position <= :upTo', { after, upTo })
    .getMany();

const countAhead = (
  { manager }: Snapshot,
  table: EntitySchema<EventRow>,
  position: number,
): Promise<number> =>
  manager
    .getRepository(table)
    .createQueryBuilder('row')
    .where('row.position > :position', { position })
    .getCount();

async function compareCommitments(snapshot: Snapshot, fold: LedgerFold, tally: Tally): Promise<void> {
  const seen = new Set<string>();
  for (let after = ''; ;) {
    const rows = await commitmentsAfter(snapshot, after);
    const ids = rows.map(({ commitment }) => commitment);
    const [facts, spans] = [
      await ofCommitments(snapshot, trackingFactsTable, ids),
      await ofCommitments(snapshot, trackingSpansTable, ids),
    ];
    for (const row of rows) {
      after = row.commitment;
      seen.add(after);
      if (row.position > snapshot.asOf.position) {
        tally.ahead += 1;
        continue;
      }
      const actual = { row, facts: facts.get(after) ?? [], spans: spans.get(after) ?? [] };
      compareCommitment(tally, fold.commitment(after), actual);
    }
    if (rows.length < PAGE) break;
  }
  for (const folded of fold.commitments()) {
    if (!seen.has(folded.row.commitment)) compareCommitment(tally, folded, undefined);
  }
  await compareOrphans(snapshot, tally);
}

function compareCommitment(
  tally: Tally,
  expected: FoldedCommitment | undefined,
  actual: FoldedCommitment | undefined,
): void {
  const rowsOf = (folded: FoldedCommitment | undefined) => (folded ? [folded.row] : []);
  tally.compare(trackingTable, rowsOf(expected), rowsOf(actual), ({ commitment }) => commitment);
  tally.compare(trackingFactsTable, expected?.facts ?? [], actual?.facts ?? [], keyOfEvent);
  tally.compare(trackingSpansTable, expected?.spans ?? [], actual?.spans ?? [], keyOfSpan);
}

const keyOfSpan = ({ commitment, validFrom }: TrackingSpanRow): string => `${commitment} from ${validFrom}`;

const commitmentsAfter = ({ manager }: Snapshot, after: string) =>
  manager
    .getRepository(trackingTable)
    .createQueryBuilder('row')
    .where('row.commitment > :after', { after })
    .orderBy('row.commitment')
    .limit(PAGE)
    .getMany();

async function ofCommitments<Row extends { readonly commitment: string }>(
  { manager }: Snapshot,
  table: EntitySchema<Row>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Row[]>> {
  const rows = await manager
    .getRepository(table)
    .createQueryBuilder('row')
    .where('row.commitment = any(:ids)', { ids })
    .getMany();
  const groups = new Map<string, Row[]>(ids.map((id) => [id, []]));
  for (const row of rows) groups.get(row.commitment)?.push(row);
  return groups;
}

/** Facts and spans of no commitment. */
async function compareOrphans(snapshot: Snapshot, tally: Tally): Promise<void> {
  tally.compare(trackingFactsTable, [], await orphans(snapshot, trackingFactsTable), keyOfEvent);
  tally.compare(trackingSpansTable, [], await orphans(snapshot, trackingSpansTable), keyOfSpan);
}

const orphans = <Row extends object>({ manager }: Snapshot, table: EntitySchema<Row>): Promise<Row[]> =>
  manager
    .getRepository(table)
    .createQueryBuilder('row')
    .where('not exists (select from read_models.tracking t where t.commitment = row.commitment)')
    .getMany();

class Tally {
  rows = 0;
  ahead = 0;
  differing = 0;
  readonly differences: Difference[] = [];

  compare<Row extends object>(
    table: EntitySchema<Row>,
    expected: readonly Row[],
    actual: readonly Row[],
    keyOf: (row: Row) => string,
  ): void {
    const { name } = table.options;
    const left = new Map(actual.map((row) => [keyOf(row), row]));
    for (const row of expected) {
      const key = keyOf(row);
      const found = left.get(key);
      left.delete(key);
      this.rows += 1;
      const columns = found ? differingColumns(row, found) : [];
      if (!found) this.note({ table: name, key, fault: 'missing', columns });
      else if (columns.length > 0) this.note({ table: name, key, fault: 'different', columns });
    }
    for (const key of left.keys()) this.note({ table: name, key, fault: 'unexpected', columns: [] });
  }

  result(): Omit<Comparison, 'position'> {
    const { rows, ahead, differing, differences } = this;
    return { rows, ahead, differing, differences };
  }

  private note(difference: Difference): void {
    this.differing += 1;
    if (this.differences.length < SHOWN) this.differences.push(difference);
  }
}

function differingColumns(expected: object, actual: object): readonly string[] {
  const found = new Map(Object.entries(actual));
  return Object.entries(expected)
    .filter(([column, value]) => canonical(value) !== canonical(found.get(column) ?? null))
    .map(([column]) => column);
}
