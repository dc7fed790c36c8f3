import { type Filter, filterKeys, parseFilter } from '#libs/subscriptions';
import { type Pool } from 'pg';
import { type Asks, type SourceName } from './source.ts';
import { loadSql } from './subscriptions.sql.ts';
import { type WebhookLimits } from './webhook-limits.ts';

/** A subscription that may be sent something, and how far it is. */
export interface Subscriber {
  readonly id: string;
  readonly of: SourceName;
  readonly filter: Filter;
  readonly asks: Asks;
  /** Host and port of its address. */
  readonly host: string;
  /** Whether it is sent what it wants; else it is sent its challenge and nothing more. */
  isActive: boolean;
  /** Up to where it was fed, as it stands in the database. */
  after: number;
  /** Up to where its source was looked at for it: nothing that it wants lies between the two. */
  looked: number;
  /** About how many deliveries wait for it. */
  waiting: number;
  /** Whether it had as many as may wait, and is not fed before half of them are settled. */
  isFull: boolean;
}

interface Row {
  readonly id: string;
  readonly of: SourceName;
  readonly status: 'unverified' | 'active';
  readonly filter: string;
  readonly url: string;
  readonly after: string;
  readonly waiting: number;
}

/** All subscriptions that may be sent anything, in memory: a few hundred bytes each, and their filters. */
export class Roster {
  readonly #subscribers = new Map<string, Subscriber>();

  constructor(
    private readonly pool: Pool,
    private readonly limits: Pick<WebhookLimits, 'waiting'>,
  ) {}

  get(id: string): Subscriber | undefined {
    return this.#subscribers.get(id);
  }

  all(): Iterable<Subscriber> {
    return this.#subscribers.values();
  }

  /** Reads all of them anew, or some by their ids; who is not there any more is forgotten. */
  async load(ids?: readonly string[]): Promise<readonly Subscriber[]> {
    const { rows } = await this.pool.query<Row>(loadSql, [ids ?? null, this.limits.waiting]);
    const found = new Set(rows.map(({ id }) => id));
    for (const id of ids ?? [...this.#subscribers.keys()]) if (!found.has(id)) this.#subscribers.delete(id);
    return rows.flatMap((row) => this.#enter(row) ?? []);
  }

  /** Takes down that so many more, or fewer, deliveries wait. */
  count(subscriber: Subscriber, more: number): void {
    subscriber.waiting = Math.max(0, subscriber.waiting + more);
    if (subscriber.waiting >= this.limits.waiting) subscriber.isFull = true;
    else if (subscriber.waiting <= this.limits.waiting / 2) subscriber.isFull = false;
  }

  #enter(row: Row): Subscriber | undefined {
    const { id, of, status, waiting } = row;
    const after = Number(row.after);
    const known = this.#subscribers.get(id) ?? newSubscriber(row);
    if (!known) return undefined;
    known.isActive = status === 'active';
    // What was read may be older than what was fed meanwhile, and nobody goes back.
    known.after = Math.max(known.after, after);
    known.looked = Math.max(known.looked, known.after);
    known.waiting = waiting;
    this.count(known, 0);
    this.#subscribers.set(id, known);
    return known.of === of ? known : undefined;
  }
}

/** Filters are kept as the parser has written them, by a build that may know keys which this one does not. */
function newSubscriber({ id, of, filter: text, url }: Row): Subscriber | undefined {
  const parsed = parseFilter(text);
  if ('faults' in parsed || !URL.canParse(url)) return undefined;
  const { filter } = parsed;
  return {
    ...{ id, of, filter, asks: asksOf(filter), host: new URL(url).host },
    ...{ isActive: false, after: 0, looked: 0, waiting: 0, isFull: false },
  };
}

function asksOf(filter: Filter): Asks {
  if (filterKeys.every((key) => key === 'stream' || key === 'type' || filter[key] === undefined))
    return 'place';
  const { label, becomes, crosses } = filter;
  return (label ?? becomes ?? crosses) === undefined ? 'concern' : 'state';
}
