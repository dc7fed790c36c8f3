import { EventStore } from '#libs/event-store';
import { ReadModels } from '#libs/read-models';
import { type Filter } from '#libs/subscriptions';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { setTimeout as pause } from 'node:timers/promises';
import { LedgerId } from '../ledger-id.ts';
import { STREAM_LIMITS } from '../stream/stream-limits.ts';
import { type StoredPage, type StreamSource } from '../stream/stream-source.ts';
import { type SizedEntry, Tail } from '../stream/tail.ts';
import { sizedEvent, UNCONCERNED } from './event-entry.ts';
import { HeadWatch } from './head-watch.ts';
import { RecordedEvents } from './recorded-events.ts';

const BATCH = 500;
/** How soon to look again while the read models are behind, at first and at most. */
const LOOK_MS = 20;
const LOOK_MOST_MS = 500;
/** How soon to look again while they are not, in case nobody is woken. */
const IDLE_MS = 5_000;
const RETRY_MS = 1_000;

/**
 * The same events, each once the read models know whom it concerns and what it changed, for filters that ask for that.
 * One reader of the read models for all clients together, while there are any.
 */
@Injectable()
export class ConcerningEvents implements StreamSource {
  readonly name = 'concerning-events';
  readonly tail = new Tail(STREAM_LIMITS.tail);
  readonly #log = new Logger('api');

  constructor(
    @Inject(EventStore) private readonly store: EventStore,
    @Inject(ReadModels) private readonly readModels: ReadModels,
    @Inject(LedgerId) private readonly ledger: LedgerId,
    @Inject(HeadWatch) private readonly watch: HeadWatch,
    @Inject(RecordedEvents) private readonly recorded: RecordedEvents,
  ) {}

  async begin(signal: AbortSignal): Promise<void> {
    this.tail.reset(await this.readModels.asOf());
    void this.#follow(signal);
  }

  now(): number {
    return this.watch.position;
  }

  end(): Promise<number> {
    return this.recorded.end();
  }

  stored(after: number, limit: number, filter: Filter): Promise<StoredPage> {
    return this.recorded.stored(after, limit, filter);
  }

  async #follow(signal: AbortSignal): Promise<void> {
    const isOver = (): boolean => signal.aborted;
    let lookMs = LOOK_MS;
    while (!isOver()) {
      try {
        const isFurther = await this.#advance(signal);
        lookMs = isFurther ? LOOK_MS : Math.min(lookMs * 2, LOOK_MOST_MS);
        if (isFurther) continue;
        if (this.watch.position > this.tail.to) await pause(lookMs, undefined, { signal });
        else await this.watch.beyond(this.tail.to, IDLE_MS, signal);
      } catch (error) {
        if (isOver()) return;
        this.#log.warn(`What events concern could not be read, and is tried again: ${String(error)}`);
        await pause(RETRY_MS, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  /** @returns whether there was anything new. */
  async #advance(signal: AbortSignal): Promise<boolean> {
    const after = this.tail.to;
    if ((await this.readModels.asOf()) <= after) return false;
    const { concerns, upTo } = await this.readModels.eventConcerns(after, BATCH);
    if (upTo <= after) return false;
    const known = new Map(concerns.map(({ position, ...concern }) => [position, concern]));
    const entries = await this.#entries(after, upTo);
    if (signal.aborted) return false;
    this.tail.add(
      entries.map(({ entry, bytes }) => {
        const { about, number } = entry;
        return { bytes, entry: { ...entry, about: { ...about, ...UNCONCERNED, ...known.get(number) } } };
      }),
    );
    return true;
  }

  /** Out of the memory of all events where they are there still, so that no message is made twice. */
  async #entries(after: number, upTo: number): Promise<readonly SizedEntry[]> {
    const recent = this.watch.tail.between(after, upTo);
    if (recent) return recent;
    const events = await this.store.readAll({ after, upTo, limit: upTo - after });
    const ledger = await this.ledger.urn();
    return events.map((event) => sizedEvent(event, ledger));
  }
}
