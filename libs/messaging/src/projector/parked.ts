import { type KafkaMessage } from '../envelope.ts';
import { type BigintText, type Sql } from '../sql.ts';
import { type ReadModelSchema } from './read-model-schema.ts';

/**
 * Why an event is parked: its projection failed on it; it waits behind one of its stream that is parked; or the message
 * is no event of ours (then for no projection in particular, and nothing waits behind it).
 */
export type ParkedReason = 'failed' | 'held' | 'stray';

/** An event to park, with the message it came in, from which it can be read again. */
export interface Parking {
  readonly projection: string;
  readonly stream: string;
  /** 0 for a stray. */
  readonly position: number;
  readonly partition: number;
  readonly reason: ParkedReason;
  readonly eventId: string | null;
  readonly type: string | null;
  readonly error: string | null;
  readonly attempts: number;
  readonly message: KafkaMessage;
}

/** A parked event that is to be tried again. */
export interface ParkedRow {
  readonly id: BigintText;
  readonly position: number;
  readonly message: KafkaMessage;
}

/** Whose stray messages are: nobody's. */
export const NO_PROJECTION = '*';

/** Parks events; one that is parked already stays as it is. */
export async function park(tx: Sql, schema: ReadModelSchema, parkings: readonly Parking[]): Promise<void> {
  if (parkings.length === 0) return;
  const column = <T>(of: (parking: Parking) => T): T[] => parkings.map(of);
  await tx.query(
    /* sql */ `
      insert into ${schema}.parked
        (projection, stream_id, position, partition, reason, event_id, type, error, attempts, last_tried_at, headers, body)
      select p.projection, p.stream, p.position, p.partition, p.reason, p.event_id, p.type, p.error, p.attempts,
             case when p.attempts > 0 then clock_timestamp() end, p.headers, p.body
        from unnest($1::text[], $2::text[], $3::bigint[], $4::int[], $5::text[], $6::text[], $7::text[], $8::text[],
                    $9::int[], $10::json[], $11::bytea[])
             as p (projection, stream, position, partition, reason, event_id, type, error, attempts, headers, body)
      on conflict (projection, position) where reason <> 'stray' do nothing`,
    [
      column(({ projection }) => projection),
      column(({ stream }) => storable(stream)),
      column(({ position }) => position),
      column(({ partition }) => partition),
      column(({ reason }) => reason),
      column(({ eventId }) => eventId && storable(eventId)),
      column(({ type }) => type && storable(type)),
      column(({ error }) => error && storable(error)),
      column(({ attempts }) => attempts),
      column(({ message }) => JSON.stringify(headersOf(message))),
      column(({ message }) => Buffer.from(message.value ?? '')),
    ],
  );
}

/** Which streams of these are held for which projections, as `heldKey`s. */
export async function heldStreams(
  tx: Sql,
  schema: ReadModelSchema,
  streams: readonly string[],
): Promise<Set<string>> {
  const { rows } = await tx.query<{ projection: string; stream_id: string }>(
    /* sql */ `
      select distinct projection, stream_id from ${schema}.parked
       where stream_id = any($1) and reason <> 'stray'`,
    [[...new Set(streams)]],
  );
  return new Set(rows.map((row) => heldKey(row.projection, row.stream_id)));
}

/** The name under which a stream is held for a projection. */
export const heldKey = (projection: string, stream: string): string => `${projection}\n${stream}`;

/** The next parked events of a stream, in order. */
export async function readParked(
  tx: Sql,
  schema: ReadModelSchema,
  { projection, stream }: Pick<Parking, 'projection' | 'stream'>,
  limit: number,
): Promise<readonly ParkedRow[]> {
  const { rows } = await tx.query<{
    id: BigintText;
    position: BigintText;
    headers: Record<string, string>;
    body: Buffer;
  }>(
    /* sql */ `
      select id, position, headers, body from ${schema}.parked
       where projection = $1 and stream_id = $2 and reason <> 'stray'
       order by position limit $3`,
    [projection, stream, limit],
  );
  return rows.map(({ id, position, headers, body }) => ({
    id,
    position: Number(position),
    message: { key: stream, value: body, headers },
  }));
}

/** Takes events out of parking, now that they are folded in. */
export async function unpark(tx: Sql, schema: ReadModelSchema, ids: readonly BigintText[]): Promise<void> {
  await tx.query(`delete from ${schema}.parked where id = any($1)`, [ids]);
}

/** Notes that an event was tried again in vain. */
export async function noteFailure(
  tx: Sql,
  schema: ReadModelSchema,
  id: BigintText,
  error: string,
): Promise<void> {
  await tx.query(
    /* sql */ `
      update ${schema}.parked
         set reason = 'failed', error = $2, attempts = attempts + 1, last_tried_at = clock_timestamp()
       where id = $1`,
    [id, storable(error)],
  );
}

/** Postgres text cannot hold U+0000. */
const storable = (text: string): string => text.replaceAll('\u0000', '\uFFFD');

function headersOf({ headers = {} }: KafkaMessage): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (typeof value === 'string' || Buffer.isBuffer(value)) texts[name] = value.toString();
  }
  return texts;
}
