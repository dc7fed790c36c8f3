import { setTimeout as sleep } from 'node:timers/promises';

/** Whether an abort has come, asked anew: what was true before an await says nothing after it. */
export const isOver = (signal: AbortSignal): boolean => signal.aborted;

/** Waits so many milliseconds, or until the abort. Never throws. */
export const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  sleep(ms, undefined, { signal }).catch(() => undefined);

/** How long to wait after so many failures in a row, in milliseconds: doubling from 100, at most 3,000. */
export const backoffMs = (failures: number): number => Math.min(3_000, 100 * 2 ** Math.min(failures, 10));

/**
 * Runs tasks side by side until the first of them ends, then tells the others to end and waits for them.
 *
 * @throws what the first one threw.
 */
export async function untilFirstEnds(
  signal: AbortSignal,
  ...tasks: readonly ((signal: AbortSignal) => Promise<void>)[]
): Promise<void> {
  const ended = new AbortController();
  const shared = AbortSignal.any([signal, ended.signal]);
  const running = tasks.map((task) => task(shared));
  try {
    await Promise.race(running);
  } finally {
    ended.abort();
    await Promise.allSettled(running);
  }
}

/** Settles at the abort. */
export const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const settle = (): void => {
      resolve();
    };
    if (signal.aborted) settle();
    else signal.addEventListener('abort', settle, { once: true });
  });
