import { type Block, type Column, type Heading, type Table } from '../document/blocks.ts';
import { type Style } from './letters.ts';
import { type Line } from './lines.ts';
import { GREY, LAST_Y, MARGIN, PALE, TEXT_WIDTH, type Pages } from './pages.ts';

const BODY = { size: 9.5, leading: 13.5 } as const;
const CELL = { size: 7.8, leading: 10.4, padding: 3 } as const;
const HEADINGS: Readonly<
  Record<Heading['level'], { size: number; leading: number; before: number; keep: number }>
> = {
  1: { size: 18, leading: 24, before: 0, keep: 80 },
  2: { size: 13, leading: 18, before: 20, keep: 110 },
  3: { size: 10.5, leading: 14.5, before: 11, keep: 60 },
};

const WHOLE_WIDTH = { from: MARGIN.left, to: MARGIN.left + TEXT_WIDTH } as const;

/** Lets blocks flow over pages. */
export class Flow {
  #y = LAST_Y + 1;

  constructor(private readonly pages: Pages) {}

  addAtOnce(block: Block): void {
    const rows = this.add(block);
    while (rows.next().done !== true);
  }

  /** Puts a block, and stops after each row of a table: a table may be as long as the ledger. */
  *add(block: Block): Generator<void, void> {
    switch (block.type) {
      case 'heading':
        this.#heading(block);
        return;
      case 'text':
        this.#paragraph(block.text, {});
        return;
      case 'list':
        block.items.forEach((item, index) => {
          this.#paragraph(item, { mark: block.isNumbered ? `${index + 1}.` : '•', indent: 18 });
        });
        this.#y += 3;
        return;
      case 'pairs':
        for (const [name, value] of block.pairs) this.#pair(name, value);
        this.#y += 4;
        return;
      case 'quote':
        this.#paragraph(`“${block.text}”`, { indent: 18 });
        this.#paragraph(block.from, { indent: 18, grey: GREY });
        return;
      case 'table':
        yield* this.#table(block);
    }
  }

  startPage(): void {
    this.pages.next();
    this.#y = MARGIN.top;
  }

  /** Makes sure that so much fits on this page, or else begins another. */
  #need(height: number): void {
    if (this.#y + height > LAST_Y) this.startPage();
  }

  #heading(heading: Heading): void {
    const { level, text } = heading;
    const { size, leading, before, keep } = HEADINGS[level];
    if (level === 1) this.startPage();
    else {
      this.#need(before + leading + keep);
      if (this.#y > MARGIN.top) this.#y += before;
    }
    this.pages.mark(heading, this.#y);
    for (const line of this.pages.lines(text, 'bold', size, TEXT_WIDTH)) {
      this.pages.put(line, { x: MARGIN.left, y: this.#y + size, size });
      this.#y += leading;
    }
    this.#y += level === 1 ? 8 : 3;
  }

  #paragraph(
    text: string,
    {
      mark,
      indent = 0,
      grey = 0,
    }: { readonly mark?: string; readonly indent?: number; readonly grey?: number },
  ): void {
    const { size, leading } = BODY;
    const lines = this.pages.lines(text, 'regular', size, TEXT_WIDTH - indent);
    // Two lines at least stay together, at either end.
    this.#need(Math.min(lines.length, 2) * leading);
    lines.forEach((line, index) => {
      const isLastButOne = index === lines.length - 2 && lines.length > 2;
      this.#need(isLastButOne ? 2 * leading : leading);
      const y = this.#y + size;
      if (index === 0 && mark !== undefined) this.#mark(mark, indent, y);
      this.pages.put(line, { x: MARGIN.left + indent, y, size, grey });
      this.#y += leading;
    });
    this.#y += mark === undefined ? 5 : 1.5;
  }

  #mark(mark: string, indent: number, y: number): void {
    const [line] = this.pages.lines(mark, 'regular', BODY.size, TEXT_WIDTH);
    if (line)
      this.pages.put(line, { x: MARGIN.left + indent - line.width - 5, y, size: BODY.size, grey: GREY });
  }

  #pair(name: string, value: string): void {
    const { size, leading } = BODY;
    const left = TEXT_WIDTH * 0.27;
    const names = this.pages.lines(name, 'bold', size, left - 10);
    const values = this.pages.lines(value, 'regular', size, TEXT_WIDTH - left);
    const count = Math.max(names.length, values.length);
    this.#need(Math.min(count, 3) * leading);
    for (let index = 0; index < count; index += 1) {
      this.#need(leading);
      const y = this.#y + size;
      const [one, other] = [names[index], values[index]];
      if (one) this.pages.put(one, { x: MARGIN.left, y, size });
      if (other) this.pages.put(other, { x: MARGIN.left + left, y, size });
      this.#y += leading;
    }
  }

  *#table({ caption, columns, rows }: Table): Generator<void, void> {
    const { size, leading } = BODY;
    const places = placesOf(columns);
    this.#need(leading + 5 * CELL.leading);
    for (const line of this.pages.lines(caption, 'regular', size, TEXT_WIDTH)) {
      this.pages.put(line, { x: MARGIN.left, y: this.#y + size, size, grey: GREY });
      this.#y += leading;
    }
    const titles = this.#cells(
      columns.map(({ title }) => title),
      places,
      'bold',
    );
    this.#head(titles, places);
    for (const row of rows) {
      this.#row(this.#cells(row, places, 'regular'), places, titles);
      yield;
    }
    this.#y += 9;
  }

  #cells(row: readonly string[], places: readonly ColumnPlace[], style: Style): Cells {
    return row.map((text, index) => this.pages.lines(text, style, CELL.size, places[index]?.width ?? 0));
  }

  #head(titles: Cells, places: readonly ColumnPlace[]): void {
    this.#y += 2;
    this.#putCells(titles, places, 0, tallest(titles));
    this.#y += CELL.padding;
    this.pages.rule({ ...WHOLE_WIDTH, y: this.#y, grey: 0, weight: 0.8 });
    this.#y += CELL.padding;
  }

  /** A row stays on one page unless it is taller than what any page has; what follows on the next is under the titles. */
  #row(cells: Cells, places: readonly ColumnPlace[], titles: Cells): void {
    const count = tallest(cells);
    const height = count * CELL.leading + CELL.padding;
    const mostOfPage = (LAST_Y - MARGIN.top) * 0.6;
    if (this.#y + height > LAST_Y && height <= mostOfPage) this.#next(places, titles);
    for (let from = 0; from < count;) {
      const fits = Math.floor((LAST_Y - this.#y) / CELL.leading);
      if (fits < Math.min(2, count - from)) {
        this.#next(places, titles);
        continue;
      }
      const to = Math.min(count, from + fits);
      this.#putCells(cells, places, from, to);
      from = to;
    }
    this.#y += CELL.padding;
    this.pages.rule({ ...WHOLE_WIDTH, y: this.#y - 1, grey: PALE, weight: 0.4 });
    this.#y += CELL.padding - 1;
  }

  #next(places: readonly ColumnPlace[], titles: Cells): void {
    this.startPage();
    this.#head(titles, places);
  }

  #putCells(cells: Cells, places: readonly ColumnPlace[], from: number, to: number): void {
    cells.forEach((lines, index) => {
      const { x = 0, width = 0, isNumber = false } = places[index] ?? {};
      for (let at = from; at < Math.min(to, lines.length); at += 1) {
        const line = lines[at];
        if (!line) continue;
        const y = this.#y + (at - from) * CELL.leading + CELL.size;
        this.pages.put(line, { x: isNumber ? x + width - line.width : x, y, size: CELL.size });
      }
    });
    this.#y += (to - from) * CELL.leading;
  }
}

type Cells = readonly (readonly Line[])[];

const tallest = (cells: Cells): number => Math.max(1, ...cells.map(({ length }) => length));

interface ColumnPlace {
  readonly x: number;
  readonly width: number;
  readonly isNumber: boolean;
}

const GAP = 7;

function placesOf(columns: readonly Column[]): readonly ColumnPlace[] {
  let x = MARGIN.left as number;
  return columns.map(({ width, isNumber = false }) => {
    const place = { x, width: (TEXT_WIDTH * width) / 100 - GAP, isNumber };
    x += (TEXT_WIDTH * width) / 100;
    return place;
  });
}
