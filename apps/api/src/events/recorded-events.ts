import { EventStore } from '#libs/event-store';
import { type Filter } from '#libs/subscriptions';
import { Inject, Injectable } from '@nestjs/common';
import { LedgerId } from '../ledger-id.ts';
import { type StoredPage, type StreamSource } from '../stream/stream-source.ts';
import { type Tail } from '../stream/tail.ts';
import { eventEntry } from './event-entry.ts';
import { EventPages } from './event-pages.ts';
import { HeadWatch } from './head-watch.ts';

/** Events as soon as they are recorded, for filters that ask of an event only what it says of itself. */
@Injectable()
export class RecordedEvents implements StreamSource {
  readonly name = 'events';

  constructor(
    @Inject(EventStore) private readonly store: EventStore,
    @Inject(EventPages) private readonly pages: EventPages,
    @Inject(LedgerId) private readonly ledger: LedgerId,
    @Inject(HeadWatch) private readonly watch: HeadWatch,
  ) {}

  get tail(): Tail {
    return this.watch.tail;
  }

  /** It follows for as long as the process runs. */
  begin(): Promise<void> {
    return Promise.resolve();
  }

  now(): number {
    return this.watch.position;
  }

  async end(): Promise<number> {
    return (await this.store.head()).position;
  }

  async stored(after: number, limit: number, filter: Filter): Promise<StoredPage> {
    const { events, next } = await this.pages.read({ after, limit, filter });
    const ledger = await this.ledger.urn();
    return { entries: events.map((event) => eventEntry(event, ledger)), next };
  }
}
