import pg from 'pg';
import { isOver, pause } from './patience.ts';

/** A database session that stands for something: a lock that is held for as long as it lasts. */
export interface Session {
  readonly client: pg.Client;
  /** Aborted when the session has ended, and with it whatever it stood for. */
  readonly lost: AbortSignal;
  end(): Promise<void>;
}

/** So that the server forgets a session whose machine is gone after some 25 s, and another can take the lock. */
const KEEPALIVES = [
  'set tcp_keepalives_idle = 10',
  'set tcp_keepalives_interval = 5',
  'set tcp_keepalives_count = 3',
].join('; ');

/** @throws what the database throws when it is away. */
export async function openSession(databaseUrl: string, applicationName: string): Promise<Session> {
  const lost = new AbortController();
  const client = new pg.Client({
    connectionString: databaseUrl,
    application_name: applicationName,
    keepAlive: true,
    connectionTimeoutMillis: 10_000,
    query_timeout: 20_000,
  });
  const lose = (): void => {
    lost.abort();
  };
  client.on('error', lose);
  client.on('end', lose);
  const end = (): Promise<void> => client.end().catch(() => undefined);
  try {
    await client.connect();
    await client.query(KEEPALIVES);
    return { client, lost: lost.signal, end };
  } catch (error) {
    await end();
    throw error;
  }
}

/**
 * Waits until the session holds an advisory lock, however long another does; false after an abort. Polls rather than
 * waiting in `pg_advisory_lock`, because a statement that waits for days would hold back every vacuum for as long.
 */
export async function takeLock(
  { client, lost }: Session,
  lock: number,
  { pollMs, onWait }: { readonly pollMs: number; readonly onWait?: () => void },
  signal: AbortSignal,
): Promise<boolean> {
  const either = AbortSignal.any([signal, lost]);
  for (let polls = 0; !isOver(either); polls++) {
    const { rows } = await client.query<{ ours: boolean }>('select pg_try_advisory_lock($1) as ours', [lock]);
    if (rows[0]?.ours) return true;
    if (polls === 0) onWait?.();
    await pause(pollMs, either);
  }
  return false;
}

/**
 * One session used from several places: each statement waits for the one before. node-postgres queues them by itself so far,
 * and has said that it will not for ever.
 */
export function inTurn(client: pg.Client): Pick<pg.Client, 'query'> {
  const ask = client.query.bind(client) as (...statement: readonly unknown[]) => Promise<unknown>;
  let last: Promise<unknown> = Promise.resolve();
  const query = (...statement: readonly unknown[]): Promise<unknown> => {
    const answer = last.then(() => ask(...statement));
    last = answer.catch(() => undefined);
    return answer;
  };
  return { query: query as pg.Client['query'] };
}
