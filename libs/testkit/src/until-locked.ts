import { type Pool } from 'pg';
import { until } from './kafka.ts';

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
