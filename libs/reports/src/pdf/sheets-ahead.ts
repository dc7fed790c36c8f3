import { type LayOut, type LaidSheets } from './lay-out.ts';
import { type LaidPage } from './pages.ts';
import { type Paper } from './paper.ts';

/** So many sheets are laid out at once. */
const AT_ONCE = 10;

/** So many times that are asked for before the first is needed: the pages before it take a while, too. */
const AHEAD = 48;

interface Asked {
  readonly sheets: readonly string[];
  readonly laid: Promise<LaidSheets>;
}

/**
 * The pages of sheets, some at a time, in order, laid out by somebody else while pages before them are still written. When
 * each letter is asked for first depends on how far this has come and on nothing else: not on how fast anybody is.
 *
 * @param sheets as JSON; the first are asked for at once.
 * @throws whatever `layOut` has thrown.
 */
export function sheetsLaidOut(
  sheets: Iterator<string, unknown>,
  layOut: LayOut,
  paper: Paper,
): AsyncIterable<readonly LaidPage[]> {
  const ahead: Asked[] = [];
  const askFor = (some: readonly string[], unknown: readonly string[] = []): Promise<LaidSheets> => {
    const laid = layOut(some, paper.alphabetOf([...some, ...unknown]));
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

function taken(items: Iterator<string, unknown>, most: number): readonly string[] {
  const some: string[] = [];
  while (some.length < most) {
    const next = items.next();
    if (next.done === true) break;
    some.push(next.value);
  }
  return some;
}
