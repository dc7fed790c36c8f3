import { type Pool } from 'pg';
import { timeOf } from './append-answer.ts';
import { IdempotencyKeyReused, StreamMoved } from './append-refusals.ts';
import { type Appended, type AppendedEvent, type AppendRequest } from './append-request.ts';
import { type GroupCommit } from './group-commit.ts';
import { sealAppend } from './sealed-append.ts';
import { findAppendSql } from './sql/find-append.sql.ts';
import { readRangeSql } from './sql/read-range.sql.ts';
import { sendPatiently } from './writers.ts';

interface PlacedRow {
  readonly position: string;
  readonly stream: string;
  readonly version: number;
  readonly type: string;
  readonly id: string;
}

/** As readRangeSql has them. */
type PlacedColumns = [position: string, stream: string, version: number, type: string, id: string];

type FoundRow = { readonly fingerprint: string; readonly recorded_at: string } & (
  PlacedRow | { readonly position: null }
);

/** See EventStore.append. */
export async function appendEvents(
  writers: Pool,
  commits: GroupCommit,
  request: AppendRequest,
): Promise<Appended> {
  const sealed = sealAppend(request);
  const settled = await commits.commit(sealed);
  if ('error' in settled) throw settled.error;
  const { answer, afterLoss } = settled;
  switch (answer.outcome) {
    case 'appended': {
      const { firstPosition, recordedAtUs } = answer;
      const events = sealed.events.map(({ stream, version, type, id }, index) => {
        return { position: firstPosition + index, stream, version, type, id };
      });
      return { outcome: 'appended', events, recordedAt: timeOf(recordedAtUs) };
    }
    case 'repeated': {
      const values = [answer.firstPosition, answer.lastPosition];
      const statement = { name: 'read-range', text: readRangeSql, values, rowMode: 'array' } as const;
      const { rows } = await sendPatiently(writers, statement);
      const events = (rows as PlacedColumns[]).map(([position, stream, version, type, id]) =>
        placedEvent({ position, stream, version, type, id }),
      );
      // Our own first try got through, though its answer did not: then nothing was repeated.
      const isOurs = afterLoss && events.every(({ id }, index) => id === sealed.events[index]?.id);
      return { outcome: isOurs ? 'appended' : 'repeated', events, recordedAt: timeOf(answer.recordedAtUs) };
    }
    case 'key-reused':
      throw new IdempotencyKeyReused(request.idempotency?.key ?? '');
    case 'stream-moved':
      throw new StreamMoved(answer.stream, answer.expected, answer.actual);
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

const placedEvent = ({ position, stream, version, type, id }: PlacedRow): AppendedEvent => {
  return { position: Number(position), stream, version, type, id };
};
