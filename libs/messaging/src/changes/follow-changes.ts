import { type Log, sentence } from '../log.ts';
import { backoffMs, isOver, pause } from '../patience.ts';
import { openSession, type Session } from '../session.ts';
import { isTransient } from '../transient.ts';
import { type NumberedChange, readChanges } from './change-log.ts';
import { CHANGES_CHANNEL } from './number-changes.ts';

/** How late a follower may be when nobody announces anything. */
const POLL_MS = 1_000;
const PAGE = 500;

/** From where changes are followed, and until when. */
export interface FollowingChanges {
  /** As a role that may read changes. */
  readonly databaseUrl: string;
  /** The last number already known; 0 for all. */
  readonly after: number;
  readonly log: Log;
  readonly signal: AbortSignal;
}

/**
 * Every change numbered higher than one, page by page, for as long as the signal lets it, over one session of its own. A
 * database that is away is waited for; any other error is thrown.
 */
export async function* followChanges({
  databaseUrl,
  after,
  log,
  signal,
}: FollowingChanges): AsyncGenerator<readonly NumberedChange[], void> {
  let reached = after;
  for (let failures = 0; !isOver(signal); failures++) {
    let session: Session | undefined;
    try {
      session = await openSession(databaseUrl, 'ledger-changes-reader');
      for await (const page of pagesIn(session, reached, signal)) {
        yield page;
        reached = page.at(-1)?.number ?? reached;
        failures = 0;
      }
    } catch (error) {
      if (!isTransient(error)) throw error;
      if (failures === 0) log.debug(`Changes cannot be read, and are tried again: ${sentence(error)}`);
    } finally {
      await session?.end();
    }
    await pause(backoffMs(failures), signal);
  }
}

async function* pagesIn(
  { client, lost }: Session,
  after: number,
  signal: AbortSignal,
): AsyncGenerator<readonly NumberedChange[], void> {
  const over = AbortSignal.any([signal, lost]);
  let wake = new AbortController();
  client.on('notification', () => {
    wake.abort();
  });
  await client.query(`listen ${CHANGES_CHANNEL}`);
  for (let reached = after; !isOver(over);) {
    wake = new AbortController();
    const page = await readChanges(client, { after: reached, limit: PAGE });
    const last = page.at(-1);
    if (last) {
      yield page;
      reached = last.number;
    } else await pause(POLL_MS, AbortSignal.any([over, wake.signal]));
  }
}
