import { type BigintText, type Sql } from '../sql.ts';
import { type ReadModelSchema } from './read-model-schema.ts';

/** How far one partition has been folded in. */
export interface Checkpoint {
  readonly partition: number;
  readonly generation: number;
  /** Every message of this generation below it has been folded in or was known. */
  readonly nextOffset: number;
  /** The last event folded in, whatever its generation. */
  readonly position: number;
}

interface Row {
  partition: number;
  generation: BigintText;
  next_offset: BigintText;
  position: BigintText;
}

/** Every partition's checkpoint, partition 0 first. */
export async function readCheckpoints(sql: Sql, schema: ReadModelSchema): Promise<readonly Checkpoint[]> {
  const { rows } = await sql.query<Row>(
    `select partition, generation, next_offset, position from ${schema}.checkpoints order by partition`,
  );
  return rows.map((row) => ({
    partition: row.partition,
    generation: Number(row.generation),
    nextOffset: Number(row.next_offset),
    position: Number(row.position),
  }));
}

/**
 * Moves a checkpoint, if it still stands where the caller knows it and the tables are still those it knows: so a consumer
 * that has lost its partition without noticing cannot fold twice or go back. The row stays locked until the transaction
 * ends, which keeps two consumers of one partition apart.
 */
export async function moveCheckpoint(
  tx: Sql,
  schema: ReadModelSchema,
  build: string,
  from: Checkpoint,
  to: Checkpoint,
): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: `${schema}-move-checkpoint`,
    text: /* sql */ `
      update ${schema}.checkpoints
         set next_offset = $6, position = $7, at = clock_timestamp()
       where partition = $2 and generation = $3 and next_offset = $4 and position = $5
         and exists (select from ${schema}.build where id = $1)`,
    values: [
      ...[build, from.partition, from.generation, from.nextOffset, from.position],
      ...[to.nextOffset, to.position],
    ],
  });
  return rowCount === 1;
}

/** Keeps anybody from folding into the partition until the transaction ends. */
export async function lockCheckpoint(tx: Sql, schema: ReadModelSchema, partition: number): Promise<void> {
  await tx.query(`select from ${schema}.checkpoints where partition = $1 for update`, [partition]);
}
