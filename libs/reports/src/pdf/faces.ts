import { createRequire } from 'node:module';

/** How text looks. */
export type Style = 'regular' | 'bold';

const require = createRequire(import.meta.url);

/**
 * The fonts, both under the Open Font License: what the first has no glyph for, the second is asked for. Together they hold
 * Latin, Greek, Cyrillic, Devanagari, kana and the kanji of JIS X 0213.
 */
const FILES: Readonly<Record<Style, readonly string[]>> = {
  regular: [
    '@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf',
    '@expo-google-fonts/noto-sans-jp/400Regular/NotoSansJP_400Regular.ttf',
  ],
  bold: [
    '@expo-google-fonts/noto-sans/700Bold/NotoSans_700Bold.ttf',
    '@expo-google-fonts/noto-sans-jp/700Bold/NotoSansJP_700Bold.ttf',
  ],
};

/** What we use of a font that pdfkit has embedded; its types do not tell of it. */
interface EmbeddedFont {
  readonly id: string;
  ref(): unknown;
  encode(text: string): readonly [readonly string[], readonly { readonly advanceWidth: number }[]];
  readonly font: { hasGlyphForCodePoint(codePoint: number): boolean };
}

/** A character of a font of this file. */
export interface Character {
  readonly font: EmbeddedFont;
  /** As it stands between the brackets of a literal string (ISO 32000-1, 7.3.4.2), a byte to a character. */
  readonly shown: string;
  /** In thousandths of its size. */
  readonly width: number;
  /** Whether a line may end before and after it, as in scripts that put no spaces between words. */
  readonly isIdeograph: boolean;
}

/** The fonts of one file, and every character that was asked of them. */
export class Faces {
  readonly #fonts: Readonly<Record<Style, readonly EmbeddedFont[]>>;
  readonly #known: Readonly<Record<Style, Map<string, readonly Character[]>>> = {
    regular: new Map(),
    bold: new Map(),
  };

  constructor(document: PDFKit.PDFDocument) {
    const embedded = (style: Style): readonly EmbeddedFont[] =>
      FILES[style].map((file) => {
        document.font(require.resolve(file));
        return (document as unknown as { readonly _font: EmbeddedFont })._font;
      });
    this.#fonts = { regular: embedded('regular'), bold: embedded('bold') };
  }

  /**
   * What stands for one code point: no kerning and no ligatures, which a table does not miss, for a tenth of the time. One
   * that no font has is told by its number, since a missing glyph is nothing that anybody could read, and not allowed
   * (ISO 19005-2, 6.2.11.8).
   */
  charactersFor(codePoint: string, style: Style): readonly Character[] {
    const known = this.#known[style];
    let found = known.get(codePoint);
    if (!found) {
      found = this.#find(codePoint, style);
      known.set(codePoint, found);
    }
    return found;
  }

  #find(character: string, style: Style): readonly Character[] {
    const codePoint = character.codePointAt(0) ?? 0;
    if (codePoint < 0x20) return this.#find(' ', style);
    const font = this.#fonts[style].find((each) => each.font.hasGlyphForCodePoint(codePoint));
    if (!font) {
      const code = codePoint.toString(16).toUpperCase().padStart(4, '0');
      return Array.from(`[U+${code}]`).flatMap((each) => this.#find(each, style));
    }
    const [hex, positions] = font.encode(character);
    const width = positions.reduce((sum, { advanceWidth }) => sum + advanceWidth, 0);
    return [{ font, shown: literal(hex.join('')), width, isIdeograph: IDEOGRAPH.test(character) }];
  }
}

/** A backslash goes before what would end the string, and a return would be read as a newline. */
const literal = (hex: string): string =>
  Buffer.from(hex, 'hex')
    .toString('latin1')
    .replace(/[()\\]/g, '\\$&')
    .replaceAll('\r', '\\r');

const IDEOGRAPH = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff00-\uffef]/u;
