import { isOver, type Log, pause } from '#libs/messaging';
import { type Pool } from 'pg';
import { allIdsSql, dropAbandonedSql, forgetSecretsSql, tidySql } from './subscriptions.sql.ts';
import { type WebhookLimits } from './webhook-limits.ts';

interface Tidying {
  readonly pool: Pool;
  readonly limits: Pick<WebhookLimits, 'tidyMs' | 'keptDays'>;
  readonly log: Log;
}

const AT_ONCE = 1_000;
/** Between two rounds of deleting, so that it is never all that the database does. */
const REST_MS = 100;

/** Deletes now and then what nobody will look at again. Ends at the abort. @throws what the database answers. */
export async function keepTidy(tidying: Tidying, signal: AbortSignal): Promise<void> {
  const { pool, limits, log } = tidying;
  while (!isOver(signal)) {
    const deleted = await tidyUp(pool, limits.keptDays, signal);
    if (deleted > 0)
      log.debug(`Deliveries settled more than ${limits.keptDays} days ago deleted: ${deleted}`);
    await pause(limits.tidyMs, signal);
  }
}

async function tidyUp(pool: Pool, days: number, signal: AbortSignal): Promise<number> {
  let deleted = 0;
  await pool.query(forgetSecretsSql);
  await pool.query(dropAbandonedSql, [days]);
  const { rows } = await pool.query<{ id: string }>(allIdsSql);
  for (const { id } of rows) {
    for (let last = AT_ONCE; last === AT_ONCE && !isOver(signal);) {
      const { rowCount } = await pool.query(tidySql, [id, days, AT_ONCE]);
      last = rowCount ?? 0;
      deleted += last;
      if (last === AT_ONCE) await pause(REST_MS, signal);
    }
  }
  return deleted;
}
