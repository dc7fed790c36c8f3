import { type Pool, type PoolClient } from 'pg';

/** Does all of it or nothing, on one connection. @throws whatever `act` or Postgres throws. */
export async function inTransaction<Result>(
  pool: Pool,
  act: (tx: PoolClient) => Promise<Result>,
): Promise<Result> {
  const tx = await pool.connect();
  let broken: Error | undefined;
  try {
    await tx.query('begin');
    const result = await act(tx);
    await tx.query('commit');
    return result;
  } catch (error) {
    // A connection that cannot even roll back is not given to anybody else.
    await tx.query('rollback').catch((failure: unknown) => {
      broken = failure instanceof Error ? failure : new Error(String(failure));
    });
    throw error;
  } finally {
    tx.release(broken);
  }
}
