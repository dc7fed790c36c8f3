import pg from 'pg';
import { backoffMs, pause } from '../patience.ts';
import { type Log, sentence } from '../log.ts';
import { type Sql } from '../sql.ts';

/** Being the one relay that publishes, for as long as one database session lasts. */
export interface Leadership {
  /** The session that holds the lock: whatever is written through it was written by the leader. */
  readonly sql: Sql;
  /** Aborted when the session has ended, and with it the leadership. */
  readonly lost: AbortSignal;
  release(): Promise<void>;
}

/** The advisory lock of the one relay. */
const RELAY_LOCK = 4_711_010;
const STANDBY_POLL_MS = 500;

/** So that the server forgets a relay whose machine is gone after some 25 s, and another can lead. */
const keepalives = ['tcp_keepalives_idle = 10', 'tcp_keepalives_interval = 5', 'tcp_keepalives_count = 3'];

/**
 * Waits until this process leads, for however long another does; undefined after an abort. Polls rather than waiting in
 * `pg_advisory_lock`, because a statement that waits for days would hold back every vacuum for as long.
 */
export async function takeLeadership(
  databaseUrl: string,
  log: Log,
  signal: AbortSignal,
): Promise<Leadership | undefined> {
  for (let failures = 0; !signal.aborted; failures++) {
    const lost = new AbortController();
    const client = new pg.Client({
      connectionString: databaseUrl,
      application_name: 'ledger-relay',
      keepAlive: true,
      query_timeout: 20_000,
    });
    client.on('error', () => {
      lost.abort();
    });
    client.on('end', () => {
      lost.abort();
    });
    const release = (): Promise<void> => client.end().catch(() => undefined);
    try {
      await client.connect();
      await client.query(keepalives.map((setting) => `set ${setting}`).join('; '));
      if (await locked(client, log, AbortSignal.any([signal, lost.signal]))) {
        return { sql: client, lost: lost.signal, release };
      }
    } catch (error) {
      log.warn(`The relay cannot reach its database, and tries again: ${sentence(error)}`);
    }
    await release();
    await pause(backoffMs(failures), signal);
  }
  return undefined;
}

async function locked(client: pg.Client, log: Log, signal: AbortSignal): Promise<boolean> {
  for (let polls = 0; !signal.aborted; polls++) {
    const { rows } = await client.query<{ ours: boolean }>('select pg_try_advisory_lock($1) as ours', [
      RELAY_LOCK,
    ]);
    if (rows[0]?.ours) return true;
    if (polls === 0) log.log('Another relay publishes; this one stands by');
    await pause(STANDBY_POLL_MS, signal);
  }
  return false;
}
