import PDFDocument from 'pdfkit';
import { Faces } from './faces.ts';
import { Ink, type Place } from './ink.ts';
import { type Alphabet, type Letters } from './letters.ts';
import { type Line } from './lines.ts';
import { MARGIN, PAGE, type LaidPage } from './pages.ts';

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
  readonly dictionary: { data: Record<string, unknown> };
  readonly content: PdfStream;
}

interface PdfStream {
  compress: boolean;
  write(operators: Uint8Array | string): void;
  readonly data: Record<string, unknown>;
}

/**
 * A PDF/A-2b (ISO 19005-2), page after page. Pages are laid out elsewhere; the file, its fonts, metadata and outline are
 * pdfkit's.
 */
export class Paper {
  readonly document: PDFKit.PDFDocument;
  readonly #faces: Faces;
  #pages = 0;
  #laters = 0;

  constructor({ title, subject, keywords, date }: About) {
    this.document = new PDFDocument({
      ...{ pdfVersion: '1.7', subset: 'PDF/A-2b', lang: 'en', displayTitle: true, autoFirstPage: false },
      ...{ size: 'A4', margins: MARGIN, bufferPages: false, fontLayoutCache: false },
      info: {
        ...{ Title: title, Subject: subject, Keywords: keywords, CreationDate: date, ModDate: date },
        ...{ Author: 'Commitment Ledger', Creator: 'Commitment Ledger' },
      },
    });
    inLargePieces(this.document);
    this.#faces = new Faces(this.document);
  }

  /** How many pages there are so far. */
  get pages(): number {
    return this.#pages;
  }

  get letters(): Letters {
    return this.#faces.letters;
  }

  /** The letters with which texts can be laid out elsewhere, for this file. */
  alphabetOf(texts: readonly string[]): Alphabet {
    return this.#faces.alphabetOf(texts);
  }

  addPage({ content, fonts }: LaidPage): void {
    const before = this.#pages > 0 ? this.#page : undefined;
    this.document.addPage();
    if (before) forget(before);
    this.#pages += 1;
    const page = this.#page;
    this.#name(fonts, page.fonts);
    // The first of its streams turns the page upside down, and has what is added to it here: too little to compress.
    page.content.compress = false;
    delete page.content.data['Filter'];
    const laid = this.document.ref({ Filter: 'FlateDecode' });
    laid.end(content);
    page.dictionary.data['Contents'] = [page.content, laid];
  }

  get #page(): Page {
    return this.document.page as object as Page;
  }

  #name(fonts: Iterable<string>, into: Record<string, unknown>): void {
    for (const name of fonts) into[name] ??= this.#faces.ref(name);
  }

  /** Adds lines to the page. */
  put(...placed: readonly Placed[]): void {
    const ink = this.#inked(placed, this.#page.fonts, -1);
    this.#page.content.write(ink);
  }

  #inked(placed: readonly Placed[], fonts: Record<string, unknown>, up: 1 | -1): Uint8Array {
    const ink = new Ink(this.letters, up);
    for (const { line, place } of placed)
      ink.line(line, up === 1 ? { ...place, y: PAGE.height - place.y } : place);
    this.#name(ink.fonts, fonts);
    return ink.end();
  }

  /** Something that is drawn on pages, and perhaps on many, once it is known what it is: numbers of pages stand before the pages do. */
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
        this.#page.content.write(`q 1 0 0 -1 0 ${PAGE.height} cm /${name} Do Q`);
      },
      end: (placed) => {
        form.end(this.#inked(placed, resources, 1));
      },
    };
  }

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
    this.document.end();
  }
}

/** A page that is in the file is kept by pdfkit until the end, for its number alone. */
function forget({ dictionary }: Page): void {
  dictionary.data = {};
}

const PIECE = 1 << 16;

/** pdfkit hands over a file line by line, and each line takes its way through the streams. */
function inLargePieces(document: PDFKit.PDFDocument): void {
  const push = document.push.bind(document);
  let pieces: Uint8Array[] = [];
  let size = 0;
  const flush = (): void => {
    if (size > 0) push(Buffer.concat(pieces));
    [pieces, size] = [[], 0];
  };
  document.push = (piece: Uint8Array | null) => {
    if (piece === null) {
      flush();
      return push(null);
    }
    pieces.push(piece);
    size += piece.length;
    if (size >= PIECE) flush();
    return true;
  };
}

/** A line, and where. */
export interface Placed {
  readonly line: Line;
  readonly place: Place;
}

/** What is drawn later. */
export interface Later {
  /** On the last page. */
  show(): void;
  /** What it is; once. */
  end(placed: readonly Placed[]): void;
}
