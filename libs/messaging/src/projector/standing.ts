import { inTransaction } from '#libs/platform';
import { type Pool } from 'pg';
import { type Log } from '../log.ts';
import { type BigintText, type Sql } from '../sql.ts';
import { ReadModelsUnsound } from './attempt.ts';
import { type Checkpoint, readCheckpoints } from './checkpoints.ts';
import { beginFold, type ReadModelSchema, stopFolds } from './read-model-schema.ts';

/** What a consumer has to know before it takes a message. */
export interface Standing {
  /** The ledger's id as a URN: events of another source are not ours. */
  readonly source: string;
  readonly generation: number;
  /** The incarnation of the tables. */
  readonly build: string;
  readonly checkpoints: ReadonlyMap<number, Checkpoint>;
}

/**
 * Makes the schema where it is absent, and makes it anew where it cannot be folded into: a table is gone, a migration has
 * changed what it holds, or the topic has another number of partitions than were folded in (streams have moved between
 * partitions then, and a partition's position says nothing any more). Its readers see how far it is by what it is true
 * as of.
 */
export async function ensureReadModels(pool: Pool, schema: ReadModelSchema, log: Log): Promise<void> {
  if ((await fault(pool, schema)) === undefined) return;
  await inTransaction(pool, 'begin', async (tx) => {
    await tx.query(stopFolds(schema));
    const found = await fault(tx, schema);
    if (found === undefined) return;
    if (found === 'absent') log.log(`The schema ${schema} is made and filled`);
    else log.warn(`The schema ${schema} is ${found}; it is made anew and filled from the first event`);
    if (found !== 'absent') await tx.query('select ledger.drop_read_models($1)', [schema]);
    await tx.query('select ledger.create_read_models($1)', [schema]);
  });
}

async function fault(sql: Sql, schema: ReadModelSchema): Promise<string | undefined> {
  const { rows } = await sql.query<{ state: string }>('select ledger.read_models_state($1) as state', [
    schema,
  ]);
  const state = rows[0]?.state ?? 'absent';
  if (state !== 'sound') return state;
  const folded = (await readCheckpoints(sql, schema)).length;
  const { partitions } = await readTopic(sql);
  return folded === 0 || folded === partitions ? undefined : otherPartitions(folded, partitions);
}

const otherPartitions = (folded: number, partitions: number): string =>
  `folded from ${folded} partitions where there are ${partitions}`;

/**
 * Brings the checkpoints into the generation that is being published, from its first offset; positions stay, so what is
 * published again is known. Undefined while nothing has ever been published.
 *
 * @throws ReadModelsUnsound when the schema has to be made anew first.
 */
export function alignWithTopic(pool: Pool, schema: ReadModelSchema): Promise<Standing | undefined> {
  return inTransaction(pool, beginFold(schema), async (tx) => {
    const { source, generation, partitions, startOffsets } = await readTopic(tx);
    if (generation === 0) return undefined;
    const before = await readCheckpoints(tx, schema);
    if (before.length !== 0 && before.length !== partitions) {
      throw new ReadModelsUnsound(schema, otherPartitions(before.length, partitions));
    }
    if (before.length === 0 || before.some((checkpoint) => checkpoint.generation < generation)) {
      await tx.query(raiseFloorSql(schema));
      await tx.query(alignSql(schema), [generation, startOffsets]);
    }
    const { rows } = await tx.query<{ id: string }>(`select id from ${schema}.build`);
    if (!rows[0]) throw new ReadModelsUnsound(schema, 'damaged');
    const checkpoints = await readCheckpoints(tx, schema);
    return {
      source,
      generation,
      build: rows[0].id,
      checkpoints: new Map(checkpoints.map((checkpoint) => [checkpoint.partition, checkpoint])),
    };
  });
}

/** Keeps what the read models were true as of: their rows stay when the counting of offsets begins anew. */
export const raiseFloorSql = (schema: ReadModelSchema): string => /* sql */ `
  update ${schema}.build set as_of = reached.as_of
    from (select ledger.read_models_as_of('${schema}') as as_of) reached
   where build.as_of < reached.as_of`;

const alignSql = (schema: ReadModelSchema): string => /* sql */ `
  insert into ${schema}.checkpoints (partition, generation, next_offset, position)
  select start.ordinal - 1, $1, start.next_offset, 0
    from unnest($2::bigint[]) with ordinality as start (next_offset, ordinal)
  on conflict (partition) do update
     set generation = excluded.generation, next_offset = excluded.next_offset, at = clock_timestamp()
   where checkpoints.generation < excluded.generation`;

async function readTopic(sql: Sql) {
  const { rows } = await sql.query<{ ledger: string; generation: BigintText; start_offsets: BigintText[] }>(
    'select ledger, generation, start_offsets from ledger.relay_state',
  );
  const [row] = rows;
  if (!row) throw new Error('ledger.relay_state has no row');
  return {
    source: `urn:uuid:${row.ledger}`,
    generation: Number(row.generation),
    partitions: row.start_offsets.length,
    startOffsets: row.start_offsets,
  };
}
