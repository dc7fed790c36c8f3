import { type Filter } from '#libs/subscriptions';
import { type Entry } from './event-stream.ts';
import { type Tail } from './tail.ts';

/** A part of a stream that is not in memory any more. */
export interface StoredPage {
  readonly entries: readonly Entry[];
  /** Everything up to here has been looked at. */
  readonly next: number;
}

/** What can be streamed: its newest part in memory, for all clients at once, and the rest from where it is stored. */
export interface StreamSource {
  /** As metrics call it. */
  readonly name: string;
  /** What clients read. It grows for as long as `begin` lets it. */
  readonly tail: Tail;
  /** Has the tail follow until the abort; resolved once the tail knows where it ends. May be begun again after that. */
  begin(signal: AbortSignal): Promise<void>;
  /** The last number seen so far: who wants only what is new begins there. */
  now(): number;
  /** The last number there is: nobody can have got further. */
  end(): Promise<number>;
  /** The first entries above a number that a filter wants. Whatever it throws is tried again. */
  stored(after: number, limit: number, filter: Filter): Promise<StoredPage>;
}
