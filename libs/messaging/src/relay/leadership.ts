import { type Log, sentence } from '../log.ts';
import { backoffMs, isOver, pause } from '../patience.ts';
import { openSession, type Session, takeLock } from '../session.ts';

/** The advisory lock of the one relay. */
const RELAY_LOCK = 4_711_010;
const STANDBY_POLL_MS = 500;

/**
 * Waits until this process is the one relay that publishes, through any absence of the database. The session answered with
 * holds the lock: whatever is written through it was written by the leader. Undefined after an abort.
 */
export async function takeLeadership(
  databaseUrl: string,
  log: Log,
  signal: AbortSignal,
): Promise<Session | undefined> {
  const onWait = (): void => {
    log.log('Another relay publishes; this one stands by');
  };
  for (let failures = 0; !isOver(signal); failures++) {
    let session: Session | undefined;
    try {
      session = await openSession(databaseUrl, 'ledger-relay');
      if (await takeLock(session, RELAY_LOCK, { pollMs: STANDBY_POLL_MS, onWait }, signal)) return session;
    } catch (error) {
      const told = `The relay cannot reach its database, and tries again: ${sentence(error)}`;
      if (failures === 0) log.warn(told);
      else log.debug(told);
    }
    await session?.end();
    await pause(backoffMs(failures), signal);
  }
  return undefined;
}
