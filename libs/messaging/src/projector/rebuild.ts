import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Client } from 'pg';
import { sentence } from '../log.ts';
import { pause } from '../patience.ts';
import { type BigintText, type Sql } from '../sql.ts';
import { isLockTimeout } from '../transient.ts';
import { consume, type Consumption } from './consumption.ts';
import { type Feed } from './feed.ts';
import { type Fold } from './fold.ts';
import { LIVE, NEXT, stopFolds } from './read-model-schema.ts';
import { describeRequests, finishRequests } from './requests.ts';

/** What a rebuild works with. */
export interface RebuildOptions extends Omit<Fold, 'schema'> {
  /** Opens a feed of its own for a rebuild by this name. */
  readonly openFeed: (name: string) => Feed;
  /** The session that makes this process the one that rebuilds: the swap is done in it, or not at all. */
  readonly leader: Client;
  /** Called after the swap. */
  readonly onSwapped: () => Promise<void>;
}

const LOOK_MS = 250;
const DRAW_LEVEL_MS = 20;
/** How long the live read models may be kept from moving, in milliseconds, while the new ones draw level. */
const FREEZE_MS = 2_000;
/** How long they are left in peace after a swap that did not come off. */
const AGAIN_MS = 2_000;

/**
 * Builds every read model anew beside the live ones, from the first event in the topic, and puts them in place when they
 * know all that the live ones know. One that is interrupted leaves the live ones as they are; the next begins anew.
 *
 * @returns what is to be told of it, when it is done. It has answered the requests already, in the transaction of the swap.
 */
export async function rebuild(
  options: RebuildOptions,
  requests: readonly BigintText[],
  signal: AbortSignal,
): Promise<string> {
  const { pool, projections, log, concurrency, openFeed, onSwapped } = options;
  await pool.query('select ledger.drop_read_models($1)', [NEXT]);
  await pool.query('select ledger.create_read_models($1)', [NEXT]);
  const feed = openFeed(`rebuild-${randomUUID()}`);
  const consumption = consume({ pool, projections, log, concurrency, schema: NEXT, feed });
  try {
    for (let target: Target | undefined; ;) {
      await pause(LOOK_MS, signal);
      signal.throwIfAborted();
      const progress = await readProgress(pool, target);
      await describeRequests(pool, requests, `${progress.asOf} of ${progress.highest} positions`);
      target = progress.target;
      if (!progress.reached) continue;
      const detail = await swap(options, requests, consumption);
      if (detail !== undefined) {
        log.log(`The read models were rebuilt and swapped: ${detail}`);
        await onSwapped().catch((error: unknown) => {
          // The rebuild is done and answered all the same, and the next pulse tells what this would have.
          log.debug(`What was built is not yet taken note of: ${sentence(error)}`);
        });
        return detail;
      }
      await pause(AGAIN_MS, signal);
    }
  } finally {
    await consumption.stop();
    await feed.forget();
  }
}

/** Where every partition ended at a moment when all that was ever published was in the topic. */
interface Target {
  readonly generation: BigintText;
  readonly endOffsets: readonly BigintText[];
}

interface Progress {
  readonly asOf: number;
  readonly highest: number;
  readonly target: Target | undefined;
  readonly reached: boolean;
}

/** A target is set once and then stays, or a busy topic would always be a little ahead; a new generation sets another. */
async function readProgress(sql: Sql, target: Target | undefined): Promise<Progress> {
  const { rows } = await sql.query<{
    generation: BigintText;
    end_offsets: BigintText[];
    whole: boolean;
    highest: BigintText;
    as_of: BigintText;
  }>(/* sql */ `
    select generation, end_offsets, position >= highest as whole, highest,
           ledger.read_models_as_of('${NEXT}') as as_of
      from ledger.relay_state`);
  const [now] = rows;
  if (!now) throw new Error('ledger.relay_state has no row');
  const isWhole = now.whole && now.generation !== '0';
  const current = target?.generation === now.generation ? target : undefined;
  const next = current ?? (isWhole ? { generation: now.generation, endOffsets: now.end_offsets } : undefined);
  return {
    asOf: Number(now.as_of),
    highest: Number(now.highest),
    target: next,
    reached: next !== undefined && (await hasPassed(sql, next)),
  };
}

async function hasPassed(sql: Sql, { generation, endOffsets }: Target): Promise<boolean> {
  const { rows } = await sql.query<{ passed: boolean }>(
    /* sql */ `
      select not exists (
        select from unnest($2::bigint[]) with ordinality as target (end_offset, ordinal)
          left join ${NEXT}.checkpoints c on c.partition = target.ordinal - 1 and c.generation = $1
         where c.next_offset is null or c.next_offset < target.end_offset
      ) as passed`,
    [generation, endOffsets],
  );
  return rows[0]?.passed === true;
}

/**
 * Holds the live read models still, waits until the new ones know as much in every partition, and swaps. Undefined when
 * they do not draw level in time, or a reader is long at it; the live ones go on then.
 */
async function swap(
  { leader }: RebuildOptions,
  requests: readonly BigintText[],
  consumption: Consumption,
): Promise<string | undefined> {
  // Folds and readers that come while we wait for the lock wait behind us, so we do not wait long.
  await leader.query(`begin; set local lock_timeout = ${FREEZE_MS}`);
  try {
    if (!(await holdStill(leader))) {
      await leader.query('rollback');
      return undefined;
    }
    await consumption.stop();
    await keepFloor(leader);
    const { rows } = await leader.query<{ as_of: string; parked: string }>(
      `select ledger.read_models_as_of('${NEXT}') as as_of, count(*) as parked from ${NEXT}.parked`,
    );
    const detail = `as of position ${rows[0]?.as_of ?? '0'}, ${rows[0]?.parked ?? '0'} events parked`;
    await leader.query('select ledger.swap_read_models()');
    await finishRequests(leader, requests, 'done', detail);
    await leader.query('commit');
    return detail;
  } catch (error) {
    await leader.query('rollback').catch(() => undefined);
    throw error;
  }
}

/** Whether the live read models stand still now, and the new ones are level with them. */
async function holdStill(leader: Client): Promise<boolean> {
  try {
    await leader.query(stopFolds(LIVE));
  } catch (error) {
    if (isLockTimeout(error)) return false;
    throw error;
  }
  const until = performance.now() + FREEZE_MS;
  while (!(await isLevel(leader))) {
    if (performance.now() > until) return false;
    await sleep(DRAW_LEVEL_MS);
  }
  return true;
}

/** Whether there is nothing in the live read models that is not in the new ones. */
async function isLevel(sql: Sql): Promise<boolean> {
  if (!(await liveExists(sql))) return true;
  const { rows } = await sql.query<{ behind: boolean }>(/* sql */ `
    select exists (
      select from ${LIVE}.checkpoints live left join ${NEXT}.checkpoints next using (partition)
       where live.position > coalesce(next.position, 0)
    ) as behind`);
  return rows[0]?.behind === false;
}

/** What readers were told the live read models are true as of stays true of those that take their place. */
async function keepFloor(sql: Sql): Promise<void> {
  await sql.query(`update ${NEXT}.build set as_of = greatest(as_of, ledger.read_models_as_of('${LIVE}'))`);
}

async function liveExists(sql: Sql): Promise<boolean> {
  const { rows } = await sql.query<{ is_there: boolean }>(
    `select to_regclass('${LIVE}.checkpoints') is not null as is_there`,
  );
  return rows[0]?.is_there === true;
}
