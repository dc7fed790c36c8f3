import { type BigintText, type Sql } from '../sql.ts';

/** Where is kept how far something has been published: the events, or the changes. */
export type StateTable = 'ledger.relay_state' | 'ledger.changes_state';

/** How far the log has been published. Arrays have one element per partition, partition 0 first. */
export interface RelayState {
  /** The ledger's id as a URN. */
  readonly source: string;
  readonly epoch: number;
  /** Which publishing of the log this is; 0 before the first. */
  readonly generation: number;
  /** Which topic of which cluster this generation is published to. */
  readonly topic: string;
  /** Everything up to here is in the topic, in this generation. */
  readonly position: number;
  readonly startOffsets: readonly number[];
  readonly endOffsets: readonly number[];
  readonly endPositions: readonly number[];
}

/** Another relay has taken over: publish nothing more, and stand by. */
export class EpochLost extends Error {
  override readonly name = 'EpochLost';
  readonly code = 'epoch-lost';
  constructor(readonly epoch: number) {
    super(`The epoch ${epoch} is over: another relay leads`);
  }
}

interface Row {
  ledger: string;
  epoch: BigintText;
  generation: BigintText;
  topic: string;
  position: BigintText;
  start_offsets: BigintText[];
  end_offsets: BigintText[];
  end_positions: BigintText[];
}

const columns = 'ledger, epoch, generation, topic, position, start_offsets, end_offsets, end_positions';

const claimEpochSql = (table: StateTable) => `update ${table} set epoch = epoch + 1 returning ${columns}`;

const readStateSql = (table: StateTable) => `select ${columns} from ${table}`;

const beginGenerationSql = (table: StateTable) => /* sql */ `
  with begun as (
    update ${table}
       set generation = generation + 1, topic = $3, position = 0, start_offsets = $2, end_offsets = $2,
           end_positions = array_fill(0::bigint, array[cardinality($2::bigint[])]), moved_at = clock_timestamp()
     where epoch = $1
    returning ${columns}
  )${
    table === 'ledger.relay_state'
      ? `, pruned as (
    delete from ledger.relay_checkpoints old using begun where old.generation < begun.generation - 1
  )`
      : ''
  }
  select ${columns} from begun`;

/** The row moves only for the relay that leads, and of the events its history with it. */
const checkpointSql = (table: StateTable) => /* sql */ `
  with moved as (
    update ${table}
       set position = $2, highest = greatest(highest, $2), end_offsets = $3, end_positions = $4,
           moved_at = clock_timestamp()
     where epoch = $1
    returning position, generation, end_offsets
  )
  ${table === 'ledger.relay_state' ? 'insert into ledger.relay_checkpoints (position, generation, end_offsets)' : ''}
  select position, generation, end_offsets from moved`;

const pruneCheckpointsSql = /* sql */ `
  delete from ledger.relay_checkpoints
   where generation = $1
     and position < (select position from ledger.relay_checkpoints where generation = $1
                      order by position desc offset $2 limit 1)`;

/** Where a leader writes down how far it is, and as which. */
export interface Desk {
  readonly sql: Sql;
  readonly epoch: number;
  readonly table: StateTable;
}

/** Begins a term: every earlier leader's checkpoints are refused from here on. */
export const claimEpoch = async (sql: Sql, table: StateTable): Promise<RelayState> =>
  one(await sql.query<Row>(claimEpochSql(table)));

/**
 * The state as stored.
 *
 * @throws EpochLost when it is no longer ours.
 */
export async function readState({ sql, epoch, table }: Desk): Promise<RelayState> {
  const state = one(await sql.query<Row>(readStateSql(table)));
  if (state.epoch !== epoch) throw new EpochLost(epoch);
  return state;
}

/**
 * Begins publishing the log anew, to this topic, at these offsets of its partitions.
 *
 * @throws EpochLost
 */
export async function beginGeneration(
  { sql, epoch, table }: Desk,
  topic: string,
  startOffsets: readonly number[],
): Promise<RelayState> {
  const begun = await sql.query<Row>(beginGenerationSql(table), [epoch, startOffsets, topic]);
  if (begun.rowCount === 0) throw new EpochLost(epoch);
  return one(begun);
}

/**
 * Writes down what the broker has confirmed.
 *
 * @throws EpochLost
 */
export async function checkpoint({ sql, table }: Omit<Desk, 'epoch'>, state: RelayState): Promise<void> {
  const { epoch, position, endOffsets, endPositions } = state;
  const { rowCount } = await sql.query({
    name: `checkpoint-${table}`,
    text: checkpointSql(table),
    values: [epoch, position, endOffsets, endPositions],
  });
  if (rowCount === 0) throw new EpochLost(epoch);
}

/** How many checkpoints are kept. A reader further behind than these is only known to be behind. */
const KEPT_CHECKPOINTS = 10_000;
const PRUNE_EVERY = 500;

/** Forgets all but the newest checkpoints; to be called after each, and works now and then. */
export function pruning({ sql, table }: Omit<Desk, 'epoch'>, kept = KEPT_CHECKPOINTS, every = PRUNE_EVERY) {
  let written = 0;
  return async ({ generation }: RelayState): Promise<void> => {
    if (table !== 'ledger.relay_state') return;
    written += 1;
    if (written % every === 0) await sql.query(pruneCheckpointsSql, [generation, kept - 1]);
  };
}

function one({ rows: [row] }: { rows: Row[] }): RelayState {
  if (!row) throw new Error('ledger.relay_state has no row');
  return {
    source: `urn:uuid:${row.ledger}`,
    epoch: Number(row.epoch),
    generation: Number(row.generation),
    topic: row.topic,
    position: Number(row.position),
    startOffsets: row.start_offsets.map(Number),
    endOffsets: row.end_offsets.map(Number),
    endPositions: row.end_positions.map(Number),
  };
}
