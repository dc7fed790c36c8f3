import { createRequire } from 'node:module';
import { Letters, type Alphabet, type Letter, type Style } from './letters.ts';

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

const STYLES = Object.keys(FILES) as readonly Style[];

/** What we use of a font that pdfkit has embedded; its types do not tell of it. */
interface EmbeddedFont {
  readonly id: string;
  ref(): unknown;
  encode(text: string): readonly [readonly string[], readonly { readonly advanceWidth: number }[]];
  readonly font: { hasGlyphForCodePoint(codePoint: number): boolean };
}

/** ASCII, and what our own sentences have besides. */
const COMMON = [
  ...Array.from({ length: 95 }, (_, index) => String.fromCharCode(0x20 + index)),
  '–',
  '—',
  '“',
  '”',
  '•',
  '…',
  '’',
];

/**
 * The fonts of one file, with every letter that was asked of them. A font in a file has only the glyphs that are used,
 * numbered as they were first asked for; whoever asks in the same order gets the same file.
 */
export class Faces {
  readonly letters = new Letters((codePoint, style) => this.#find(codePoint, style));
  readonly #fonts: Readonly<Record<Style, readonly EmbeddedFont[]>>;
  readonly #common: Alphabet;

  constructor(document: PDFKit.PDFDocument) {
    const embedded = (style: Style): readonly EmbeddedFont[] =>
      FILES[style].map((file) => {
        document.font(require.resolve(file));
        return (document as unknown as { readonly _font: EmbeddedFont })._font;
      });
    this.#fonts = { regular: embedded('regular'), bold: embedded('bold') };
    this.#common = this.#alphabetOf(COMMON);
  }

  /** Everything with which a text can be laid out elsewhere. */
  alphabetOf(texts: readonly string[]): Alphabet {
    const others = new Set(texts.flatMap((text) => text.normalize('NFC').match(OTHERS) ?? []));
    return [...this.#common, ...this.#alphabetOf(others)];
  }

  #alphabetOf(codePoints: Iterable<string>): Alphabet {
    return [...codePoints].flatMap((codePoint) =>
      STYLES.map((style) => [codePoint, style, this.letters.of(codePoint, style)] as const),
    );
  }

  /** A font as pages refer to it, by its name on them. */
  ref(name: string): unknown {
    return [...this.#fonts.regular, ...this.#fonts.bold].find(({ id }) => id === name)?.ref();
  }

  /** No kerning and no ligatures, which a table does not miss, for a tenth of the time. */
  #find(character: string, style: Style): Letter | null {
    const codePoint = character.codePointAt(0) ?? 0;
    const font = this.#fonts[style].find((each) => each.font.hasGlyphForCodePoint(codePoint));
    if (!font) return null;
    const [[hex = '0'], [position]] = font.encode(character);
    return {
      ...{ font: font.id, code: Number.parseInt(hex, 16), width: position?.advanceWidth ?? 0 },
      isIdeograph: IDEOGRAPH.test(character),
    };
  }
}

const OTHERS = /[^\0-\x7f]/gu;

const IDEOGRAPH = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff00-\uffef]/u;
