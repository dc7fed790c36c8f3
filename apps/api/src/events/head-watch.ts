import { EventStore } from '#libs/event-store';
import { setTimeout as pause } from 'node:timers/promises';
import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { LedgerId } from '../ledger-id.ts';
import { STREAM_LIMITS } from '../stream/stream-limits.ts';
import { Tail } from '../stream/tail.ts';
import { sizedEvent } from './event-entry.ts';

/** So many of the last events are there from the start: who comes again after a restart most often wants no more. */
const REMEMBERED = 1_000;
const RETRY_MS = 1_000;

/**
 * Knows where the log ends, has its last events, and wakes those who wait for more. One follower for all of them: a
 * waiting client holds a socket and nothing in the database.
 */
@Injectable()
export class HeadWatch implements OnApplicationBootstrap, OnModuleDestroy {
  readonly tail = new Tail(STREAM_LIMITS.tail);
  readonly #log = new Logger('api');
  readonly #stop = new AbortController();
  readonly #waiting = new Set<() => void>();
  #position = 0;
  #ended: Promise<void> = Promise.resolve();

  constructor(
    @Inject(EventStore) private readonly store: EventStore,
    @Inject(LedgerId) private readonly ledger: LedgerId,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const ledger = await this.ledger.urn();
    const { position } = await this.store.head();
    const after = Math.max(0, position - REMEMBERED);
    const last = await this.store.readAll({ after, upTo: position, limit: REMEMBERED });
    this.tail.reset(after);
    this.tail.add(last.map((event) => sizedEvent(event, ledger)));
    this.#position = position;
    this.#ended = this.#watch(ledger);
  }

  /** Wakes everybody, so that a drain does not wait for those who wait. */
  async onModuleDestroy(): Promise<void> {
    this.#stop.abort();
    this.#wake();
    await this.#ended;
  }

  /** The last position seen so far. */
  get position(): number {
    return this.#position;
  }

  /** Until the log goes beyond a position, so many milliseconds have passed, the caller has left, or we end. */
  async beyond(position: number, ms: number, left: AbortSignal): Promise<void> {
    if (this.#position > position || this.#stop.signal.aborted || left.aborted) return;
    await new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#waiting.delete(done);
        left.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      left.addEventListener('abort', done);
      this.#waiting.add(done);
    });
  }

  /** Whether waiting is still worth while. */
  get ending(): boolean {
    return this.#stop.signal.aborted;
  }

  async #watch(ledger: string): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      try {
        for await (const page of this.store.follow({ after: this.#position, signal })) {
          this.#position = page.at(-1)?.position ?? this.#position;
          this.tail.add(page.map((event) => sizedEvent(event, ledger)));
          this.#wake();
        }
      } catch (error) {
        this.#log.error(`New events cannot be read, which is tried again: ${String(error)}`);
        await pause(RETRY_MS, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  #wake(): void {
    for (const wake of [...this.#waiting]) wake();
  }
}
