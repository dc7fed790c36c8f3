import { type Pool, type PoolClient } from 'pg';

/**
 * Runs work in a transaction opened by `begin`, and commits it; on an error it is rolled back, and a connection that is
 * no longer good for anything is thrown away.
 */
export async function inTransaction<T>(
  pool: Pool,
  begin: string,
  work: (tx: PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  // A connection that breaks between two queries says so by an event, which would end the process if nobody listened.
  client.on('error', ignore);
  let broken: Error | undefined;
  try {
    await client.query(begin);
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch((failure: unknown) => {
      broken = failure instanceof Error ? failure : new Error(String(failure));
    });
    throw error;
  } finally {
    client.off('error', ignore);
    client.release(broken);
  }
}

const ignore = (): void => undefined;
