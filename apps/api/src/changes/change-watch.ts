import { followChanges, lastChange } from '#libs/messaging';
import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'pg';

/** Knows the number of the last change, and wakes those who wait for more; one follower for all of them. */
@Injectable()
export class ChangeWatch implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #log = new Logger('api');
  readonly #stop = new AbortController();
  #moved = new AbortController();
  #number = 0;
  #ended: Promise<void> = Promise.resolve();

  constructor(@Inject(Pool) private readonly pool: Pool) {}

  async onApplicationBootstrap(): Promise<void> {
    this.#number = await lastChange(this.pool);
    this.#ended = this.#watch();
  }

  /** Wakes everybody, so that a drain does not wait for those who wait. */
  async onModuleDestroy(): Promise<void> {
    this.#stop.abort();
    await this.#ended;
  }

  /** Whether waiting is still worth while. */
  get ending(): boolean {
    return this.#stop.signal.aborted;
  }

  /** Until there is a change after a number, so many milliseconds have passed, the caller has left, or we end. */
  async beyond(number: number, ms: number, left: AbortSignal): Promise<void> {
    if (this.#number > number) return;
    const signal = AbortSignal.any([left, this.#moved.signal, this.#stop.signal]);
    await sleep(ms, undefined, { signal }).catch(() => undefined);
  }

  async #watch(): Promise<void> {
    const { signal } = this.#stop;
    const databaseUrl = this.pool.options.connectionString ?? '';
    try {
      for await (const page of followChanges({ databaseUrl, after: this.#number, log: this.#log, signal })) {
        this.#number = page.at(-1)?.number ?? this.#number;
        const moved = this.#moved;
        this.#moved = new AbortController();
        moved.abort();
      }
    } catch (error) {
      this.#log.error(`Nobody is told of new changes any more: ${String(error)}`);
    }
  }
}
