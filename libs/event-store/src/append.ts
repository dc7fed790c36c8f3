import { encodeBody, MAX_BODY_BYTES } from '#libs/domain';
import { type Pool } from 'pg';
import { EventIdReused, EventTooLarge, IdempotencyKeyReused, StreamMoved } from './append-refusals.ts';
import {
  type Appended,
  type AppendedEvent,
  type AppendRequest,
  type StreamAppend,
} from './append-request.ts';
import { appendSql } from './sql/append.sql.ts';
import { findAppendSql } from './sql/find-append.sql.ts';
import { readRangeSql } from './sql/read-range.sql.ts';

/** An event with its place in its stream, ready to be stored. */
interface SealedEvent {
  readonly stream: string;
  readonly version: number;
  readonly id: string;
  readonly type: string;
  readonly schema: number;
  readonly occurred: string;
  readonly body: string;
}

interface OutcomeRow {
  readonly outcome: 'appended' | 'repeated' | 'key-reused' | 'stream-moved';
  readonly first_position: string;
  readonly last_position: string;
  readonly recorded_at: string;
  readonly moved_stream: string;
  readonly expected_version: number;
  readonly actual_version: number;
}

interface PlacedRow {
  readonly position: string;
  readonly stream: string;
  readonly version: number;
  readonly type: string;
  readonly id: string;
}

type FoundRow = { readonly fingerprint: string; readonly recorded_at: string } & (
  PlacedRow | { readonly position: null }
);

/** See EventStore.append. */
export async function appendEvents(pool: Pool, request: AppendRequest): Promise<Appended> {
  refuseStreamTwice(request.appends);
  const sealed = request.appends.flatMap((append) => sealedEvents(append, request));
  const row = await callAppend(pool, request, sealed);
  switch (row.outcome) {
    case 'appended': {
      const first = Number(row.first_position);
      const events = sealed.map(({ stream, version, type, id }, index) => {
        return { position: first + index, stream, version, type, id };
      });
      return { outcome: 'appended', events, recordedAt: row.recorded_at };
    }
    case 'repeated': {
      const { rows } = await pool.query<PlacedRow>(readRangeSql, [row.first_position, row.last_position]);
      return { outcome: 'repeated', events: rows.map(placedEvent), recordedAt: row.recorded_at };
    }
    case 'key-reused':
      throw new IdempotencyKeyReused(request.idempotency?.key ?? '');
    case 'stream-moved':
      throw new StreamMoved(row.moved_stream, row.expected_version, row.actual_version);
  }
}

/** See EventStore.findAppend. */
export async function findAppend(
  pool: Pool,
  actor: string,
  key: string,
): Promise<{ readonly fingerprint: string; readonly appended: Appended } | undefined> {
  const { rows } = await pool.query<FoundRow>(findAppendSql, [actor, key]);
  const [first] = rows;
  if (!first) return undefined;
  const events = rows.filter((row) => row.position !== null).map(placedEvent);
  const { fingerprint, recorded_at: recordedAt } = first;
  return { fingerprint, appended: { outcome: 'repeated', events, recordedAt } };
}

function refuseStreamTwice(appends: readonly StreamAppend[]): void {
  const named = new Set<string>();
  for (const { stream } of appends) {
    if (named.has(stream)) throw new TypeError(`${stream} is named twice in one append`);
    named.add(stream);
  }
}

function sealedEvents({ stream, expected, events }: StreamAppend, request: AppendRequest): SealedEvent[] {
  const { actor, correlationId, causationId } = request;
  return events.map(({ id, type, schema, occurred, data }, index) => {
    const version = expected + index + 1;
    const envelope = { id, type, schema, stream, version, occurred, actor, correlationId, data };
    const body = encodeBody(causationId === undefined ? envelope : { ...envelope, causationId });
    const bytes = Buffer.byteLength(body);
    if (bytes > MAX_BODY_BYTES) throw new EventTooLarge(type, bytes, MAX_BODY_BYTES);
    return { stream, version, id, type, schema, occurred, body };
  });
}

async function callAppend(pool: Pool, request: AppendRequest, events: SealedEvent[]): Promise<OutcomeRow> {
  const { appends, actor, correlationId, causationId, idempotency } = request;
  const values = [
    actor,
    correlationId,
    causationId,
    idempotency?.key,
    idempotency?.fingerprint,
    appends.map(({ stream }) => stream),
    appends.map(({ expected }) => expected),
    events.map(({ stream }) => stream),
    events.map(({ version }) => version),
    events.map(({ id }) => id),
    events.map(({ type }) => type),
    events.map(({ schema }) => schema),
    events.map(({ occurred }) => occurred),
    events.map(({ body }) => body),
  ];
  try {
    const { rows } = await pool.query<OutcomeRow>({ name: 'append', text: appendSql, values });
    const [row] = rows;
    if (!row) throw new Error('ledger.append gave no outcome');
    return row;
  } catch (error) {
    throw eventIdReused(error) ?? error;
  }
}

const TAKEN_ID = /^Key \(event_id\)=\(([0-9a-f-]+)\)/;

function eventIdReused(error: unknown): EventIdReused | undefined {
  const { constraint, detail } = error as { constraint?: string; detail?: string };
  if (constraint !== 'events_event_id_key') return undefined;
  return new EventIdReused(TAKEN_ID.exec(detail ?? '')?.[1] ?? 'of this append');
}

const placedEvent = ({ position, stream, version, type, id }: PlacedRow): AppendedEvent => {
  return { position: Number(position), stream, version, type, id };
};
