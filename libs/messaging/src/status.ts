import { type BigintText, type Sql } from './sql.ts';

/** One partition of the live read models. */
export interface PartitionStatus {
  readonly partition: number;
  readonly generation: number;
  readonly nextOffset: number;
  /** Where the relay has published to, in this generation. */
  readonly endOffset: number;
  /** The last event folded in. */
  readonly position: number;
}

/** A stream that is held for a projection. */
export interface HeldStream {
  readonly projection: string;
  readonly stream: string;
  /** How many events are parked. */
  readonly events: number;
  /** Of the first, the one that failed. */
  readonly position: number;
  readonly type: string | null;
  readonly error: string | null;
  readonly attempts: number;
  readonly firstParkedAt: Date;
  readonly lastTriedAt: Date | null;
}

/** A retry or rebuild, done or not. */
export interface RequestStatus {
  readonly id: number;
  readonly kind: 'retry' | 'rebuild';
  readonly projection: string | null;
  readonly stream: string | null;
  readonly requestedBy: string;
  readonly requestedAt: Date;
  readonly state: 'requested' | 'running' | 'done' | 'failed';
  readonly detail: string | null;
  readonly finishedAt: Date | null;
}

/** How the read models stand. */
export interface ProjectionStatus {
  /** Where the log ends. */
  readonly head: number;
  readonly published: number;
  /** What the read models are true as of; `head - asOf` is how many events they are behind. */
  readonly asOf: number;
  readonly partitions: readonly PartitionStatus[];
  readonly held: readonly HeldStream[];
  /** Messages in the topic that are no events of ours. */
  readonly strays: number;
  /** A rebuild under way, with how far it has come. */
  readonly rebuild: { readonly asOf: number; readonly of: number } | null;
  /** The newest, newest first. */
  readonly requests: readonly RequestStatus[];
}

/**
 * What the read models are true as of: every event up to this position is in them (or parked).
 *
 * 0 where there are none.
 */
export async function asOfPosition(
  sql: Sql,
  schema: 'read_models' | 'read_models_next' = 'read_models',
): Promise<number> {
  const { rows } = await sql.query<{ as_of: BigintText }>('select ledger.read_models_as_of($1) as as_of', [
    schema,
  ]);
  return Number(rows[0]?.as_of ?? 0);
}

/** How the read models stand; for the role ledger_api. */
export async function projectionStatus(sql: Sql): Promise<ProjectionStatus> {
  const { rows } = await sql.query<{
    head: BigintText;
    published: BigintText;
    highest: BigintText;
    rebuilding: boolean;
  }>(/* sql */ `
      select h.position as head, s.position as published, s.highest,
             exists (select from ledger.projection_requests where kind = 'rebuild' and state = 'running') as rebuilding
        from ledger.head h, ledger.relay_state s`);
  const [now] = rows;
  if (!now) throw new Error('ledger.head or ledger.relay_state has no row');
  const isThere = await exists(sql);
  return {
    head: Number(now.head),
    published: Number(now.published),
    asOf: await asOfPosition(sql),
    partitions: isThere ? await partitionsOf(sql) : [],
    held: isThere ? await heldOf(sql) : [],
    strays: isThere ? await straysOf(sql) : 0,
    rebuild: now.rebuilding
      ? { asOf: await asOfPosition(sql, 'read_models_next'), of: Number(now.highest) }
      : null,
    requests: await requestsOf(sql),
  };
}

async function exists(sql: Sql): Promise<boolean> {
  const { rows } = await sql.query<{ state: string }>(
    `select ledger.read_models_state('read_models') as state`,
  );
  return rows[0]?.state === 'sound' || rows[0]?.state === 'outdated';
}

async function partitionsOf(sql: Sql): Promise<readonly PartitionStatus[]> {
  const { rows } = await sql.query<Record<keyof PartitionStatus, string>>(/* sql */ `
    select c.partition, c.generation, c.next_offset as "nextOffset", c.position,
           case c.generation when s.generation then s.end_offsets[c.partition + 1] else 0 end as "endOffset"
      from read_models.checkpoints c, ledger.relay_state s order by c.partition`);
  return rows.map((row) => ({
    partition: Number(row.partition),
    generation: Number(row.generation),
    nextOffset: Number(row.nextOffset),
    endOffset: Number(row.endOffset),
    position: Number(row.position),
  }));
}

async function heldOf(sql: Sql): Promise<readonly HeldStream[]> {
  const { rows } = await sql.query<
    Omit<HeldStream, 'events' | 'position'> & { events: string; position: string }
  >(/* sql */ `
      select distinct on (projection, stream_id)
             projection, stream_id as stream, count(*) over held as events, position, type, error, attempts,
             first_parked_at as "firstParkedAt", last_tried_at as "lastTriedAt"
        from read_models.parked
       where reason <> 'stray'
      window held as (partition by projection, stream_id)
       order by projection, stream_id, position`);
  return rows.map((row) => ({ ...row, events: Number(row.events), position: Number(row.position) }));
}

async function straysOf(sql: Sql): Promise<number> {
  const { rows } = await sql.query<{ strays: number }>(
    `select count(*)::int as strays from read_models.parked where reason = 'stray'`,
  );
  return rows[0]?.strays ?? 0;
}

async function requestsOf(sql: Sql): Promise<readonly RequestStatus[]> {
  const { rows } = await sql.query<Omit<RequestStatus, 'id'> & { id: string }>(/* sql */ `
    select id, kind, projection, stream, requested_by as "requestedBy", requested_at as "requestedAt", state, detail,
           finished_at as "finishedAt"
      from ledger.projection_requests order by id desc limit 20`);
  return rows.map((row) => ({ ...row, id: Number(row.id) }));
}
