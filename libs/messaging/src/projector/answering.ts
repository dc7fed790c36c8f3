import pg from 'pg';
import { sentence } from '../log.ts';
import { backoffMs, isOver, pause } from '../patience.ts';
import { isTransient } from '../transient.ts';
import { type ConsumptionOptions } from './consumption-options.ts';
import { rebuild } from './rebuild.ts';
import {
  finishRequests,
  type ProjectionRequest,
  reopenRequests,
  REQUESTS_CHANNEL,
  takeRebuilds,
  takeRetry,
} from './requests.ts';
import { retryParked } from './retry.ts';

/** What answering requests takes: the live consumption's options, and a session of its own. */
export interface AnsweringOptions extends ConsumptionOptions {
  readonly databaseUrl: string;
  /** Called when the live read models have been replaced. */
  readonly onSwapped: () => Promise<void>;
}

/** The advisory lock of the one projector that answers requests. */
const ANSWERING_LOCK = 4_711_012;
const POLL_MS = 1_000;

/**
 * Answers requests for retries and rebuilds until the abort. Of any number of projectors one does; when it is gone
 * another takes its place and does again what was left undone.
 */
export async function answerRequests(options: AnsweringOptions, signal: AbortSignal): Promise<void> {
  const { databaseUrl, log } = options;
  for (let failures = 0; !signal.aborted; failures++) {
    const lost = new AbortController();
    const leader = new pg.Client({
      connectionString: databaseUrl,
      application_name: 'ledger-projector-requests',
      keepAlive: true,
    });
    leader.on('error', () => {
      lost.abort();
    });
    leader.on('end', () => {
      lost.abort();
    });
    try {
      await leader.connect();
      const session = AbortSignal.any([signal, lost.signal]);
      if (await isOurTurn(leader, session)) {
        failures = 0;
        await answer(options, leader, session);
      }
    } catch (error) {
      if (!isOver(signal))
        log.warn(`Answering requests was interrupted, and is tried again: ${sentence(error)}`);
    } finally {
      await leader.end().catch(() => undefined);
    }
    await pause(backoffMs(failures), signal);
  }
}

/** Polls, as the relay does, rather than holding back every vacuum by a statement that waits for days. */
async function isOurTurn(leader: pg.Client, signal: AbortSignal): Promise<boolean> {
  while (!isOver(signal)) {
    const { rows } = await leader.query<{ ours: boolean }>('select pg_try_advisory_lock($1) as ours', [
      ANSWERING_LOCK,
    ]);
    if (rows[0]?.ours) return true;
    await pause(POLL_MS, signal);
  }
  return false;
}

async function answer(options: AnsweringOptions, leader: pg.Client, signal: AbortSignal): Promise<void> {
  const { pool, log } = options;
  let wake = new AbortController();
  leader.on('notification', () => {
    wake.abort();
  });
  await leader.query(`listen ${REQUESTS_CHANNEL}`);
  await reopenRequests(pool);
  const over = new AbortController();
  const session = AbortSignal.any([signal, over.signal]);
  let rebuilding: Promise<void> | undefined;
  try {
    while (!isOver(signal)) {
      wake = new AbortController();
      await answerRetries(options, session);
      const requests = rebuilding ? [] : await takeRebuilds(pool);
      if (requests.length > 0) {
        rebuilding = answerRebuilds({ ...options, leader }, requests, session)
          .catch((error: unknown) => {
            log.warn(`A rebuild was interrupted: ${sentence(error)}`);
          })
          .finally(() => {
            rebuilding = undefined;
            wake.abort();
          });
      }
      await pause(POLL_MS, AbortSignal.any([signal, wake.signal]));
    }
  } finally {
    over.abort();
    await rebuilding;
  }
}

async function answerRetries(options: AnsweringOptions, signal: AbortSignal): Promise<void> {
  for (;;) {
    const request = await takeRetry(options.pool);
    if (!request) return;
    const { state, detail } = await answerRetry(options, request, signal);
    await finishRequests(options.pool, [request.id], state, detail);
    options.log.log(`Retried: ${detail}`);
  }
}

async function answerRetry(options: AnsweringOptions, request: ProjectionRequest, signal: AbortSignal) {
  try {
    const { folded, stillHeld } = await retryParked(options, request, signal);
    const [first] = stillHeld;
    const taken = `${folded} parked events folded in`;
    if (!first) return { state: 'done', detail: taken } as const;
    const left = `${stillHeld.length} streams still held, ${first.stream} for ${first.projection}: ${first.error}`;
    return { state: 'failed', detail: `${taken}; ${left}` } as const;
  } catch (error) {
    if (signal.aborted || isTransient(error)) throw error;
    return { state: 'failed', detail: sentence(error) } as const;
  }
}

/** One whose session is gone, or which is told to stop, leaves the requests to the next leader, who begins anew. */
async function answerRebuilds(
  options: AnsweringOptions & { leader: pg.Client },
  requests: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  try {
    await rebuild(options, requests, signal);
  } catch (error) {
    if (!signal.aborted) {
      if (isTransient(error)) await reopenRequests(options.pool);
      else await finishRequests(options.pool, requests, 'failed', sentence(error));
    }
    throw error;
  }
}
