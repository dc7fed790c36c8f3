import { isAscii, type Letters } from './letters.ts';
import { type Line } from './lines.ts';

/** Where a line of text is, and how it looks. */
export interface Place {
  readonly x: number;
  /** Of the baseline. */
  readonly y: number;
  readonly size: number;
  /** 0 is black. */
  readonly grey?: number;
}

/** A horizontal line. */
export interface Rule {
  readonly from: number;
  readonly to: number;
  readonly y: number;
  readonly grey: number;
  readonly weight: number;
}

/**
 * The operators of a page or a form (ISO 32000-1, 8 and 9). They are written here because pdfkit's own way lays out each
 * piece of text anew, and a ledger has millions: all text is one text object, and font, colour and place are said when they
 * change. Lines are put after it, for a text object has no paths.
 */
export class Ink {
  readonly fonts = new Set<string>();
  readonly #rules: string[] = [];
  #font = '';
  #grey = -1;
  #pen = '';
  /** In hundredths of a point: where the last line of text began. */
  #x = 0;
  #y = 0;

  readonly #bytes: Bytes;

  /**
   * @param up the way in which y grows: -1 on pages, which count from the top, 1 in forms.
   * @param bytes to write into; nobody else may before the end.
   */
  constructor(
    private readonly letters: Letters,
    private readonly up: 1 | -1,
    bytes = new Bytes(),
  ) {
    this.#bytes = bytes.emptied();
  }

  line({ text, style }: Line, { x, y, size, grey = 0 }: Place): void {
    if (text === '') return;
    this.#moveTo(Math.round(x * 100), Math.round(y * 100));
    if (grey !== this.#grey) {
      this.#grey = grey;
      this.#bytes.say(`${grey} ${grey} ${grey} rg\n`);
    }
    if (isAscii(text)) {
      const { font, codes } = this.letters.ascii(style);
      this.#use(font, size);
      this.#bytes.show(text, codes);
      return;
    }
    const run: { font: string; codes: number[] } = { font: '', codes: [] };
    const show = (): void => {
      if (run.codes.length === 0) return;
      this.#use(run.font, size);
      this.#bytes.showCodes(run.codes);
      run.codes = [];
    };
    for (const codePoint of text) {
      const letter = this.letters.of(codePoint, style);
      if (!letter) continue;
      if (letter.font !== run.font) show();
      run.font = letter.font;
      run.codes.push(letter.code);
    }
    show();
  }

  #moveTo(x: number, y: number): void {
    if (this.#grey === -1) this.#bytes.say(`BT 1 0 0 ${this.up} ${x / 100} ${y / 100} Tm\n`);
    else this.#bytes.say(`${(x - this.#x) / 100} ${((y - this.#y) * this.up) / 100} Td\n`);
    this.#x = x;
    this.#y = y;
  }

  #use(font: string, size: number): void {
    const used = `/${font} ${size} Tf\n`;
    if (used === this.#font) return;
    this.#font = used;
    this.fonts.add(font);
    this.#bytes.say(used);
  }

  rule({ from, to, y, grey, weight }: Rule): void {
    const pen = `${grey} ${grey} ${grey} RG ${weight} w `;
    const path = `${points(from)} ${points(y)} m ${points(to)} ${points(y)} l S\n`;
    this.#rules.push(pen === this.#pen ? path : `${pen}${path}`);
    this.#pen = pen;
  }

  /** All that was written, as long as nobody else writes into the same bytes. */
  end(): Uint8Array {
    if (this.#grey !== -1) this.#bytes.say('ET\n');
    this.#bytes.say(this.#rules.join(''));
    return this.#bytes.written();
  }
}

/** No more digits than a printer sees. */
const points = (value: number): string => String(Math.round(value * 100) / 100);

const [OPEN, CLOSE, BACKSLASH, RETURN, LETTER_R] = [0x28, 0x29, 0x5c, 0x0d, 0x72] as const;

/** Bytes that become more, and can be used again. */
export class Bytes {
  #held = new Uint8Array(256);
  #size = 0;

  emptied(): this {
    this.#size = 0;
    return this;
  }

  #need(more: number): void {
    if (this.#size + more <= this.#held.length) return;
    const held = new Uint8Array(Math.max(this.#held.length * 2, this.#size + more));
    held.set(this.#held.subarray(0, this.#size));
    this.#held = held;
  }

  /** Operators, in ASCII. */
  say(text: string): void {
    this.#need(text.length);
    for (let at = 0; at < text.length; at += 1) this.#held[this.#size++] = text.charCodeAt(at);
  }

  /** Shows a text in ASCII by the codes of its letters. */
  show(text: string, codes: Uint16Array): void {
    this.#begin(text.length);
    for (let at = 0; at < text.length; at += 1) this.#code(codes[text.charCodeAt(at)] ?? 0);
    this.#shown();
  }

  showCodes(codes: readonly number[]): void {
    this.#begin(codes.length);
    for (const code of codes) this.#code(code);
    this.#shown();
  }

  #begin(letters: number): void {
    this.#need(letters * 4 + 8);
    this.#held[this.#size++] = OPEN;
  }

  #code(code: number): void {
    this.#byte(code >> 8);
    this.#byte(code & 0xff);
  }

  /** Of a literal string (7.3.4.2): a backslash goes before what would end it, and a return would be read as a newline. */
  #byte(byte: number): void {
    const isSpecial = byte === OPEN || byte === CLOSE || byte === BACKSLASH || byte === RETURN;
    if (isSpecial) this.#held[this.#size++] = BACKSLASH;
    this.#held[this.#size++] = byte === RETURN ? LETTER_R : byte;
  }

  #shown(): void {
    this.say(') Tj\n');
  }

  written(): Uint8Array {
    return this.#held.subarray(0, this.#size);
  }
}
