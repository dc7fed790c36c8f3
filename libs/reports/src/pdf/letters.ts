/** How text looks. */
export type Style = 'regular' | 'bold';

/** What stands for a code point in one of the fonts of a file. */
export interface Letter {
  /** The name of the font on pages. */
  readonly font: string;
  /** The glyph's, in that font as it is in the file. */
  readonly code: number;
  /** In thousandths of its size. */
  readonly width: number;
  /** Whether a line may end before and after it, as in scripts that put no spaces between words. */
  readonly isIdeograph: boolean;
}

/** Letters of one file, as they are sent from one thread to another; null for what no font has. */
export type Alphabet = readonly (readonly [codePoint: string, style: Style, letter: Letter | null])[];

/** The letters of ASCII, by their codes; control characters are as wide as spaces, and look like them. */
export interface AsciiLetters {
  readonly font: string;
  readonly widths: Float64Array;
  readonly codes: Uint16Array;
}

/** All of ASCII but the last, which is no letter. */
const ASCII_SIZE = 0x7f;

/** Whether a text has nothing but {@link AsciiLetters}. */
export const isAscii = (text: string): boolean => /^[\0-~]*$/.test(text);

/** The letters of a file, as far as they are known here. */
export class Letters {
  readonly #known: Readonly<Record<Style, Map<string, Letter | null>>> = {
    regular: new Map(),
    bold: new Map(),
  };
  readonly #ascii: Partial<Record<Style, AsciiLetters>> = {};
  /** The code points that were asked for and are not known. */
  readonly unknown = new Set<string>();

  /** @param find what is asked for what is not known; without it, that is noted in `unknown`. */
  constructor(private readonly find?: (codePoint: string, style: Style) => Letter | null) {}

  add(alphabet: Alphabet): void {
    for (const [codePoint, style, letter] of alphabet) this.#known[style].set(codePoint, letter);
  }

  /** Null where no font has one, and where it is not known whether one has. */
  of(codePoint: string, style: Style): Letter | null {
    const known = this.#known[style];
    const letter = known.get(codePoint);
    if (letter !== undefined) return letter;
    if (!this.find) {
      this.unknown.add(codePoint);
      return null;
    }
    const found = this.find(codePoint, style);
    known.set(codePoint, found);
    return found;
  }

  /**
   * A text of which every code point has a letter. One that no font has is told by its number, since a missing glyph is
   * nothing that anybody could read, and not allowed (ISO 19005-2, 6.2.11.8).
   */
  legible(text: string, style: Style): string {
    return Array.from(text.normalize('NFC'), (codePoint) => {
      const code = codePoint.codePointAt(0) ?? 0;
      if (code < 0x20 && code !== NEWLINE) return ' ';
      if (code === NEWLINE || this.of(codePoint, style)) return codePoint;
      return `[U+${code.toString(16).toUpperCase().padStart(4, '0')}]`;
    }).join('');
  }

  ascii(style: Style): AsciiLetters {
    return (this.#ascii[style] ??= this.#asciiOf(style));
  }

  #asciiOf(style: Style): AsciiLetters {
    const space = this.of(' ', style);
    const letters: AsciiLetters = {
      font: space?.font ?? '',
      widths: new Float64Array(ASCII_SIZE),
      codes: new Uint16Array(ASCII_SIZE),
    };
    for (let code = 0; code < ASCII_SIZE; code += 1) {
      const letter = code < 0x20 ? space : this.of(String.fromCharCode(code), style);
      letters.widths[code] = letter?.width ?? 0;
      letters.codes[code] = letter?.code ?? 0;
    }
    return letters;
  }
}

const NEWLINE = 0x0a;
