import { setImmediate as turn } from 'node:timers/promises';
import { type Block, type Entry } from '../document/blocks.ts';
import { afterSheets, beforeSheets, contentsOf, coverPairs } from '../document/document.ts';
import { sheetBlocks } from '../document/sheet-blocks.ts';
import { oneByOne } from '../one-by-one.ts';
import { type Report, type Sheet } from '../report.ts';
import { itemIn } from '../shelf.ts';
import { Flow } from './flow.ts';
import { SheetLayout, type LayOut } from './lay-out.ts';
import { type Line } from './lines.ts';
import { GREY, LAST_Y, MARGIN, PAGE, Pages, TEXT_WIDTH, type LaidPage, type Mark } from './pages.ts';
import { Paper, type Later, type Placed } from './paper.ts';
import { sheetsLaidOut } from './sheets-ahead.ts';

/**
 * The report as a PDF/A-2b, page by page: cover, contents with the numbers of pages, then the nine other sections. Each
 * commitment but the first begins a page, so that sheets can be laid out apart from each other.
 *
 * @param layOut who lays out sheets; whoever it is, the file is the same. Without it, it is done here.
 */
export function reportPdf(report: Report, layOut: LayOut = layingOutHere()): NodeJS.ReadableStream {
  const { cover } = report;
  const paper = new Paper({
    title: `${cover.title}: ${cover.subtitle}`,
    subject: `${cover.scope}, valid at ${cover.validAt}, known at position ${cover.knownAt.position}`,
    keywords: `${cover.ledger}, root ${cover.root.base64}`,
    date: new Date(`${cover.knownAt.recordedAt.slice(0, 19)}Z`),
  });
  const stream = paper.document;
  new Printing(paper, report, layOut).all().catch((error: unknown) => {
    stream.destroy(error as Error);
  });
  return stream;
}

function layingOutHere(): LayOut {
  const layout = new SheetLayout();
  return oneByOne(async (sheets, alphabet) => {
    await turn();
    return layout.layOut(sheets, alphabet);
  });
}

/** As much as may wait for whoever reads the file. */
const WAITING_BYTES = 4_000_000;

class Printing {
  readonly #pageOf = new Map<string, number>();
  readonly #pages: Pages;
  /** The foot of every page, of which only the number of the page differs. */
  readonly #foot: Later;
  #section: PDFKit.PDFOutline | undefined;

  constructor(
    private readonly paper: Paper,
    private readonly report: Report,
    private readonly layOut: LayOut,
  ) {
    this.#foot = paper.later();
    this.#pages = new Pages(paper.letters, (page) => {
      this.#add(page);
    });
  }

  async all(): Promise<void> {
    this.#cover();
    const contents = this.#reserveContents();
    const sheets = this.report.commitments.json()[Symbol.iterator]();
    const first = sheets.next();
    const laid = sheetsLaidOut(sheets, this.layOut, this.paper);
    const flow = new Flow(this.#pages);
    await this.#put(flow, beforeSheets(this.report));
    if (first.done !== true) await this.#put(flow, sheetBlocks(itemIn(first.value) as Sheet));
    this.#pages.end();
    for await (const pages of laid) {
      for (const page of pages) this.#add(page);
      await this.#untilTaken();
    }
    await this.#put(flow, afterSheets(this.report));
    this.#pages.end();
    this.#fill(contents);
    this.#fillFoot();
    this.paper.end();
  }

  async #put(flow: Flow, blocks: Iterable<Block>): Promise<void> {
    let pages = this.paper.pages;
    for (const block of blocks) {
      const rows = flow.add(block);
      while (rows.next().done !== true) {
        if (this.paper.pages - pages < 20) continue;
        pages = this.paper.pages;
        await this.#untilTaken();
      }
    }
  }

  /** A file is read more slowly than it is written, and must not pile up meanwhile. */
  async #untilTaken(): Promise<void> {
    do await turn();
    while (this.paper.document.readableLength > WAITING_BYTES && !this.paper.document.destroyed);
  }

  #add(page: LaidPage): void {
    this.paper.addPage(page);
    this.#foot.show();
    const number = this.#line(`Page ${this.paper.pages} of`, 7.5, 200);
    if (number) this.paper.put(atFoot(number, PAGE.width - MARGIN.right - 26 - number.width));
    for (const mark of page.marks) this.#mark(mark);
  }

  #line(text: string, size: number, width: number, style: 'regular' | 'bold' = 'regular'): Line | undefined {
    return this.#pages.lines(text, style, size, width)[0];
  }

  #cover(): void {
    const pages = this.#pages;
    pages.next();
    const { cover } = this.report;
    const x = MARGIN.left;
    let y = 150;
    for (const line of pages.lines(cover.title, 'regular', 14, TEXT_WIDTH))
      pages.put(line, { x, y, size: 14, grey: GREY });
    y += 14;
    for (const line of pages.lines(cover.subtitle, 'bold', 26, TEXT_WIDTH)) {
      pages.put(line, { x, y: y + 26, size: 26 });
      y += 34;
    }
    pages.rule({ y: y + 12, from: x, to: PAGE.width - MARGIN.right, grey: 0, weight: 1.2 });
    y += 40;
    for (const [name, value] of coverPairs(this.report)) {
      const [title] = pages.lines(name, 'bold', 9.5, TEXT_WIDTH);
      if (title) pages.put(title, { x, y: y + 10, size: 9.5 });
      y += 14;
      for (const line of pages.lines(value, 'regular', 10.5, TEXT_WIDTH)) {
        pages.put(line, { x, y: y + 10, size: 10.5 });
        y += 15;
      }
      y += 8;
    }
    pages.end();
  }

  /** Pages for the contents, whose numbers are filled in at the end. */
  #reserveContents(): readonly ContentsPage[] {
    const pages: { form: Later; entries: Entry[] }[] = [];
    let room = 0;
    for (const entry of contentsOf(this.report)) {
      let page = pages.at(-1);
      if (!page || page.entries.length === room) {
        const isFirst = pages.length === 0;
        this.#contentsPage(isFirst);
        room = Math.floor((LAST_Y - contentsTop(isFirst)) / ENTRY_HEIGHT);
        page = { form: this.paper.later(), entries: [] };
        page.form.show();
        pages.push(page);
      }
      const y = contentsTop(pages.length === 1) + page.entries.length * ENTRY_HEIGHT;
      this.paper.link(entry.id, { x: MARGIN.left, y, width: TEXT_WIDTH, height: ENTRY_HEIGHT });
      page.entries.push(entry);
    }
    return pages;
  }

  #contentsPage(isFirst: boolean): void {
    this.#pages.next();
    const title = this.#line('Contents', 18, TEXT_WIDTH, 'bold');
    if (isFirst && title) this.#pages.put(title, { x: MARGIN.left, y: MARGIN.top + 18, size: 18 });
    this.#pages.end();
  }

  #mark({ heading: { id, text, level }, y }: Mark): void {
    if (id === undefined) return;
    this.#pageOf.set(id, this.paper.pages);
    this.paper.target(id, y);
    const { outline } = this.paper.document;
    if (level === 1) this.#section = outline.addItem(text);
    else this.#section?.addItem(text);
  }

  #fill(pages: readonly ContentsPage[]): void {
    pages.forEach(({ form, entries }, page) => {
      form.end(
        entries.flatMap((entry, index) =>
          this.#contentsLine(entry, contentsTop(page === 0) + index * ENTRY_HEIGHT + 10),
        ),
      );
    });
  }

  #contentsLine({ level, text, id }: Entry, y: number): readonly Placed[] {
    const size = level === 1 ? 10 : 9;
    const style = level === 1 ? 'bold' : 'regular';
    const number = this.#line(String(this.#pageOf.get(id) ?? ''), size, 60);
    const [whole, more] = this.#pages.lines(text, style, size, TEXT_WIDTH - 60);
    const line = more ? this.#line(`${text.slice(0, 80)} …`, size, TEXT_WIDTH - 40) : whole;
    return [
      ...(line ? [{ line, place: { x: MARGIN.left + (level - 1) * 16, y, size } }] : []),
      ...(number ? [{ line: number, place: { x: PAGE.width - MARGIN.right - number.width, y, size } }] : []),
    ];
  }

  #fillFoot(): void {
    const { cover } = this.report;
    const words = `${cover.title}: ${cover.subtitle}. Valid at ${cover.validAt}, known at position ${cover.knownAt.position}.`;
    const about = this.#line(words, 7.5, TEXT_WIDTH - 90);
    const total = this.#line(String(this.paper.pages), 7.5, 60);
    this.#foot.end([
      ...(about ? [atFoot(about, MARGIN.left)] : []),
      ...(total ? [atFoot(total, PAGE.width - MARGIN.right - 24)] : []),
    ]);
  }
}

const atFoot = (line: Line, x: number): Placed => ({
  line,
  place: { x, y: PAGE.height - 36, size: 7.5, grey: GREY },
});

/** One page of the contents. */
interface ContentsPage {
  readonly form: Later;
  readonly entries: readonly Entry[];
}

const ENTRY_HEIGHT = 15.5;

const contentsTop = (isFirst: boolean): number => MARGIN.top + (isFirst ? 36 : 0);
