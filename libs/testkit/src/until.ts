import { setTimeout as sleep } from 'node:timers/promises';
import { type Pool } from 'pg';

/**
 * Waits until something is so, looking again and again, and answers with what was found.
 *
 * @throws when it is not so in time, with what was waited for and the last error of looking.
 */
export async function until<T>(
  what: string,
  look: () => T | Promise<T>,
  timeoutMs = 20_000,
): Promise<NonNullable<T>> {
  const end = performance.now() + timeoutMs;
  let last: unknown;
  while (performance.now() < end) {
    try {
      const found = await look();
      if (found) return found;
    } catch (error) {
      last = error;
    }
    await sleep(20);
  }
  throw new Error(`Not in ${timeoutMs} ms: ${what}`, { cause: last });
}

/**
 * Waits until somebody waits for a lock in the database of a pool, with a statement in which this stands.
 *
 * @param admin of a role that sees what others ask.
 */
export async function untilLocked(admin: Pool, statement = ''): Promise<void> {
  await until(`somebody waits for a lock, asking for ${statement || 'anything'}`, async () => {
    const { rowCount } = await admin.query(
      `select from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock' and strpos(query, $1) > 0`,
      [statement],
    );
    return rowCount !== 0;
  });
}
