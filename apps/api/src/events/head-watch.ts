import { EventStore } from '#libs/event-store';
import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';

/**
 * Knows where the log ends, and wakes those who wait for more. One follower for all of them: a waiting client holds a
 * socket and nothing in the database.
 */
@Injectable()
export class HeadWatch implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #log = new Logger('api');
  readonly #stop = new AbortController();
  readonly #waiting = new Set<() => void>();
  #position = 0;
  #ended: Promise<void> = Promise.resolve();

  constructor(@Inject(EventStore) private readonly store: EventStore) {}

  async onApplicationBootstrap(): Promise<void> {
    this.#position = (await this.store.head()).position;
    this.#ended = this.#watch();
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

  async #watch(): Promise<void> {
    try {
      const pages = this.store.follow({ after: this.#position, signal: this.#stop.signal });
      for await (const page of pages) {
        this.#position = page.at(-1)?.position ?? this.#position;
        this.#wake();
      }
    } catch (error) {
      this.#log.error(`Nobody is told of new events any more: ${String(error)}`);
    }
  }

  #wake(): void {
    for (const wake of [...this.#waiting]) wake();
  }
}
