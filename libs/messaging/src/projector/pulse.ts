import { type BigintText, type Sql } from '../sql.ts';
import { type ReadModelSchema } from './read-model-schema.ts';
import { raiseFloorSql } from './standing.ts';

/** How the folding stands at a moment. */
export interface Pulse {
  readonly generation: number;
  readonly build: string;
  /** What the read models are true as of. */
  readonly asOf: number;
  /** What the relay has published. */
  readonly published: number;
  /** Partitions with messages yet to be taken, each with a text that changes when it moves. */
  readonly lagging: ReadonlyMap<number, string>;
}

/** Takes the pulse; on the way what has been reached is kept, so that it never has to be worked out again. */
export async function takePulse(sql: Sql, schema: ReadModelSchema): Promise<Pulse> {
  await sql.query(raiseFloorSql(schema));
  const { rows } = await sql.query<{
    generation: BigintText;
    build: string;
    as_of: BigintText;
    published: BigintText;
    lagging: { partition: number; standing: string }[];
  }>(/* sql */ `
    select s.generation, b.id as build, b.as_of, s.position as published,
           (select coalesce(json_agg(json_build_object(
                     'partition', last.ordinal - 1,
                     'standing', concat(c.generation, '/', c.next_offset))), '[]')
              from unnest(s.end_offsets) with ordinality as last (end_offset, ordinal)
              left join ${schema}.checkpoints c on c.partition = last.ordinal - 1
             where c.generation is distinct from s.generation or c.next_offset < last.end_offset) as lagging
      from ledger.relay_state s, ${schema}.build b`);
  const [row] = rows;
  if (!row) throw new Error(`${schema}.build has no row`);
  return {
    generation: Number(row.generation),
    build: row.build,
    asOf: Number(row.as_of),
    published: Number(row.published),
    lagging: new Map(row.lagging.map(({ partition, standing }) => [partition, standing])),
  };
}
