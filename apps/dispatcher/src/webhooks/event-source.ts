import {
  changeBy,
  type CommitmentEvent,
  concernOf,
  decode,
  evolveAll,
  isChange,
  isCommitmentEvent,
  type Known,
  type LedgerEvent,
  type Promised,
  promisedWith,
  type RecordedEvent,
  type Standpoint,
} from '#libs/domain';
import { type EventStore } from '#libs/event-store';
import { eventJson, type Log } from '#libs/messaging';
import { type Matchable } from '#libs/subscriptions';
import { LRUCache } from 'lru-cache';
import { type Asks, type EntryPage, type PageWanted, type Source } from './source.ts';
import { StreamFold } from './stream-fold.ts';

/** Bytes of bodies that are remembered, so that what many subscribe to is read once. */
const BODY_BYTES = 4 * 1024 * 1024;
/** Some 300 bytes each. */
const PROMISES = 30_000;
/** In facts, of which each takes about 1 KB. */
const FACTS = 20_000;

type Concern = Omit<Matchable, 'stream' | 'type'>;

const UNCONCERNED: Concern = { parties: [], kind: null, label: null, change: null };

/** How the commitment of a stream stands after an event; undefined where that cannot be said any more. */
type Stand =
  | { readonly known: Known; readonly before: Standpoint | undefined; readonly after: Standpoint }
  | 'nothing yet'
  | 'not to be told';

/**
 * Events, out of the log. Whom an event concerns and what it changed are worked out from its stream, by the functions of the
 * domain that the projections call, so that it depends on nothing that may be behind, be rebuilt or have parked something.
 */
export class EventsSource implements Source {
  readonly #bodies = new LRUCache<number, string>({
    maxSize: BODY_BYTES,
    sizeCalculation: ({ length }) => length,
  });
  readonly #promises: StreamFold<Promised | undefined>;
  readonly #stands: StreamFold<Stand>;

  /** @param ledger as a URN */
  constructor(
    private readonly store: EventStore,
    private readonly ledger: string,
    private readonly log: Log,
  ) {
    this.#promises = new StreamFold<Promised | undefined>(store, {
      start: undefined,
      step: (before, event) => {
        const fact = readable(event);
        return fact ? promisedWith(before, fact) : before;
      },
      types: ['CommitmentAnnounced', 'CorrectionRecorded'],
      ...{ weigh: () => 1, most: PROMISES },
    });
    this.#stands = new StreamFold<Stand>(store, {
      ...{ start: 'nothing yet', step: standWith, most: FACTS },
      weigh: (stand) => (typeof stand === 'string' ? 1 : 1 + 2 * stand.known.recorded.length),
    });
  }

  async end(): Promise<number> {
    return (await this.store.head()).position;
  }

  async page({ after, upTo, limit, asks, streams, types }: PageWanted): Promise<EntryPage> {
    const events = await this.store.readAll({
      ...{ after, upTo, limit },
      ...(streams && { streams }),
      ...(types && { types }),
    });
    const concerns = await this.#concerns(events, asks);
    const entries = events.map((event) => {
      const { position, id, stream, type } = event;
      const concern = concerns.get(position) ?? UNCONCERNED;
      return { number: position, messageId: id, stream, about: { stream, type, ...concern } };
    });
    const last = events.at(-1);
    return { entries, next: last && events.length === limit ? last.position : upTo };
  }

  async body(number: number): Promise<string | undefined> {
    const remembered = this.#bodies.get(number);
    if (remembered !== undefined) return remembered;
    const [event] = await this.store.readAll({ after: number - 1, upTo: number, limit: 1 });
    if (!event) return undefined;
    const body = eventJson(event, this.ledger);
    this.#bodies.set(number, body);
    return body;
  }

  async #concerns(events: readonly RecordedEvent[], asks: Asks): Promise<ReadonlyMap<number, Concern>> {
    if (asks === 'place') return new Map();
    const facts = new Map<RecordedEvent, LedgerEvent>();
    for (const event of events) {
      const fact = readable(event);
      if (fact) facts.set(event, fact);
      else
        this.log.error(
          `The event at ${event.position} is one that this build cannot read: it is sent only to those who filter by its stream or type`,
        );
    }
    const ofCommitments = [...facts].flatMap(([event, fact]) => (isCommitmentEvent(fact) ? [event] : []));
    const promises = await this.#promises.through(ofCommitments);
    const stands = asks === 'state' ? await this.#stands.through(ofCommitments) : new Map<number, Stand>();
    return new Map(
      [...facts].map(([{ position }, fact]) => [
        position,
        { ...concernOf(fact, promises.get(position)), ...stateIn(stands.get(position)) },
      ]),
    );
  }
}

/** The fact in an event; undefined where this build cannot read it. */
function readable(event: RecordedEvent): LedgerEvent | undefined {
  try {
    return decode(event);
  } catch {
    return undefined;
  }
}

function standWith(stand: Stand, recorded: RecordedEvent): Stand {
  const event = readable(recorded);
  if (stand === 'not to be told' || !event || !isCommitmentEvent(event)) return 'not to be told';
  try {
    return standAfter(stand === 'nothing yet' ? undefined : stand, recorded, event);
  } catch {
    // A stream that cannot be folded is parked by the projections, and tells of no state there either.
    return 'not to be told';
  }
}

function standAfter(
  stand: Exclude<Stand, string> | undefined,
  recorded: RecordedEvent,
  event: CommitmentEvent,
): Stand {
  const known = evolveAll(stand?.known, [event]);
  const before = stand?.after;
  return { known, before, after: changeBy(before, known, { recorded, event }).standpoint };
}

function stateIn(stand: Stand | undefined): Pick<Concern, 'label' | 'change'> {
  if (stand === undefined || typeof stand === 'string') return { label: null, change: null };
  const [from, to] = [stand.before?.verdict, stand.after.verdict];
  const change = isChange(from, to) ? { from: from ?? null, to: to ?? null } : null;
  return { label: to?.label ?? null, change };
}
