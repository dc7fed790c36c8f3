import { type Broadcast } from './broadcast.ts';
import { type Ending } from './stream-client.ts';

/** What metrics tell of one source's streams. */
export interface StreamCount {
  readonly source: string;
  readonly clients: number;
  /** How many entries the client furthest behind is behind. */
  readonly lag: number;
  /** Messages sent since the process began. */
  readonly sent: number;
  /** Streams ended by us since then, and why. */
  readonly ended: Readonly<Record<Ending, number>>;
}

/** Counts what streams do. */
export class StreamCounts {
  readonly #broadcasts: Broadcast[] = [];
  readonly #sent = new Map<string, number>();
  readonly #ended = new Map<string, Record<Ending, number>>();

  watch(broadcast: Broadcast): void {
    this.#broadcasts.push(broadcast);
  }

  sent(source: string): void {
    this.#sent.set(source, (this.#sent.get(source) ?? 0) + 1);
  }

  ended(source: string, ending: Ending): void {
    const counts = this.#ended.get(source) ?? NONE();
    counts[ending] += 1;
    this.#ended.set(source, counts);
  }

  /** As it is now. */
  all(): readonly StreamCount[] {
    return this.#broadcasts.map(({ source: { name }, clients, lag }) => ({
      source: name,
      clients: clients.size,
      lag,
      sent: this.#sent.get(name) ?? 0,
      ended: { ...(this.#ended.get(name) ?? NONE()) },
    }));
  }
}

const NONE = (): Record<Ending, number> => ({ stalled: 0, shutdown: 0, refused: 0 });
