import { type RecordedEvent } from '#libs/domain';

/** What is published: it has a number of its own, dense and ascending, and a stream in which order is kept. */
export interface Carried {
  readonly position: number;
  readonly stream: string;
  /** What is published of it, as text. */
  readonly body: string;
}

/** Where a relay reads. */
export interface Source<Item extends Carried> {
  /** Everything after a position in order of positions, for ever, in pages; ends quietly at the abort. */
  follow(options: {
    readonly after: number;
    readonly batch: number;
    readonly signal: AbortSignal;
  }): AsyncIterable<readonly Item[]>;
  /** Where it ends now. */
  head(): Promise<{ readonly position: number }>;
}

/** The log itself. The event store is one. */
export type EventSource = Source<RecordedEvent>;
