import { type RecordedEvent } from '#libs/domain';
import { EventStore } from '#libs/event-store';
import { Inject, Injectable } from '@nestjs/common';
import { ReadModels } from '#libs/read-models';
import { asksReadModels, type Filter } from '#libs/subscriptions';
import { HeadWatch } from './head-watch.ts';

/** Which part of the log is asked for. */
export interface EventsAsked {
  readonly after: number;
  readonly limit: number;
  readonly filter: Filter;
}

export interface EventPage {
  readonly events: readonly RecordedEvent[];
  /** Everything up to here has been looked at. */
  readonly next: number;
  /** Where the log ended. */
  readonly head: number;
}

const CATCH_UP_MS = 200;

/** Reads pages of the log and waits for what is not there yet. */
@Injectable()
export class EventPages {
  constructor(
    @Inject(EventStore) private readonly store: EventStore,
    @Inject(ReadModels) private readonly readModels: ReadModels,
    @Inject(HeadWatch) private readonly watch: HeadWatch,
  ) {}

  /** A page; an empty one only when nothing came in the time to wait, or the caller has left. */
  async page(asked: EventsAsked, waitMs: number, left: AbortSignal): Promise<EventPage> {
    const deadline = performance.now() + waitMs;
    let { after } = asked;
    for (;;) {
      const page = await this.read({ ...asked, after });
      const remaining = deadline - performance.now();
      if (page.events.length > 0 || remaining <= 0 || left.aborted || this.watch.ending) return page;
      after = Math.max(after, page.next);
      // Read models that are behind catch up without anything new being recorded.
      const patience = page.next < page.head ? Math.min(remaining, CATCH_UP_MS) : remaining;
      await this.watch.beyond(Math.max(page.head, page.next), patience, left);
    }
  }

  /**
   * A page, empty where there is nothing. The head is read first: what is recorded while we look is on the next page, and
   * never skipped.
   */
  async read(asked: EventsAsked): Promise<EventPage> {
    const { after, limit, filter } = asked;
    const { stream: streams, type: types } = filter;
    const head = (await this.store.head()).position;
    if (asksReadModels(filter)) return this.#readConcerning(asked, head);
    const wanted = { ...(streams && { streams }), ...(types && { types }) };
    const events = await this.store.readAll({ after, limit, upTo: head, ...wanted });
    const last = events.at(-1);
    return { events, next: last && events.length === limit ? last.position : Math.max(after, head), head };
  }

  /** Whom an event concerns and what it changed only the read models know, so the page ends where they do; the bytes are the store's. */
  async #readConcerning({ after, limit, filter }: EventsAsked, head: number): Promise<EventPage> {
    const wanted = { ...filter, after, limit };
    const { positions, asOf } = await this.readModels.eventPositions(wanted, { validAt: 'infinity' });
    const full = positions.length === limit;
    const events =
      positions.length === 0 ? [] : await this.store.readAll({ after, limit, positions: [...positions] });
    const next = full ? (positions.at(-1) ?? after) : Math.max(after, asOf.position);
    return { events, next, head };
  }
}
