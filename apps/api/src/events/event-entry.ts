import { type RecordedEvent } from '#libs/domain';
import { eventJson } from '#libs/messaging';
import { type Matchable } from '#libs/subscriptions';
import { type Entry, messageOf, once } from '../stream/event-stream.ts';
import { type SizedEntry } from '../stream/tail.ts';

/** What the read models know of an event beside what it says of itself. */
export type Concern = Omit<Matchable, 'stream' | 'type'>;

/** Of an event that nobody has asked the read models about. */
export const UNCONCERNED: Concern = { parties: [], kind: null, label: null, change: null };

/**
 * An event as it is streamed: the item of a page, byte for byte.
 *
 * @param ledger as a URN
 */
export function eventEntry(event: RecordedEvent, ledger: string, concern: Concern = UNCONCERNED): Entry {
  const { position, stream, type } = event;
  return {
    number: position,
    about: { stream, type, ...concern },
    message: once(() => messageOf(position, type, eventJson(event, ledger))),
  };
}

/** The stored event, its message once it is made, and some names. */
const bytesOf = ({ body }: RecordedEvent): number => 2 * Buffer.byteLength(body) + 1_000;

/** The same, with about how much memory it holds. */
export const sizedEvent = (event: RecordedEvent, ledger: string): SizedEntry => ({
  entry: eventEntry(event, ledger),
  bytes: bytesOf(event),
});
