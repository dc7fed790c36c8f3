import { type Pool, type PoolClient } from 'pg';
import { isPlanStale } from '../transient.ts';

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
    if (isPlanStale(error)) broken = error;
    await client.query('rollback').catch((failure: unknown) => {
      broken = failure instanceof Error ? failure : new Error(String(failure));
    });
    throw error;
  } finally {
    client.off('error', ignore);
    client.release(broken);
  }
}

/**
 * Waits for all parts of the work in a transaction, and only then throws what the first has thrown: a part that still sent
 * statements after the rollback would write outside of any transaction. Statements that fail merely because another has
 * failed before them say nothing.
 */
export async function together<const Parts extends readonly unknown[]>(
  parts: Parts,
): Promise<{ -readonly [Index in keyof Parts]: Awaited<Parts[Index]> }> {
  const outcomes = await Promise.allSettled(parts);
  const reasons = outcomes.flatMap((outcome) =>
    outcome.status === 'rejected' ? [outcome.reason as unknown] : [],
  );
  if (reasons.length > 0) throw reasons.find((reason) => !isAftermath(reason)) ?? reasons[0];
  return outcomes.map((outcome) => outcome.status === 'fulfilled' && outcome.value) as {
    -readonly [Index in keyof Parts]: Awaited<Parts[Index]>;
  };
}

/** "Current transaction is aborted", whoever was told so. */
const isAftermath = (reason: unknown): boolean =>
  reason instanceof Error && ((reason as { code?: unknown }).code === '25P02' || isAftermath(reason.cause));

const ignore = (): void => undefined;
