import { type RecordedEvent } from '#libs/domain';
import { type EventStore } from '#libs/event-store';
import { LRUCache } from 'lru-cache';

/** How streams are folded. */
export interface Folding<State> {
  readonly start: State;
  /** The state with one more event; never throws. */
  readonly step: (before: State, event: RecordedEvent) => State;
  /** No other types of event change the state. */
  readonly types?: readonly string[];
  /** How much one state takes, a whole number from 1. */
  readonly weigh: (state: State) => number;
  /** How much is remembered, in the same unit. */
  readonly most: number;
}

interface Folded<State> {
  readonly version: number;
  readonly state: State;
}

const STREAMS_AT_ONCE = 20;
const EVENTS_AT_ONCE = 500;

/**
 * What streams come to, event by event, out of the store. What came of a stream the last time is remembered, so that whoever
 * goes along with the log reads nothing twice; whoever does not, reads the streams from their beginnings.
 */
export class StreamFold<State> {
  readonly #remembered: LRUCache<string, Folded<State>>;

  constructor(
    private readonly store: Pick<EventStore, 'readAll'>,
    private readonly folding: Folding<State>,
  ) {
    const { most, weigh } = folding;
    this.#remembered = new LRUCache({ maxSize: most, sizeCalculation: ({ state }) => weigh(state) });
  }

  /** The state of its stream after each of these events, by position. They are in the order of the log. */
  async through(events: readonly RecordedEvent[]): Promise<ReadonlyMap<number, State>> {
    const byStream = new Map<string, RecordedEvent[]>();
    for (const event of events) {
      const own = byStream.get(event.stream);
      if (own) own.push(event);
      else byStream.set(event.stream, [event]);
    }
    const states = new Map<number, State>();
    const unread: string[] = [];
    for (const [stream, own] of byStream) {
      const before = this.#before(own);
      if (before) this.#fold(own, before, states);
      else unread.push(stream);
    }
    for (let from = 0; from < unread.length; from += STREAMS_AT_ONCE) {
      const some = unread.slice(from, from + STREAMS_AT_ONCE);
      const earlier = await this.#read(some, byStream);
      for (const stream of some) {
        const own = byStream.get(stream) ?? [];
        const { start } = this.folding;
        const all = [...(earlier.get(stream) ?? []), ...own].sort(
          (one, other) => one.version - other.version,
        );
        this.#fold(all, { version: 0, state: start }, states);
      }
    }
    return states;
  }

  /** What the stream came to before these events, if that is known without reading. */
  #before(own: readonly RecordedEvent[]): Folded<State> | undefined {
    const first = own[0]?.version ?? 0;
    if (own.some(({ version }, at) => version !== first + at)) return undefined;
    if (first === 1) return { version: 0, state: this.folding.start };
    const [{ stream }] = own as [RecordedEvent];
    const remembered = this.#remembered.get(stream);
    return remembered?.version === first - 1 ? remembered : undefined;
  }

  #fold(events: readonly RecordedEvent[], before: Folded<State>, states: Map<number, State>): void {
    let { state } = before;
    for (const event of events) {
      state = this.folding.step(state, event);
      states.set(event.position, state);
    }
    const last = events.at(-1);
    if (!last || (this.#remembered.get(last.stream)?.version ?? 0) > last.version) return;
    this.#remembered.set(last.stream, { version: last.version, state });
  }

  /** What stands in streams before the events that are there already, as far as it changes the state. */
  async #read(
    streams: readonly string[],
    known: ReadonlyMap<string, readonly RecordedEvent[]>,
  ): Promise<ReadonlyMap<string, readonly RecordedEvent[]>> {
    const { types } = this.folding;
    const here = new Set(
      streams.flatMap((stream) => known.get(stream) ?? []).map(({ position }) => position),
    );
    const upTo = Math.max(...here);
    const earlier = new Map<string, RecordedEvent[]>();
    for (let after = 0; ;) {
      const page = await this.store.readAll({
        ...{ after, upTo, limit: EVENTS_AT_ONCE, streams },
        ...(types && { types }),
      });
      for (const event of page) {
        const last = known.get(event.stream)?.at(-1)?.position ?? 0;
        if (here.has(event.position) || event.position > last) continue;
        const own = earlier.get(event.stream);
        if (own) own.push(event);
        else earlier.set(event.stream, [event]);
      }
      const last = page.at(-1);
      if (!last || page.length < EVENTS_AT_ONCE) return earlier;
      after = last.position;
    }
  }
}
