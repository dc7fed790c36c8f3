import { type EventStore } from '#libs/event-store';
import {
  Bell,
  CHANGES_CHANNEL,
  isOver,
  type Log,
  pause,
  type Session,
  untilFirstEnds,
} from '#libs/messaging';
import { type Pool } from 'pg';
import { ChangesSource } from './change-source.ts';
import { type Delivered } from './delivering.ts';
import { EventsSource } from './event-source.ts';
import { Feeding } from './feeding.ts';
import { Lane, type Shared } from './lane.ts';
import { Permits } from './permits.ts';
import { type Postbox } from './post.ts';
import { Roster, type Subscriber } from './roster.ts';
import { type SourceName } from './source.ts';
import { ledgerSql } from './subscriptions.sql.ts';
import { keepTidy } from './tidying.ts';
import { type WebhookLimits } from './webhook-limits.ts';

/** What a process needs that hands over. */
export interface Term {
  readonly pool: Pool;
  readonly store: EventStore;
  readonly session: Session;
  readonly postbox: Postbox;
  readonly limits: WebhookLimits;
  readonly log: Log;
  /** Grows with each attempt. */
  readonly counts: { delivered: number; failed: number };
}

/** How it stands at present. */
export type Live = () => { readonly subscriptions: number; readonly underWay: number };

/** Who tells that there is something new. */
const CHANNELS = { events: 'ledger_events', changes: CHANGES_CHANNEL, subscriptions: 'ledger_subscriptions' };

/**
 * Hands over for as long as the session lasts that stands for the lead, and until the stop. Then nothing more is begun; what
 * is under way may finish for some seconds, unless another process leads already.
 *
 * @throws what the database answers, and where the lead was lost.
 */
export async function serveTerm(term: Term, stop: AbortSignal, onBegun: (live: Live) => void): Promise<void> {
  const { pool, session, limits, log } = term;
  const { rows } = await pool.query<{ ledger: string }>(ledgerSql);
  const over = new AbortController();
  const desk = new Desk(term, `urn:uuid:${rows[0]?.ledger ?? ''}`, over.signal);
  try {
    await desk.listen();
    onBegun(desk.live);
    log.log('This dispatcher hands over to webhooks');
    await untilFirstEnds(
      AbortSignal.any([stop, session.lost]),
      (signal) => desk.keepRoster(signal),
      (signal) => desk.feedings.events.run(signal),
      (signal) => desk.feedings.changes.run(signal),
      (signal) => keepTidy({ pool, limits, log }, signal),
    );
  } finally {
    over.abort();
    await desk.clear(isOver(session.lost) ? 0 : limits.graceMs);
  }
  if (!isOver(stop)) throw new Error('the session that stands for the lead was lost');
}

/** Who is fed, and the lane of each. */
class Desk {
  readonly feedings: Readonly<Record<SourceName, Feeding>>;
  readonly #roster: Roster;
  readonly #shared: Shared;
  readonly #lanes = new Map<string, Lane>();
  readonly #cut = new AbortController();
  readonly #bell = new Bell();
  /** Subscriptions that somebody has told of. */
  readonly #told = new Set<string>();

  constructor(
    private readonly term: Term,
    ledger: string,
    over: AbortSignal,
  ) {
    const { pool, store, limits, log } = term;
    const sources = {
      events: new EventsSource(store, ledger, log),
      changes: new ChangesSource(pool, ledger),
    };
    this.#roster = new Roster(pool, limits);
    this.#shared = {
      ...term,
      ...{ sources, over, cut: this.#cut.signal, permits: new Permits(limits), chance: Math.random },
      onDelivered: (id, delivered) => {
        this.#settled(id, delivered);
      },
    };
    const feeding = (name: SourceName): Feeding =>
      new Feeding({
        ...{ name, source: sources[name], pool, roster: this.#roster, limits, log },
        onFed: (subscriber) => {
          this.#laneOf(subscriber).wake();
        },
      });
    this.feedings = { events: feeding('events'), changes: feeding('changes') };
  }

  readonly live: Live = () => ({
    subscriptions: [...this.#roster.all()].length,
    underWay: this.#shared.permits.given,
  });

  /** Hears of everything new, on the session of the lead. */
  async listen(): Promise<void> {
    const { client } = this.term.session;
    client.on('notification', ({ channel, payload = '' }) => {
      if (channel === CHANNELS.events) this.feedings.events.ring();
      else if (channel === CHANNELS.changes) this.feedings.changes.ring();
      else {
        this.#told.add(payload);
        this.#bell.ring();
      }
    });
    for (const channel of Object.values(CHANNELS)) await client.query(`listen ${channel}`);
  }

  /** Reads subscriptions that somebody has told of, at once, and now and then all of them. */
  async keepRoster(signal: AbortSignal): Promise<void> {
    const { reloadMs } = this.term.limits;
    for (let readAt = -Infinity; !isOver(signal);) {
      this.#bell.forget();
      const told = [...this.#told];
      this.#told.clear();
      const isDue = performance.now() - readAt >= reloadMs;
      if (isDue) readAt = performance.now();
      const read = isDue ? await this.#roster.load() : told.length > 0 ? await this.#roster.load(told) : [];
      for (const subscriber of read) if (subscriber.waiting > 0) this.#laneOf(subscriber).wake();
      if (isDue) this.#forgetLanes();
      for (const feeding of Object.values(this.feedings)) feeding.ring();
      await this.#bell.wait(readAt + reloadMs - performance.now(), signal);
    }
  }

  /** Waits for what is under way, for so long at most; then it is broken off. */
  async clear(graceMs: number): Promise<void> {
    const { permits } = this.#shared;
    for (const lane of this.#lanes.values()) lane.end();
    const patience = AbortSignal.timeout(Math.max(1, graceMs));
    while (permits.given > 0 && !isOver(patience)) await pause(LOOK_MS, patience);
    this.#cut.abort();
    while (permits.given > 0) await pause(LOOK_MS, NEVER);
  }

  #settled(id: string, { outcome }: Exclude<Delivered, 'unsent'>): void {
    const { counts } = this.term;
    if (outcome.kind === 'delivered') counts.delivered += 1;
    else counts.failed += 1;
    const subscriber = this.#roster.get(id);
    if (!subscriber || outcome.kind === 'retry') return;
    const wasFull = subscriber.isFull;
    this.#roster.count(subscriber, -1);
    if (wasFull && !subscriber.isFull) this.feedings[subscriber.of].ring();
  }

  #laneOf({ id, host }: Subscriber): Lane {
    const lane = this.#lanes.get(id) ?? new Lane(id, host, this.#shared);
    this.#lanes.set(id, lane);
    return lane;
  }

  #forgetLanes(): void {
    for (const [id, lane] of this.#lanes) {
      if (this.#roster.get(id)) continue;
      lane.end();
      this.#lanes.delete(id);
    }
  }
}

const LOOK_MS = 20;
const NEVER = new AbortController().signal;
