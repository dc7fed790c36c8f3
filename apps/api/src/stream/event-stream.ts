import { type Matchable } from '#libs/subscriptions';

/** One thing that a stream tells of, under a number that only grows. It is put into the form of the wire once. */
export interface Entry {
  /** What a client resumes from: the position of an event, the number of a change. */
  readonly number: number;
  /** What a filter looks at. */
  readonly about: Matchable;
  /** The bytes that every client gets: see {@link messageOf}. */
  readonly message: () => Buffer;
}

/** Made when it is first asked for, and then kept. */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

/**
 * A message of an event stream (WHATWG HTML §9.2.5), with a number to resume from.
 *
 * @param data on one line, as canonical JSON always is: a line break would begin another field
 */
export const messageOf = (number: number, type: string, data: string): Buffer =>
  Buffer.from(`id: ${number}\nevent: ${type}\ndata: ${data}\n\n`);

/**
 * A comment, and where to resume from. A block without data is no message to anybody, but its id is remembered (§9.2.6):
 * who filters need not go again through all that was not for them.
 */
export const commentOf = (comment: string, number: number): string => `: ${comment}\nid: ${number}\n\n`;

/** How a stream begins: after how many milliseconds to come again when it breaks, and where it starts. */
export const openingOf = (comment: string, number: number, retryMs: number): string =>
  `retry: ${retryMs}\n${commentOf(comment, number)}`;
