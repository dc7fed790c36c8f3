import { Bell, isOver, type Log } from '#libs/messaging';
import { matches } from '#libs/subscriptions';
import { type Pool } from 'pg';
import { type Roster, type Subscriber } from './roster.ts';
import { asks, type Entry, type EntryPage, type Source, type SourceName } from './source.ts';
import { feedSql } from './subscriptions.sql.ts';
import { type WebhookLimits } from './webhook-limits.ts';

/** What it takes to feed the subscriptions of one source. */
export interface FeedingOptions {
  readonly name: SourceName;
  readonly source: Source;
  readonly pool: Pool;
  readonly roster: Roster;
  readonly limits: WebhookLimits;
  readonly log: Log;
  /** Told who has got deliveries. */
  readonly onFed: (subscriber: Subscriber) => void;
}

/** What one subscription gets of a page. */
interface Portion {
  readonly subscriber: Subscriber;
  readonly wanted: readonly Entry[];
  /** Everything up to here was looked at for it. */
  readonly upTo: number;
}

/** Rows that one statement makes at most. */
const ROWS_AT_ONCE = 2_000;
/** How often it is written down that subscriptions were looked at and want nothing. */
const NOTE_MS = 1_000;

/**
 * Makes deliveries of what subscriptions want of one source, in its order, each once: with the deliveries their place is
 * moved, in one statement. Those that stand at the same place, as all do that keep up, are looked after together; those that
 * are behind take turns, a page each. One for whom as much waits as may is left where it is until half of it is settled.
 */
export class Feeding {
  readonly #bell = new Bell();
  #notedAt = performance.now();

  constructor(private readonly options: FeedingOptions) {}

  /** There may be something new, or room again. */
  readonly ring = (): void => {
    this.#bell.ring();
  };

  /** Feeds until the abort. @throws what the database answers. */
  async run(signal: AbortSignal): Promise<void> {
    const { limits } = this.options;
    while (!isOver(signal)) {
      this.#bell.forget();
      const isMore = await this.#round(signal);
      if (performance.now() - this.#notedAt >= NOTE_MS) await this.#note();
      if (!isMore) await this.#bell.wait(limits.pollMs, signal);
    }
    await this.#note();
  }

  /** One page for each place at which somebody stands. @returns whether there was any. */
  async #round(signal: AbortSignal): Promise<boolean> {
    const { source } = this.options;
    const end = await source.end();
    const groups = this.#hungry(end);
    for (const [after, group] of groups) {
      if (isOver(signal)) break;
      await this.#feed(group, after, end);
    }
    return groups.size > 0;
  }

  #hungry(end: number): ReadonlyMap<number, readonly Subscriber[]> {
    const { name, roster } = this.options;
    const groups = new Map<number, Subscriber[]>();
    for (const subscriber of roster.all()) {
      const { of, isActive, isFull, looked } = subscriber;
      if (of !== name || !isActive || isFull || looked >= end) continue;
      const group = groups.get(looked);
      if (group) group.push(subscriber);
      else groups.set(looked, [subscriber]);
    }
    return groups;
  }

  async #feed(group: readonly Subscriber[], after: number, end: number): Promise<void> {
    const { source, limits } = this.options;
    const [first] = group;
    const asked = asks[Math.max(...group.map((each) => asks.indexOf(each.asks)))] ?? 'state';
    // One by itself need not be shown what its filter leaves out anyway, and is through with a long log at once.
    const isAlone = group.length === 1 && asked === 'place';
    const page = await source.page({
      ...{ after, upTo: end, limit: limits.pageEntries, asks: asked },
      ...(isAlone && first && { streams: first.filter.stream, types: first.filter.type }),
    });
    const portions = group.map((subscriber) => this.#portion(subscriber, page));
    for (const { subscriber, wanted, upTo } of portions) if (wanted.length === 0) subscriber.looked = upTo;
    let some: Portion[] = [];
    for (const portion of portions.filter(({ wanted }) => wanted.length > 0)) {
      some.push(portion);
      if (some.reduce((rows, { wanted }) => rows + wanted.length, 0) < ROWS_AT_ONCE) continue;
      await this.#write(some);
      some = [];
    }
    if (some.length > 0) await this.#write(some);
  }

  #portion(subscriber: Subscriber, { entries, next }: EntryPage): Portion {
    const room = Math.max(1, this.options.limits.waiting - subscriber.waiting);
    const wanted = entries.filter(({ about }) => matches(subscriber.filter, about));
    if (wanted.length <= room) return { subscriber, wanted, upTo: next };
    const some = wanted.slice(0, room);
    return { subscriber, wanted: some, upTo: some.at(-1)?.number ?? next };
  }

  async #write(portions: readonly Portion[]): Promise<void> {
    const { pool, roster, onFed } = this.options;
    const entries = new Map(portions.flatMap(({ wanted }) => wanted.map((entry) => [entry.number, entry])));
    const rows = portions.flatMap(({ subscriber, wanted }) =>
      wanted.map(({ number }) => [subscriber.id, number]),
    );
    const distinct = [...entries.values()];
    const { rows: moved } = await pool.query<{ id: string }>(feedSql, [
      portions.map(({ subscriber }) => subscriber.id),
      portions.map(({ subscriber }) => subscriber.after),
      portions.map(({ upTo }) => upTo),
      rows.map(([id]) => id),
      rows.map(([, number]) => number),
      distinct.map(({ number }) => number),
      distinct.map(({ messageId }) => messageId),
      distinct.map(({ stream }) => stream),
    ]);
    const done = new Set(moved.map(({ id }) => id));
    for (const { subscriber, wanted, upTo } of portions) {
      if (!done.has(subscriber.id)) continue;
      subscriber.after = subscriber.looked = upTo;
      roster.count(subscriber, wanted.length);
      onFed(subscriber);
    }
    const others = portions.flatMap(({ subscriber }) => (done.has(subscriber.id) ? [] : [subscriber.id]));
    // Paused, deleted, or moved by another dispatcher meanwhile.
    if (others.length > 0) await roster.load(others);
  }

  /** Writes down how far those were looked after who wanted nothing; lost, it is looked at again. */
  async #note(): Promise<void> {
    const { name, roster, pool } = this.options;
    this.#notedAt = performance.now();
    const further = [...roster.all()].filter((each) => each.of === name && each.looked > each.after);
    if (further.length === 0) return;
    const places = further.map(({ id, after, looked }) => ({ id, after, looked }));
    const { rows } = await pool.query<{ id: string }>(feedSql, [
      places.map(({ id }) => id),
      places.map(({ after }) => after),
      places.map(({ looked }) => looked),
      ...[[], [], [], [], []],
    ]);
    const done = new Set(rows.map(({ id }) => id));
    for (const [at, subscriber] of further.entries())
      if (done.has(subscriber.id)) subscriber.after = places[at]?.looked ?? subscriber.after;
    const others = places.filter(({ id }) => !done.has(id)).map(({ id }) => id);
    if (others.length > 0) await roster.load(others);
  }
}
