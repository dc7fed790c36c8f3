/**
 * Somewhere to put what a report is made of until it is its turn: a whole ledger does not fit into memory. What comes out
 * is what went in, as plain JSON, in the order of the keys given and, of equal ones, in that of putting.
 */
export interface Shelf<Item> extends Iterable<Item> {
  /** @param key by which it is to come out; without keys, first in, first out. */
  put(item: Item, key?: string): void;
  /** The same with an item that is JSON already. */
  putJson(json: Uint8Array, key?: string): void;
  /** The items as JSON in UTF-8, each as `JSON.stringify` has it and in memory of its own. */
  json(): Iterable<Uint8Array>;
  readonly length: number;
}

/** Gives out a new, empty shelf. */
export type NewShelf = <Item>() => Shelf<Item>;

/** The order in which items come out again, by their keys. */
export const orderOf = (keys: readonly string[]): readonly number[] =>
  keys
    .map((_, index) => index)
    .sort((one, other) => {
      const [left = '', right = ''] = [keys[one], keys[other]];
      return left < right ? -1 : left > right ? 1 : one - other;
    });

/** An item as JSON in UTF-8, in memory of its own: what goes to another thread takes all of its memory with it. */
export const jsonOf = (item: unknown): Uint8Array => encoder.encode(JSON.stringify(item));

/** The item in its JSON. */
export const itemIn = (json: Uint8Array): unknown => JSON.parse(decoder.decode(json));

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** A shelf in memory, for what is short. */
export function shelfInMemory<Item>(): Shelf<Item> {
  const items: Item[] = [];
  const keys: string[] = [];
  const put = (item: Item, key = ''): void => {
    items.push(item);
    keys.push(key);
  };
  return {
    put,
    putJson: (json, key) => {
      put(itemIn(json) as Item, key);
    },
    *json() {
      for (const index of orderOf(keys)) yield jsonOf(items[index]);
    },
    get length() {
      return items.length;
    },
    *[Symbol.iterator]() {
      for (const index of orderOf(keys)) yield items[index] as Item;
    },
  };
}
