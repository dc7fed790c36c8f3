import { type Client } from 'pg';
import { sentence } from '../log.ts';
import { backoffMs, isOver, pause } from '../patience.ts';
import { openSession, type Session, takeLock } from '../session.ts';
import { isTransient } from '../transient.ts';
import { type Feed } from './feed.ts';
import { type Fold } from './fold.ts';
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

/** What answering requests takes: the live fold, feeds to rebuild from, and a session of its own. */
export interface AnsweringOptions extends Fold {
  readonly openFeed: (name: string) => Feed;
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
    let session: Session | undefined;
    try {
      session = await openSession(databaseUrl, 'ledger-projector-requests');
      if (await takeLock(session, ANSWERING_LOCK, { pollMs: POLL_MS }, signal)) {
        failures = 0;
        await answer(options, session.client, AbortSignal.any([signal, session.lost]));
      }
    } catch (error) {
      const told = `Answering requests was interrupted, and is tried again: ${sentence(error)}`;
      if (failures === 0 && !isOver(signal)) log.warn(told);
      else log.debug(told);
    } finally {
      await session?.end();
    }
    await pause(backoffMs(failures), signal);
  }
}

async function answer(options: AnsweringOptions, leader: Client, signal: AbortSignal): Promise<void> {
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
  options: AnsweringOptions & { leader: Client },
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
