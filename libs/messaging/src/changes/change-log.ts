import { commitmentStream } from '#libs/domain';
import { type BigintText, type Sql } from '../sql.ts';

/** A change of state as it is kept and published. */
export interface NumberedChange {
  /** Its place in the order of publishing: dense, from 1. Readers go on after one. */
  readonly number: number;
  /** Of the event that made it. */
  readonly position: number;
  readonly commitment: string;
  /** Of the commitment. */
  readonly stream: string;
  /** The id of that event, and of the change. */
  readonly id: string;
  /** When that event was recorded, RFC 3339 in UTC. */
  readonly recordedAt: string;
  /** The change as RFC 8785 text; `Change` of the domain is its form. */
  readonly body: string;
}

/** Which changes are asked for. */
export interface ChangesWanted {
  /** Only those numbered higher; 0 for all. */
  readonly after: number;
  readonly limit: number;
  /** Only of the commitments of these streams; of all where it is left out. */
  readonly streams?: readonly string[] | undefined;
}

interface Row {
  number: BigintText;
  position: BigintText;
  commitment: string;
  event_id: string;
  recorded_at: string;
  body: string;
}

const select = `select n.number, c.position, c.commitment, c.event_id, c.recorded_at, c.body`;

/**
 * Each change is looked up by itself. In a join Postgres read all of them to find the two that had come, for as long as the
 * tables had no statistics: 1.2 ms for two of 2,000.
 */
export const readSql = `${select}
  from (select number, position from ledger.change_numbers where number > $1 order by number limit $2) n
 cross join lateral (select * from ledger.changes each where each.position = n.position limit 1) c
 order by n.number`;

const readOfSomeSql = `${select}
  from ledger.change_numbers n join ledger.changes c using (position)
 where n.number > $1 and c.commitment = any($3) order by n.number limit $2`;

/** The ids in streams of commitments; a stream of anything else changes no state. */
const commitmentsOf = (streams: readonly string[]): string[] => {
  const start = commitmentStream('');
  return streams.flatMap((stream) => (stream.startsWith(start) ? stream.slice(start.length) : []));
};

/** Changes of state in the order of their numbers. */
export async function readChanges(
  sql: Sql,
  { after, limit, streams }: ChangesWanted,
): Promise<readonly NumberedChange[]> {
  const { rows } =
    streams === undefined
      ? await sql.query<Row>({ name: 'read-changes', text: readSql, values: [after, limit] })
      : await sql.query<Row>(readOfSomeSql, [after, limit, commitmentsOf(streams)]);
  return rows.map((row) => ({
    number: Number(row.number),
    position: Number(row.position),
    commitment: row.commitment,
    stream: commitmentStream(row.commitment),
    id: row.event_id,
    recordedAt: row.recorded_at,
    body: row.body,
  }));
}

/** The last number given; 0 while there is none. */
export async function lastChange(sql: Sql): Promise<number> {
  const { rows } = await sql.query<{ numbered: BigintText }>('select numbered from ledger.changes_state');
  return Number(rows[0]?.numbered ?? 0);
}
