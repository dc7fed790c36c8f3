const WIDE =
  /^(?:\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}|\p{Emoji_Presentation}|[\u3000-\u303F\uFF01-\uFF60])/u;
const ZERO_WIDTH = /^(?:\p{Mark}|\p{Default_Ignorable_Code_Point})$/u;

/** How many terminal cells a line of text takes: wide scripts take two each (Unicode TR 11), combining marks none. */
export function textWidth(text: string): number {
  let width = 0;
  for (const character of text) {
    if (!ZERO_WIDTH.test(character)) width += WIDE.test(character) ? 2 : 1;
  }
  return width;
}

/** The width of the widest line. */
export const widestLine = (text: string): number => Math.max(...text.split('\n').map(textWidth));

/** The width below which {@link wrap} has to cut a word. */
export const longestWord = (text: string): number => Math.max(0, ...wordsOf(text).map(textWidth));

const wordsOf = (text: string): readonly string[] => text.split(/\s+/).filter((word) => word !== '');

/** Breaks text into lines of at most `width` cells: between words, and inside a word only where it fits no line. */
export function wrap(text: string, width: number): readonly string[] {
  if (width === Infinity) return text.split('\n');
  return text.split('\n').flatMap((line) => wrapLine(line, Math.max(width, 1)));
}

function wrapLine(line: string, width: number): readonly string[] {
  const lines: string[] = [];
  let current = '';
  for (const word of wordsOf(line)) {
    const joined = current === '' ? word : `${current} ${word}`;
    if (textWidth(joined) <= width) {
      current = joined;
      continue;
    }
    if (current !== '') lines.push(current);
    const pieces = cut(word, width);
    lines.push(...pieces.slice(0, -1));
    current = pieces.at(-1) ?? '';
  }
  return [...lines, current];
}

function cut(word: string, width: number): readonly string[] {
  const pieces: string[] = [];
  let piece = '';
  for (const character of word) {
    if (piece !== '' && textWidth(piece + character) > width) {
      pieces.push(piece);
      piece = '';
    }
    piece += character;
  }
  return [...pieces, piece];
}

/** Every line after the first starts under the text of the first, after `lead`. */
export function hang(lead: string, text: string, width: number): string {
  const indent = ' '.repeat(textWidth(lead));
  return wrap(text, width - textWidth(lead))
    .map((line, index) => (index === 0 ? lead : indent) + line)
    .join('\n');
}
