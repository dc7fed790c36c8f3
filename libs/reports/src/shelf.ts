/**
 * Somewhere to put what a report is made of until it is its turn: a whole ledger does not fit into memory. What comes out
 * is what went in, as plain JSON, in the order of the keys given and, of equal ones, in that of putting.
 */
export interface Shelf<Item> extends Iterable<Item> {
  /** @param key by which it is to come out; without keys, first in, first out. */
  put(item: Item, key?: string): void;
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

/** A shelf in memory, for what is short. */
export function shelfInMemory<Item>(): Shelf<Item> {
  const items: Item[] = [];
  const keys: string[] = [];
  return {
    put: (item, key = '') => {
      items.push(item);
      keys.push(key);
    },
    get length() {
      return items.length;
    },
    *[Symbol.iterator]() {
      for (const index of orderOf(keys)) yield items[index] as Item;
    },
  };
}
