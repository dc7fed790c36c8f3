import { type Log, sentence } from '../log.ts';
import { backoffMs, isOver, pause } from '../patience.ts';
import { openSession, type Session, takeLock } from '../session.ts';

/** What there is one of at a time. */
export interface Post {
  /** The advisory lock of whoever has it. */
  readonly lock: number;
  /** What the session is called in the database. */
  readonly applicationName: string;
  /** In sentences. */
  readonly title: string;
  /** What the one does that has it: "publishes". */
  readonly does: string;
}

/** The one relay of the events. */
export const RELAY_POST: Post = {
  lock: 4_711_010,
  applicationName: 'ledger-relay',
  title: 'relay',
  does: 'publishes',
};

const STANDBY_POLL_MS = 500;

/**
 * Waits until this process is the one that has the post, through any absence of the database. The session answered with
 * holds the lock: whatever is written through it was written by the leader. Undefined after an abort.
 */
export async function takeLeadership(
  { lock, applicationName, title, does }: Post,
  databaseUrl: string,
  log: Log,
  signal: AbortSignal,
): Promise<Session | undefined> {
  const onWait = (): void => {
    log.log(`Another ${title} ${does}; this one stands by`);
  };
  for (let failures = 0; !isOver(signal); failures++) {
    let session: Session | undefined;
    try {
      session = await openSession(databaseUrl, applicationName);
      if (await takeLock(session, lock, { pollMs: STANDBY_POLL_MS, onWait }, signal)) return session;
    } catch (error) {
      const told = `The ${title} cannot reach its database, and tries again: ${sentence(error)}`;
      if (failures === 0) log.warn(told);
      else log.debug(told);
    }
    await session?.end();
    await pause(backoffMs(failures), signal);
  }
  return undefined;
}
