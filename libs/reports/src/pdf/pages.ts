import { deflateSync } from 'node:zlib';
import { type Heading } from '../document/blocks.ts';
import { Bytes, Ink, type Place, type Rule } from './ink.ts';
import { type Letters, type Style } from './letters.ts';
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

/** A heading, and how far from the top of its page it stands. */
export interface Mark {
  readonly heading: Heading;
  readonly y: number;
}

/** A page as it was laid out, with nothing that depends on the pages around it. */
export interface LaidPage {
  /** Its operators, deflated (RFC 1950). */
  readonly content: Uint8Array;
  /** The names of the fonts that they use. */
  readonly fonts: readonly string[];
  readonly marks: readonly Mark[];
}

/** More would make a file a tenth smaller and take twice as long. */
const DEFLATE = { level: 3 } as const;

/** Pages on which lines of text are put, one page after another. */
export class Pages {
  readonly #breaker: LineBreaker;
  readonly #bytes = new Bytes();
  #page: { readonly ink: Ink; readonly marks: Mark[] } | undefined;

  constructor(
    private readonly letters: Letters,
    private readonly onPage: (page: LaidPage) => void,
  ) {
    this.#breaker = new LineBreaker(letters);
  }

  /** Begins a page, and ends the one before. */
  next(): void {
    this.end();
    this.#page = { ink: new Ink(this.letters, -1, this.#bytes), marks: [] };
  }

  end(): void {
    if (!this.#page) return;
    const { ink, marks } = this.#page;
    this.#page = undefined;
    // Of its own memory, and no more: it may be sent to another thread.
    const content = new Uint8Array(deflateSync(ink.end(), DEFLATE));
    this.onPage({ content, fonts: [...ink.fonts], marks });
  }

  lines(text: string, style: Style, size: number, width: number): readonly Line[] {
    return this.#breaker.linesOf(text, style, size, width);
  }

  put(line: Line, place: Place): void {
    this.#page?.ink.line(line, place);
  }

  rule(rule: Rule): void {
    this.#page?.ink.rule(rule);
  }

  mark(heading: Heading, y: number): void {
    this.#page?.marks.push({ heading, y });
  }
}
