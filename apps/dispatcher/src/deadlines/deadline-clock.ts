import { type Day } from '#libs/domain';
import { setTimeout as sleep } from 'node:timers/promises';
import { announceDeadlines, type Announcing } from './announce-deadlines.ts';
import { noteDeadlines } from './note-deadlines.ts';

/** What the clock that announces deadlines needs to know. */
export interface DeadlineClockOptions extends Announcing {
  /** What time it is. */
  readonly now: () => Date;
  /** How long to wait between two looks, in milliseconds. */
  readonly tickMs: number;
  /** How many deadlines are announced in one append. Default 100. */
  readonly batch?: number;
}

/** How the clock stands, for health and metrics. */
export interface DeadlineClockStatus {
  /** Up to which position the log was gone through for deadlines. */
  readonly position: number;
  /** How many deadlines this process has recorded as passed. */
  readonly announced: number;
  /** Why it could not look the last time; undefined where it could. */
  readonly failure: string | undefined;
}

/** The clock at work. */
export interface DeadlineClock {
  status(): DeadlineClockStatus;
  /** Finishes the batch under way. */
  stop(): Promise<void>;
}

/** Five milliseconds of the head lock, so that a writer who comes in between notices nothing. */
const BATCH = 100;
const LONGEST_PAUSE_MS = 30_000;

/**
 * Announces each deadline of a commitment, once, when it has passed: on the first look after midnight in UTC, or after it
 * was recorded with a deadline of old. Any number of these run side by side. It lives through the absence of the database.
 */
export function runDeadlineClock(options: DeadlineClockOptions): DeadlineClock {
  const { log, tickMs } = options;
  const stop = new AbortController();
  let status: DeadlineClockStatus = { position: 0, announced: 0, failure: undefined };
  const report = (changed: Partial<DeadlineClockStatus>): void => {
    status = { ...status, ...changed };
  };
  const count = (recorded: number): void => {
    report({ announced: status.announced + recorded });
  };

  const run = async ({ signal }: AbortController): Promise<void> => {
    for (let failures = 0; !signal.aborted;) {
      try {
        const before = status.announced;
        await look(options, report, count, signal);
        failures = 0;
        if (status.announced > before) log.log(`Passed deadlines announced: ${status.announced - before}`);
        report({ failure: undefined });
      } catch (error) {
        const failure = error instanceof Error ? error.message : String(error);
        if (failures === 0) log.warn(`Deadlines could not be looked at, and are tried again: ${failure}`);
        failures += 1;
        report({ failure });
      }
      await pause(Math.min(LONGEST_PAUSE_MS, tickMs * 2 ** Math.min(failures, 5)), signal);
    }
  };
  const ended = run(stop);
  return {
    status: () => status,
    stop: () => {
      stop.abort();
      return ended;
    },
  };
}

/** Goes through what is new in the log, then announces batch by batch what has passed. */
async function look(
  options: DeadlineClockOptions,
  report: (changed: Partial<DeadlineClockStatus>) => void,
  count: (recorded: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const { pool, store, now, batch = BATCH } = options;
  for (let isMore = true; isMore && !signal.aborted;) {
    const noted = await noteDeadlines(pool, store);
    report({ position: noted.position });
    isMore = noted.isMore;
  }
  for (let looked = batch; looked === batch && !signal.aborted;) {
    const begun = performance.now();
    const announced = await announceDeadlines(options, dayIn(now()), batch);
    count(announced.recorded);
    looked = announced.looked;
    // Half the time is left to those who record, however many deadlines of old there are.
    if (looked === batch) await pause(performance.now() - begun, signal);
  }
}

/** The day it is at an instant, in UTC: a ledger has one calendar, wherever its processes run. */
const dayIn = (instant: Date): Day => instant.toISOString().slice(0, 10);

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  sleep(ms, undefined, { signal }).catch(() => undefined);
