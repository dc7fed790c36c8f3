import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { hearEndings } from './hear-endings.ts';
import { backoffMs, isGivenUp, isTransient } from './transient.ts';

/** While one writer's transaction commits, the statement of the other is on its way or waits for the head lock. */
export const WRITERS = 2;
/** A batch of 512 events takes some 20 ms; what takes longer than this waits for a lock or a disk. */
const STATEMENT_TIMEOUT_MS = 5_000;
/** A server or a network that has gone silent says nothing at all; then the outcome is unknown. */
const SILENCE_MS = STATEMENT_TIMEOUT_MS + 2_000;
/** How long a server that is away is waited for with a batch in hand. */
const PATIENCE_MS = 5_000;

/**
 * Connections that do nothing but append, apart from the pool that the store was given, lest a commit wait behind the
 * reads of those who wait for it. They are opened when needed and keep no process alive.
 */
export function openWriters(pool: pg.Pool): pg.Pool {
  const { password, application_name } = pool.options;
  const writers = new pg.Pool({
    ...pool.options,
    // Not enumerable there.
    ...(password !== undefined && { password }),
    ...(application_name !== undefined && { application_name: `${application_name}-writer` }),
    max: WRITERS,
    min: 0,
    query_timeout: SILENCE_MS,
    keepAlive: true,
    allowExitOnIdle: true,
    // The pool waits for it, whatever its types say.
    onConnect: prepareSession,
  });
  hearEndings(writers);
  // An idle connection that breaks is replaced when next needed.
  writers.on('error', () => undefined);
  return writers;
}

/** A plan made anew for every batch would cost more than the batch, and none of ours gains from knowing the values. */
const prepareSession = (client: pg.ClientBase): unknown =>
  client.query(
    `set statement_timeout = ${STATEMENT_TIMEOUT_MS}; set plan_cache_mode = force_generic_plan; set jit = off`,
  );

/** Its rows as arrays. */
type ArrayStatement = pg.QueryConfig & { readonly rowMode: 'array' };

/**
 * Sends a statement until there is an answer, or the server has been away for seconds; once more at least.
 *
 * After a lost connection nobody knows whether an append was committed, so it is sent again as it was, on a new one: at
 * the head lock it waits for what may still be running of the first, and then it finds its own events, or its key, or does
 * not. `afterLoss` says that it was so.
 */
export async function sendPatiently(
  writers: pg.Pool,
  statement: ArrayStatement,
): Promise<{ readonly rows: unknown[][]; readonly afterLoss: boolean }> {
  const giveUpAt = Date.now() + PATIENCE_MS;
  let loss: unknown;
  for (let failures = 0; ; failures += 1) {
    try {
      return { rows: await send(writers, statement), afterLoss: failures > 0 };
    } catch (error) {
      // That this try was rolled back says nothing of the one that was lost.
      if (!isTransient(error)) throw loss !== undefined && isGivenUp(error) ? loss : error;
      loss = error;
      if (failures > 0 && Date.now() > giveUpAt) throw error;
      await sleep(backoffMs(failures));
    }
  }
}

/** After an error of the way the connection is not used again, for its answer may still come. */
async function send(writers: pg.Pool, statement: ArrayStatement): Promise<unknown[][]> {
  const client = await writers.connect();
  try {
    const { rows } = await client.query<unknown[]>(statement);
    client.release();
    return rows;
  } catch (error) {
    client.release(!(error instanceof pg.DatabaseError) || error.severity !== 'ERROR');
    throw error;
  }
}
