import { CHANGE_TYPE, changeJson, type NumberedChange } from '#libs/messaging';
import { changeToMatch } from '#libs/subscriptions';
import { type Entry, messageOf, once } from '../stream/event-stream.ts';
import { type SizedEntry } from '../stream/tail.ts';

/**
 * A change as it is streamed: the item of a page, byte for byte.
 *
 * @param ledger as a URN
 */
export function changeEntry(change: NumberedChange, ledger: string): Entry {
  const { number } = change;
  return {
    number,
    about: changeToMatch(change),
    message: once(() => messageOf(number, CHANGE_TYPE, changeJson(change, ledger))),
  };
}

/** The stored text, its message once it is made, and some names. */
const bytesOf = ({ body }: NumberedChange): number => 2 * Buffer.byteLength(body) + 1_500;

/** The same, with about how much memory it holds. */
export const sizedChange = (change: NumberedChange, ledger: string): SizedEntry => ({
  entry: changeEntry(change, ledger),
  bytes: bytesOf(change),
});
