import { sheetBlocks } from '../document/sheet-blocks.ts';
import { type Sheet } from '../report.ts';
import { itemIn } from '../shelf.ts';
import { Flow } from './flow.ts';
import { Letters, type Alphabet } from './letters.ts';
import { Pages, type LaidPage } from './pages.ts';

/** Sheets that were laid out. */
export interface LaidSheets {
  readonly pages: readonly LaidPage[];
  /** Code points whose letters were missing: with them it is to be done again. */
  readonly unknown: readonly string[];
}

/** Lays out some sheets, each from a page of its own on; here, or on another thread. */
export type LayOut = (sheets: readonly Uint8Array[], alphabet: Alphabet) => Promise<LaidSheets>;

/** What one thread needs to lay out sheets of one file, and keeps from one time to the next. */
export class SheetLayout {
  readonly #letters = new Letters();
  #pages: LaidPage[] = [];
  readonly #paper = new Pages(this.#letters, (page) => this.#pages.push(page));
  readonly #flow = new Flow(this.#paper);

  /**
   * @param sheets as JSON in UTF-8.
   * @param alphabet the letters of one file: at every time the same for the same code point.
   */
  layOut(sheets: readonly Uint8Array[], alphabet: Alphabet): LaidSheets {
    this.#letters.add(alphabet);
    this.#letters.unknown.clear();
    this.#pages = [];
    for (const json of sheets) {
      this.#flow.startPage();
      for (const block of sheetBlocks(itemIn(json) as Sheet)) this.#flow.addAtOnce(block);
    }
    this.#paper.end();
    return { pages: this.#pages, unknown: [...this.#letters.unknown] };
  }
}
