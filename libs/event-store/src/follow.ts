import { type RecordedEvent } from '#libs/domain';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { type CommitBell } from './commit-bell.ts';
import { orAborted } from './or-aborted.ts';
import { backoffMs, isTransient } from './transient.ts';

export type Page = readonly RecordedEvent[];

export interface FollowOptions {
  /** The last position already known; 0 for everything. */
  readonly after: number;
  readonly signal: AbortSignal;
  /** How late a follower may be when the bell is silent, in milliseconds; a second where it is not said. */
  readonly pollMs?: number;
}

const POLL_MS = 1_000;

/**
 * Everything recorded after a position, page by page, for as long as the signal lets it. While a full page is handled the
 * next is read; after a smaller one there is nothing to read until the bell rings. A lost server is waited for; any other
 * error is thrown.
 *
 * @param fullPage - how many events `readAfter` answers with when there are more.
 */
export function follow(
  readAfter: (position: number) => Promise<Page>,
  fullPage: number,
  bell: CommitBell,
  { after, signal, pollMs = POLL_MS }: FollowOptions,
): AsyncGenerator<Page, void> {
  return bell.withEar(async function* (ear) {
    const read = (position: number): Promise<Page> => {
      ear.forget();
      const page = patiently(() => readAfter(position), signal);
      // Handled where it is awaited, which may be never if the consumer leaves first.
      page.catch(() => undefined);
      return page;
    };
    let position = after;
    let next = read(position);
    for (;;) {
      const page = await next;
      if (signal.aborted) return;
      position = page.at(-1)?.position ?? position;
      if (page.length >= fullPage) {
        next = read(position);
        // A query leaves the process some ticks after it is asked for, which without this is when the page has been handled.
        await nextTurn();
        yield page;
        continue;
      }
      if (page.length > 0) yield page;
      await ear.wait(pollMs, signal);
      next = read(position);
    }
  });
}

/** Tries until there is an answer. After an abort it is an empty page, at once. */
async function patiently(read: () => Promise<Page>, signal: AbortSignal): Promise<Page> {
  for (let failures = 0; !signal.aborted; failures++) {
    try {
      return (await orAborted(read(), signal)) ?? [];
    } catch (error) {
      if (!isTransient(error)) throw error;
      await sleep(backoffMs(failures), undefined, { signal }).catch(() => undefined);
    }
  }
  return [];
}
