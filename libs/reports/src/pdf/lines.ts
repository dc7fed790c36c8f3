import { LRUCache } from 'lru-cache';
import { isAscii, type AsciiLetters, type Letters, type Style } from './letters.ts';

/** One line of text, ready to be put on a page. */
export interface Line {
  /** Every code point of it has a letter. */
  readonly text: string;
  readonly style: Style;
  /** In points. */
  readonly width: number;
}

/** A few sentences are said again and again. What has digits is said once, as a rule. */
const KEPT = { most: 5_000, longest: 200 } as const;
const isSaidAgain = (text: string): boolean => text.length <= KEPT.longest && !/\d/.test(text);

/** Text broken into lines. */
export class LineBreaker {
  readonly #lines = new LRUCache<string, readonly Line[]>({ max: KEPT.most });

  constructor(private readonly letters: Letters) {}

  /**
   * The lines of a text that fit into a width, in points. What has no place to break is broken where the line is full.
   *
   * @param size of the font, in points.
   */
  linesOf(text: string, style: Style, size: number, width: number): readonly Line[] {
    if (!isSaidAgain(text)) return this.#broken(text, style, size, width);
    const key = `${style} ${size} ${width} ${text}`;
    let lines = this.#lines.get(key);
    if (!lines) {
      lines = this.#broken(text, style, size, width);
      // What has letters that are not known yet is to be looked at again.
      if (this.letters.unknown.size === 0) this.#lines.set(key, lines);
    }
    return lines;
  }

  #broken(text: string, style: Style, size: number, width: number): readonly Line[] {
    const legible = isAscii(text) ? text : this.letters.legible(text, style);
    const lines: Line[] = [];
    const scale = size / 1000;
    const draft = new Draft(width / scale, (line, used) =>
      lines.push({ text: line, style, width: used * scale }),
    );
    const paragraphs = legible.includes('\n') ? legible.split('\n') : [legible];
    for (const paragraph of paragraphs) {
      if (isAscii(paragraph)) addAscii(paragraph, this.letters.ascii(style), draft);
      else this.#add(paragraph, style, draft);
      draft.end(paragraph);
    }
    return lines;
  }

  #add(text: string, style: Style, draft: Draft): void {
    let at = 0;
    for (const codePoint of text) {
      const { width = 0, isIdeograph = false } = this.letters.of(codePoint, style) ?? {};
      const next = at + codePoint.length;
      if (isIdeograph) draft.endWord(text, at);
      draft.add(text, at, next, width, codePoint === ' ');
      if (isIdeograph || mayEndAfter(text.charCodeAt(at), text.charCodeAt(next))) draft.endWord(text, next);
      at = next;
    }
  }
}

/** The same as for any text, for nearly all there is, at a fraction of the cost. */
function addAscii(text: string, { widths }: AsciiLetters, draft: Draft): void {
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    draft.add(text, at, at + 1, widths[code] ?? 0, code === SPACE);
    if (mayEndAfter(code, text.charCodeAt(at + 1))) draft.endWord(text, at + 1);
  }
}

const [SPACE, COMMA, HYPHEN, STOP, SLASH, ZERO, NINE, LINE] = [
  0x20, 0x2c, 0x2d, 0x2e, 0x2f, 0x30, 0x39, 0x5f,
] as const;

/**
 * After a space a line may end, and after some marks: long ids and hashes are of them. A day or a decimal stays in one piece.
 *
 * @param next not a number at the end of the text.
 */
function mayEndAfter(code: number, next: number): boolean {
  if (code === SPACE || code === SLASH) return true;
  if (code !== HYPHEN && code !== COMMA && code !== STOP && code !== LINE) return false;
  return !((next >= ZERO && next <= NINE) || next === HYPHEN);
}

/** Lines as they grow, in a text that is gone through once; widths in thousandths of the size. */
class Draft {
  #lineFrom = 0;
  #line = 0;
  /** Without the space at the end. */
  #lineTrimmed = 0;
  #wordFrom = 0;
  #word = 0;
  #wordTrimmed = 0;

  constructor(
    private readonly most: number,
    private readonly onLine: (text: string, width: number) => void,
  ) {}

  /** One more letter of a word. A word that is wider than a line is one of several. */
  add(text: string, from: number, to: number, width: number, isSpace: boolean): void {
    if (!isSpace && this.#word > 0 && this.#word + width > this.most) this.endWord(text, from);
    this.#word += width;
    if (!isSpace) this.#wordTrimmed = this.#word;
    if (to === text.length) this.endWord(text, to);
  }

  endWord(text: string, at: number): void {
    if (at === this.#wordFrom) return;
    if (this.#line > 0 && this.#line + this.#wordTrimmed > this.most) this.#endLine(text, this.#wordFrom);
    if (this.#wordTrimmed > 0) this.#lineTrimmed = this.#line + this.#wordTrimmed;
    this.#line += this.#word;
    this.#wordFrom = at;
    this.#word = 0;
    this.#wordTrimmed = 0;
  }

  #endLine(text: string, at: number): void {
    this.onLine(text.slice(this.#lineFrom, at), this.#lineTrimmed);
    this.#lineFrom = at;
    this.#line = 0;
    this.#lineTrimmed = 0;
  }

  /** Ends the last line; another text may follow. */
  end(text: string): void {
    this.#endLine(text, text.length);
    this.#lineFrom = 0;
    this.#wordFrom = 0;
  }
}
