import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { itemIn, jsonOf, orderOf, type NewShelf, type Shelf } from './shelf.ts';

/** Shelves whose items are lines of files, of which only places and keys are kept in memory. */
export interface FileShelves {
  readonly newShelf: NewShelf;
  /** Closes the files. What is in the folder is its owner's to remove. */
  close(): void;
}

const WRITE_AT = 1 << 20;
const READ_AHEAD = 1 << 20;

/**
 * Shelves in a folder.
 *
 * @param folder empty, and nobody else's.
 */
export function shelvesIn(folder: string): FileShelves {
  const open: number[] = [];
  return {
    newShelf: <Item>() => {
      const file = openSync(join(folder, `shelf-${open.length}`), 'wx+', 0o600);
      open.push(file);
      return fileShelf<Item>(file);
    },
    close: () => {
      for (const file of open.splice(0)) closeSync(file);
    },
  };
}

function fileShelf<Item>(file: number): Shelf<Item> {
  const ends: number[] = [];
  const keys: string[] = [];
  let pending: Uint8Array[] = [];
  let [waiting, end] = [0, 0];
  const flush = (): void => {
    if (pending.length === 0) return;
    let bytes = Buffer.concat(pending);
    while (bytes.length > 0) bytes = bytes.subarray(writeSync(file, bytes));
    [pending, waiting] = [[], 0];
  };
  const putJson = (bytes: Uint8Array, key = ''): void => {
    pending.push(bytes);
    waiting += bytes.length;
    end += bytes.length;
    ends.push(end);
    keys.push(key);
    if (waiting >= WRITE_AT) flush();
  };
  function* jsonOfAll(): Generator<Uint8Array, void> {
    flush();
    const read = readerOf(file, end);
    for (const index of orderOf(keys)) yield read(ends[index - 1] ?? 0, ends[index] ?? 0);
  }
  return {
    put: (item, key) => {
      putJson(jsonOf(item), key);
    },
    putJson,
    json: jsonOfAll,
    get length() {
      return ends.length;
    },
    *[Symbol.iterator]() {
      for (const json of jsonOfAll()) yield itemIn(json) as Item;
    },
  };
}

/** Reads stretches of a file, of which most follow on one another. */
function readerOf(file: number, size: number): (from: number, to: number) => Uint8Array {
  let [begin, held] = [0, Buffer.alloc(0)];
  return (from, to) => {
    if (from < begin || to > begin + held.length) {
      const wanted = Math.min(Math.max(to - from, READ_AHEAD), size - from);
      held = Buffer.allocUnsafe(wanted);
      begin = from;
      for (let got = 0; got < wanted;) got += readSync(file, held, got, wanted - got, from + got);
    }
    return new Uint8Array(held.subarray(from - begin, to - begin));
  };
}
