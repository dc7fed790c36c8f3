import { setImmediate as turn } from 'node:timers/promises';
import { type Entry, type Heading } from '../document/blocks.ts';
import { contentsOf, coverPairs, documentOf } from '../document/document.ts';
import { type Report } from '../report.ts';
import { Flow } from './flow.ts';
import { type Line } from './lines.ts';
import { GREY, LAST_Y, MARGIN, PAGE, Paper, TEXT_WIDTH, type Later } from './paper.ts';

/** The report as a PDF/A-2b, page by page: cover, contents with the numbers of pages, then the nine other sections. */
export function reportPdf(report: Report): NodeJS.ReadableStream {
  const { cover } = report;
  const paper = new Paper({
    title: `${cover.title}: ${cover.subtitle}`,
    subject: `${cover.scope}, valid at ${cover.validAt}, known at position ${cover.knownAt.position}`,
    keywords: `${cover.ledger}, root ${cover.root.base64}`,
    date: new Date(`${cover.knownAt.recordedAt.slice(0, 19)}Z`),
  });
  const stream = paper.document;
  new Printing(paper, report).all().catch((error: unknown) => {
    stream.destroy(error as Error);
  });
  return stream;
}

/** As much as may wait for whoever reads the file. */
const WAITING_BYTES = 4_000_000;

class Printing {
  readonly #pageOf = new Map<string, number>();
  readonly #total: Later;
  readonly #foot: Line | undefined;
  #section: PDFKit.PDFOutline | undefined;

  constructor(
    private readonly paper: Paper,
    private readonly report: Report,
  ) {
    const { cover } = report;
    this.#total = paper.later();
    const foot = `${cover.title}: ${cover.subtitle}. Valid at ${cover.validAt}, known at position ${cover.knownAt.position}.`;
    this.#foot = paper.lines(foot, 'regular', 7.5, TEXT_WIDTH - 90)[0];
  }

  async all(): Promise<void> {
    this.#cover();
    const contents = this.#reserveContents();
    const flow = new Flow(
      this.paper,
      () => {
        this.#addPage();
      },
      (heading, y) => {
        this.#mark(heading, y);
      },
    );
    let pages = this.paper.pages;
    for (const block of documentOf(this.report)) {
      const rows = flow.add(block);
      while (rows.next().done !== true) {
        if (this.paper.pages - pages < 20) continue;
        pages = this.paper.pages;
        await this.#untilTaken();
      }
    }
    this.#fill(contents);
    this.#fillTotal();
    this.paper.end();
  }

  /** A file is read more slowly than it is written, and must not pile up meanwhile. */
  async #untilTaken(): Promise<void> {
    do await turn();
    while (this.paper.document.readableLength > WAITING_BYTES && !this.paper.document.destroyed);
  }

  #addPage(): void {
    this.paper.addPage();
    const y = PAGE.height - 36;
    if (this.#foot) this.paper.put(this.#foot, { x: MARGIN.left, y, size: 7.5, grey: GREY });
    const number = this.paper.lines(`Page ${this.paper.pages} of`, 'regular', 7.5, 200)[0];
    if (number)
      this.paper.put(number, { x: PAGE.width - MARGIN.right - 26 - number.width, y, size: 7.5, grey: GREY });
    this.#total.show();
  }

  #line(
    text: string,
    {
      width,
      isBold = false,
      ...place
    }: { x: number; y: number; size: number; width: number; grey?: number; isBold?: boolean },
  ): void {
    const [line] = this.paper.lines(text, isBold ? 'bold' : 'regular', place.size, width);
    if (line) this.paper.put(line, place);
  }

  #cover(): void {
    this.#addPage();
    const { cover } = this.report;
    let y = 150;
    this.#line(cover.title, { x: MARGIN.left, y, size: 14, width: TEXT_WIDTH, grey: GREY });
    y += 14;
    for (const line of this.paper.lines(cover.subtitle, 'bold', 26, TEXT_WIDTH)) {
      this.paper.put(line, { x: MARGIN.left, y: y + 26, size: 26 });
      y += 34;
    }
    this.paper.rule(y + 12, { from: MARGIN.left, to: PAGE.width - MARGIN.right, grey: 0, weight: 1.2 });
    y += 40;
    for (const [name, value] of coverPairs(this.report)) {
      this.#line(name, { x: MARGIN.left, y: y + 10, size: 9.5, width: TEXT_WIDTH, isBold: true });
      y += 14;
      for (const line of this.paper.lines(value, 'regular', 10.5, TEXT_WIDTH)) {
        this.paper.put(line, { x: MARGIN.left, y: y + 10, size: 10.5 });
        y += 15;
      }
      y += 8;
    }
  }

  /** Pages for the contents, whose numbers are filled in at the end. */
  #reserveContents(): readonly ContentsPage[] {
    const entries = [...contentsOf(this.report)];
    const pages: { form: Later; entries: Entry[] }[] = [];
    let room = 0;
    for (const entry of entries) {
      let page = pages.at(-1);
      if (!page || page.entries.length === room) {
        const isFirst = pages.length === 0;
        this.#addPage();
        if (isFirst)
          this.#line('Contents', {
            x: MARGIN.left,
            y: MARGIN.top + 18,
            size: 18,
            width: TEXT_WIDTH,
            isBold: true,
          });
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

  #mark({ id, text, level }: Heading, y: number): void {
    if (id === undefined) return;
    this.#pageOf.set(id, this.paper.pages);
    this.paper.target(id, y);
    const { outline } = this.paper.document;
    if (level === 1) this.#section = outline.addItem(text);
    else this.#section?.addItem(text);
  }

  #fill(pages: readonly ContentsPage[]): void {
    pages.forEach(({ form, entries }, page) => {
      const placed = entries.flatMap(({ level, text, id }, index) => {
        const y = contentsTop(page === 0) + index * ENTRY_HEIGHT + 10;
        const size = level === 1 ? 10 : 9;
        const x = MARGIN.left + (level - 1) * 16;
        const [number] = this.paper.lines(String(this.#pageOf.get(id) ?? ''), 'regular', size, 60);
        const [whole, more] = this.paper.lines(text, level === 1 ? 'bold' : 'regular', size, TEXT_WIDTH - 60);
        const line = more
          ? this.paper.lines(`${text.slice(0, 80)} …`, 'regular', size, TEXT_WIDTH - 40)[0]
          : whole;
        return [
          ...(line ? [{ line, place: { x, y, size } }] : []),
          ...(number
            ? [{ line: number, place: { x: PAGE.width - MARGIN.right - number.width, y, size } }]
            : []),
        ];
      });
      form.end(placed);
    });
  }

  #fillTotal(): void {
    const [line] = this.paper.lines(String(this.paper.pages), 'regular', 7.5, 60);
    const place = { x: PAGE.width - MARGIN.right - 24, y: PAGE.height - 36, size: 7.5, grey: GREY };
    this.#total.end(line ? [{ line, place }] : []);
  }
}

/** One page of the contents. */
interface ContentsPage {
  readonly form: Later;
  readonly entries: readonly Entry[];
}

const ENTRY_HEIGHT = 15.5;

const contentsTop = (isFirst: boolean): number => MARGIN.top + (isFirst ? 36 : 0);
