import { type Matchable } from '#libs/subscriptions';

/** What may be subscribed to. */
export type SourceName = 'events' | 'changes';

/** One thing to hear of, under a number that only grows: the position of an event, the number of a change. */
export interface Entry {
  readonly number: number;
  /** The id to deduplicate by. */
  readonly messageId: string;
  /** Within which order is kept. */
  readonly stream: string;
  /** What a filter looks at. */
  readonly about: Matchable;
}

/**
 * What filters ask of an event, each more than the one before: only what it says of its place; whom it concerns; how its
 * commitment stands with it.
 */
export const asks = ['place', 'concern', 'state'] as const;

export type Asks = (typeof asks)[number];

/** Which part of a source is wanted. */
export interface PageWanted {
  /** Only what has a higher number. */
  readonly after: number;
  /** And none beyond this. */
  readonly upTo: number;
  readonly limit: number;
  readonly asks: Asks;
  /** Nothing of other streams, or of other types, need be there. */
  readonly streams?: readonly string[] | undefined;
  readonly types?: readonly string[] | undefined;
}

export interface EntryPage {
  readonly entries: readonly Entry[];
  /** Everything up to here has been looked at. */
  readonly next: number;
}

/** Where entries come from, in the order of their numbers. */
export interface Source {
  /** The last number there is. */
  end(): Promise<number>;
  page(wanted: PageWanted): Promise<EntryPage>;
  /** An entry as it is sent: a CloudEvent in JSON. Undefined where there is none. */
  body(number: number): Promise<string | undefined>;
}
