import { commitmentStream, type Day, deadlineSetBy, decode, type RecordedEvent } from '#libs/domain';
import { type EventStore } from '#libs/event-store';
import { type Pool } from 'pg';
import { notedSql, noteSql } from './deadlines.sql.ts';

/** The events that set a deadline, or may. */
const SETTING = [
  'CommitmentAnnounced',
  'CommitmentAmended',
  'CommitmentSpecified',
  'CorrectionRecorded',
] as const;

const PAGE = 1_000;

/**
 * Goes through one page of the log and takes down which commitment is to be looked at when.
 *
 * @returns up to which position the log was gone through, and whether there is more of it.
 */
export async function noteDeadlines(
  pool: Pool,
  store: EventStore,
  page = PAGE,
): Promise<{ readonly position: number; readonly isMore: boolean }> {
  const { rows } = await pool.query<{ position: string }>(notedSql);
  const after = Number(rows[0]?.position);
  const { position: head } = await store.head();
  if (head <= after) return { position: after, isMore: false };
  const events = await store.readAll({ after, upTo: head, limit: page, types: SETTING });
  const isMore = events.length === page;
  const position = isMore ? (events.at(-1)?.position ?? head) : head;
  const notes = events.flatMap((event) => noteOf(event) ?? []);
  await pool.query(noteSql, [
    after,
    position,
    notes.map(({ commitment }) => commitment),
    notes.map(({ passed }) => passed),
  ]);
  return { position, isMore };
}

/** What this build cannot read is looked at once, at the stream, where it is told. */
function noteOf(event: RecordedEvent): { readonly commitment: string; readonly passed: Day } | undefined {
  try {
    return deadlineSetBy(decode(event));
  } catch {
    const commitment = event.stream.slice(commitmentStream('').length);
    return { commitment, passed: event.recordedAt.slice(0, 10) };
  }
}
