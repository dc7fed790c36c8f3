import { followChanges, lastChange, type NumberedChange, readChanges } from '#libs/messaging';
import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'pg';
import { LedgerId } from '../ledger-id.ts';
import { STREAM_LIMITS } from '../stream/stream-limits.ts';
import { Tail } from '../stream/tail.ts';
import { sizedChange } from './change-entry.ts';

/** So many of the last changes are there from the start: who comes again after a restart most often wants no more. */
const REMEMBERED = 500;
const RETRY_MS = 1_000;

/** Knows the number of the last change, has the last ones, and wakes those who wait for more; one follower for all of them. */
@Injectable()
export class ChangeWatch implements OnApplicationBootstrap, OnModuleDestroy {
  readonly tail = new Tail(STREAM_LIMITS.tail);
  readonly #log = new Logger('api');
  readonly #stop = new AbortController();
  #moved = new AbortController();
  #number = 0;
  #ended: Promise<void> = Promise.resolve();

  constructor(
    @Inject(Pool) private readonly pool: Pool,
    @Inject(LedgerId) private readonly ledger: LedgerId,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const ledger = await this.ledger.urn();
    const after = Math.max(0, (await lastChange(this.pool)) - REMEMBERED);
    this.#number = after;
    this.tail.reset(after);
    this.#take(await readChanges(this.pool, { after, limit: REMEMBERED }), ledger);
    this.#ended = this.#watch(ledger);
  }

  /** Wakes everybody, so that a drain does not wait for those who wait. */
  async onModuleDestroy(): Promise<void> {
    this.#stop.abort();
    await this.#ended;
  }

  /** The last number seen so far. */
  get number(): number {
    return this.#number;
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

  async #watch(ledger: string): Promise<void> {
    const { signal } = this.#stop;
    const databaseUrl = this.pool.options.connectionString ?? '';
    while (!signal.aborted) {
      try {
        for await (const page of followChanges({
          ...{ databaseUrl, after: this.#number, log: this.#log, signal },
        })) {
          this.#take(page, ledger);
        }
      } catch (error) {
        this.#log.error(`New changes cannot be read, which is tried again: ${String(error)}`);
        await sleep(RETRY_MS, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  #take(page: readonly NumberedChange[], ledger: string): void {
    this.#number = page.at(-1)?.number ?? this.#number;
    this.tail.add(page.map((change) => sizedChange(change, ledger)));
    const moved = this.#moved;
    this.#moved = new AbortController();
    moved.abort();
  }
}
