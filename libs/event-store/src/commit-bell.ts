import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { orAborted } from './or-aborted.ts';
import { backoffMs } from './transient.ts';

/** A server that has gone silent does not say goodbye either. */
const FAREWELL_MS = 1_000;

/** One listener's memory of whether the bell rang since it last asked, so that no ring is lost between two waits. */
export interface Ear {
  /** From here on, a ring counts as news. Call before reading. */
  forget(): void;
  /** Until a ring since `forget`, the time, or the abort, whichever is first. Never throws. */
  wait(maxMs: number, signal: AbortSignal): Promise<void>;
}

/**
 * Tells followers that something was committed. All followers of a store share one connection that LISTENs, outside the
 * pool lest they use it up; it is there only while someone follows. A bell may be silent (connection lost, a proxy
 * in between), so nobody relies on it: it only saves waiting.
 */
export class CommitBell {
  readonly #ears = new Set<() => void>();
  #listening: { readonly stop: AbortController; readonly ended: Promise<void> } | undefined;

  constructor(private readonly pool: pg.Pool) {}

  /** Lends an ear to `use`, and takes it back however that ends. The last one out closes the connection. */
  async *withEar<T>(use: (ear: Ear) => AsyncGenerator<T, void>): AsyncGenerator<T, void> {
    const { ear, ring } = makeEar();
    this.#ears.add(ring);
    this.#listening ??= this.#startListening();
    try {
      yield* use(ear);
    } finally {
      this.#ears.delete(ring);
      if (this.#ears.size === 0) await this.#stopListening();
    }
  }

  #startListening() {
    const stop = new AbortController();
    return { stop, ended: this.#listen(stop.signal) };
  }

  async #stopListening(): Promise<void> {
    const listening = this.#listening;
    this.#listening = undefined;
    listening?.stop.abort();
    await listening?.ended;
  }

  async #listen(stop: AbortSignal): Promise<void> {
    for (let failures = 0; !stop.aborted; failures++) {
      const client = new pg.Client(this.pool.options);
      const ended = new Promise<void>((resolve) => client.once('end', resolve));
      client.on('error', () => undefined);
      client.on('notification', () => {
        this.#ring();
      });
      const listen = async () => {
        await client.connect();
        await client.query('listen ledger_events');
        failures = 0;
        // What was committed before we listened was announced to nobody.
        this.#ring();
        await ended;
      };
      try {
        await orAborted(listen(), stop);
      } catch {
        // Followers poll meanwhile, and their own reads tell what is wrong with the server.
      }
      await orAborted(client.end(), AbortSignal.timeout(FAREWELL_MS)).catch(() => undefined);
      await sleep(backoffMs(failures), undefined, { signal: stop }).catch(() => undefined);
    }
  }

  #ring(): void {
    for (const ring of this.#ears) ring();
  }
}

function makeEar(): { readonly ear: Ear; readonly ring: () => void } {
  let rung = false;
  let wake: (() => void) | undefined;
  return {
    ring: () => {
      rung = true;
      wake?.();
    },
    ear: {
      forget: () => {
        rung = false;
      },
      wait: (maxMs, signal) =>
        new Promise((resolve) => {
          if (rung || signal.aborted) {
            resolve();
            return;
          }
          const done = () => {
            clearTimeout(timer);
            signal.removeEventListener('abort', done);
            wake = undefined;
            resolve();
          };
          const timer = setTimeout(done, maxMs);
          signal.addEventListener('abort', done, { once: true });
          wake = done;
        }),
    },
  };
}
