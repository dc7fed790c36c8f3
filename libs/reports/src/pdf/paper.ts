import { deflateSync } from 'node:zlib';
import PDFDocument from 'pdfkit';
import { Faces, type Style } from './faces.ts';
import { LineBreaker, type Line } from './lines.ts';

/** A4, in points. */
export const PAGE = { width: 595.28, height: 841.89 } as const;
export const MARGIN = { left: 56, right: 56, top: 60, bottom: 64 } as const;
/** The width that text has. */
export const TEXT_WIDTH = PAGE.width - MARGIN.left - MARGIN.right;
/** Below this nothing is put but the foot of the page. */
export const LAST_Y = PAGE.height - MARGIN.bottom;

export const GREY = 0.35;
export const PALE = 0.75;

/** What stands in the head of the file. */
export interface About {
  readonly title: string;
  readonly subject: string;
  readonly keywords: string;
  /** Of the last event that is in it: no time of making is in a report. */
  readonly date: Date;
}

/** What of a page of pdfkit is not in its types. */
interface Page {
  readonly fonts: Record<string, unknown>;
  readonly xobjects: Record<string, unknown>;
  readonly content: { compress: boolean; buffer: Uint8Array[] };
}

/** More would make a file a tenth smaller and take twice as long. */
const DEFLATE = { level: 3 } as const;

/**
 * A PDF/A-2b (ISO 19005-2) on which lines are put, page after page. The operators of a page are written here (ISO 32000-1,
 * 8 and 9), because pdfkit's own way lays out each piece of text anew, and a ledger has millions; pages, fonts, metadata and
 * outline are pdfkit's.
 */
export class Paper {
  readonly document: PDFKit.PDFDocument;
  readonly #breaker: LineBreaker;
  /** Of the page that is being written. */
  #operators: string[] = [];
  #pages = 0;

  constructor({ title, subject, keywords, date }: About) {
    this.document = new PDFDocument({
      ...{ pdfVersion: '1.7', subset: 'PDF/A-2b', lang: 'en', displayTitle: true, autoFirstPage: false },
      ...{ size: 'A4', margins: MARGIN, bufferPages: false, fontLayoutCache: false },
      info: {
        ...{ Title: title, Subject: subject, Keywords: keywords, CreationDate: date, ModDate: date },
        ...{ Author: 'Commitment Ledger', Creator: 'Commitment Ledger' },
      },
    });
    this.#breaker = new LineBreaker(new Faces(this.document));
  }

  /** How many pages there are so far. */
  get pages(): number {
    return this.#pages;
  }

  addPage(): void {
    this.#endPage();
    this.document.addPage();
    this.#pages += 1;
  }

  /** What stands on a page is handed over at once: pdfkit takes a string byte by byte. */
  #endPage(): void {
    if (this.#operators.length === 0) return;
    const { content } = this.#page;
    // What is there already turns the page upside down; by it the page knows that it is compressed.
    content.buffer = [deflateSync(Buffer.concat([...content.buffer, bytesOf(this.#operators)]), DEFLATE)];
    content.compress = false;
    this.#operators = [];
  }

  get #page(): Page {
    return this.document.page as unknown as Page;
  }

  lines(text: string, style: Style, size: number, width: number): readonly Line[] {
    return this.#breaker.linesOf(text, style, size, width);
  }

  /** Puts a line on the page, with its baseline at `y` from the top. */
  put(line: Line, { x, y, size, grey = 0 }: Place): void {
    this.#operators.push(operatorsOf(line, { x, y, size, grey }, -1));
    this.#name(line, this.#page.fonts);
  }

  #name({ runs }: Line, fonts: Record<string, unknown>): void {
    for (const { font } of runs) fonts[font.id] ??= font.ref();
  }

  /** A horizontal line. */
  rule(y: number, { from, to, grey, weight }: Rule): void {
    const [left, right] = [points(from), points(to)];
    this.#operators.push(
      `${grey} ${grey} ${grey} RG ${weight} w ${left} ${points(y)} m ${right} ${points(y)} l S`,
    );
  }

  /**
   * Something that is drawn on this page, and perhaps on others, once it is known what it is: numbers of pages stand before
   * the pages do.
   */
  later(): Later {
    const name = `L${(this.#laters += 1)}`;
    const resources: Record<string, unknown> = {};
    const form = this.document.ref({
      ...{ Type: 'XObject', Subtype: 'Form', BBox: [0, 0, PAGE.width, PAGE.height] },
      Resources: { Font: resources },
    });
    return {
      show: () => {
        this.#page.xobjects[name] = form;
        // The page counts from the top, a form from where its own space begins: from the bottom.
        this.#operators.push(`q 1 0 0 -1 0 ${points(PAGE.height)} cm /${name} Do Q`);
      },
      end: (placed) => {
        const operators = placed.map(({ line, place }) => {
          this.#name(line, resources);
          return operatorsOf(line, { ...place, y: PAGE.height - place.y }, 1);
        });
        form.end(bytesOf(operators));
      },
    };
  }

  #laters = 0;

  /** Where links to this name lead: here. */
  target(name: string, y: number): void {
    this.document.addNamedDestination(name, 'XYZ', 0, y, null);
  }

  link(
    name: string,
    area: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
  ): void {
    this.document.goTo(area.x, area.y, area.width, area.height, name);
  }

  end(): void {
    this.#endPage();
    this.document.end();
  }
}

export interface Place {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  /** 0 is black. */
  readonly grey?: number;
}

interface Rule {
  readonly from: number;
  readonly to: number;
  readonly grey: number;
  readonly weight: number;
}

/** What is drawn later. */
export interface Later {
  /** On the page that is being written. */
  show(): void;
  /** What it is; once. */
  end(placed: readonly { readonly line: Line; readonly place: Place }[]): void;
}

const bytesOf = (operators: readonly string[]): Buffer => Buffer.from(`${operators.join('\n')}\n`, 'latin1');

/** No more digits than a printer sees. */
const points = (value: number): string => String(Math.round(value * 100) / 100);

function operatorsOf({ runs }: Line, { x, y, size, grey = 0 }: Place, up: 1 | -1): string {
  const shown = runs.map(({ font, shown: text }) => `/${font.id} ${size} Tf (${text}) Tj`);
  return `BT ${grey} ${grey} ${grey} rg 1 0 0 ${up} ${points(x)} ${points(y)} Tm ${shown.join(' ')} ET`;
}
