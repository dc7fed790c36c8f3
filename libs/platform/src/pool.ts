import pg from 'pg';

/**
 * A pool none of whose connections ends the process by breaking. One that breaks while nothing is asked of it says so by
 * an event, for which somebody must listen from the moment it is there: the pool itself stops listening before whoever
 * asked for the connection can begin, and a server that is shutting down ends a session in that very moment.
 *
 * @param onIdleEnd - told when a connection in nobody's use has ended; it is replaced when next needed.
 */
export function openPool(config: pg.PoolConfig, onIdleEnd: (error: Error) => void = ignore): pg.Pool {
  const pool = new pg.Pool(config);
  pool.on('connect', (client) => client.on('error', ignore));
  pool.on('error', onIdleEnd);
  return pool;
}

const ignore = (): void => undefined;

/**
 * Runs work in a transaction opened by `begin`, and commits it; on an error it is rolled back, and a connection that is
 * no longer good for anything is thrown away.
 *
 * @param pool - of openPool, or a session that ends between two statements ends the process.
 * @throws whatever the work or Postgres throws.
 */
export async function inTransaction<T>(
  pool: pg.Pool,
  begin: string,
  work: (tx: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query(begin);
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    if (isPlanStale(error)) broken = error;
    await client.query('rollback').catch((failure: unknown) => {
      broken = failure instanceof Error ? failure : new Error(String(failure));
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

/**
 * Whether a statement that the connection has prepared answers with other types now, because its tables were made anew. On a
 * new connection it is prepared anew.
 */
export const isPlanStale = (error: unknown): error is pg.DatabaseError =>
  error instanceof pg.DatabaseError && error.code === '0A000' && error.message.startsWith('cached plan');
