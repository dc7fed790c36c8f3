import { isAscii } from 'node:buffer';
import { type LayOut, type LaidSheets } from './lay-out.ts';
import { type LaidPage } from './pages.ts';
import { type Paper } from './paper.ts';

/** So many sheets are laid out at once. */
const AT_ONCE = 10;

/** So many times that are asked for before the first is needed: the pages before it take a while, too. */
const AHEAD = 24;

interface Asked {
  readonly sheets: readonly Uint8Array[];
  readonly laid: Promise<LaidSheets>;
}

/**
 * The pages of sheets, some at a time, in order, laid out by somebody else while pages before them are still written. When
 * each letter is asked for first depends on how far this has come and on nothing else: not on how fast anybody is.
 *
 * @param sheets as JSON in UTF-8; the first are asked for at once.
 * @throws whatever `layOut` has thrown.
 */
export function sheetsLaidOut(
  sheets: Iterator<Uint8Array, unknown>,
  layOut: LayOut,
  paper: Paper,
): AsyncIterable<readonly LaidPage[]> {
  const ahead: Asked[] = [];
  const askFor = (some: readonly Uint8Array[], unknown: readonly string[] = []): Promise<LaidSheets> => {
    const others = some.filter((json) => !isAscii(json)).map((json) => decoder.decode(json));
    const laid = layOut(some, paper.alphabetOf([...others, ...unknown]));
    // Should it fail before it is its turn, that is told then.
    laid.catch(() => undefined);
    return laid;
  };
  const askAhead = (): void => {
    while (ahead.length < AHEAD) {
      const some = taken(sheets, AT_ONCE);
      if (some.length === 0) return;
      ahead.push({ sheets: some, laid: askFor(some) });
    }
  };
  askAhead();
  return {
    async *[Symbol.asyncIterator]() {
      for (let next = ahead.shift(); next; next = ahead.shift()) {
        const { pages, unknown } = await next.laid;
        yield unknown.length === 0 ? pages : (await askFor(next.sheets, unknown)).pages;
        askAhead();
      }
    },
  };
}

const decoder = new TextDecoder();

function taken<Item>(items: Iterator<Item, unknown>, most: number): readonly Item[] {
  const some: Item[] = [];
  while (some.length < most) {
    const next = items.next();
    if (next.done === true) break;
    some.push(next.value);
  }
  return some;
}
