import { type Character, type Faces, type Style } from './faces.ts';

/** Characters of one font, side by side. */
export interface Run {
  readonly font: Character['font'];
  hex: string;
}

/** One line of text, ready to be put on a page. */
export interface Line {
  readonly runs: readonly Run[];
  /** In points. */
  readonly width: number;
}

/** After these a line may end, as after a space: long ids and hashes are of them. */
const BREAKS_AFTER = new Set(['-', '/', ',', '.', '_']);

/** A date stays in one piece. */
const IN_DATE = /[\d-]/;

/** Text broken into lines. */
export class LineBreaker {
  readonly #short = new Map<string, readonly Line[]>();

  constructor(private readonly faces: Faces) {}

  /**
   * The lines of a text that fit into a width, in points. What has no place to break is broken where the line is full.
   *
   * @param size of the font, in points.
   */
  linesOf(text: string, style: Style, size: number, width: number): readonly Line[] {
    const key = text.length <= 24 ? `${style} ${size} ${width} ${text}` : undefined;
    const known = key === undefined ? undefined : this.#short.get(key);
    if (known) return known;
    const lines = text
      .normalize('NFC')
      .split('\n')
      .flatMap((part) => this.#broken(part, style, size, width));
    // What is said again and again is a few words; ids are said once.
    if (key !== undefined && this.#short.size < 20_000) this.#short.set(key, lines);
    return lines;
  }

  #broken(text: string, style: Style, size: number, width: number): readonly Line[] {
    const scale = size / 1000;
    const most = width / scale;
    const lines: Line[] = [];
    let line = new Draft();
    let word = new Draft();
    const endLine = (): void => {
      lines.push({ runs: line.runs, width: line.trimmed * scale });
      line = new Draft();
    };
    const endWord = (): void => {
      if (line.width > 0 && line.width + word.trimmed > most) endLine();
      line.append(word);
      word = new Draft();
    };
    // By code points, as fonts go.
    const parts = Array.from(text);
    for (const [index, part] of parts.entries()) {
      const isSpace = part === ' ';
      for (const character of this.faces.charactersIn(part, style)) {
        if (character.isIdeograph && word.width > 0) endWord();
        if (!isSpace && word.width + character.width > most) endWord();
        word.add(character, isSpace);
        if (character.isIdeograph) endWord();
      }
      if (isSpace || (BREAKS_AFTER.has(part) && !IN_DATE.test(parts[index + 1] ?? ''))) endWord();
    }
    if (word.width > 0) endWord();
    endLine();
    return lines;
  }
}

/** A line, or a word, as it grows. */
class Draft {
  readonly runs: Run[] = [];
  width = 0;
  /** Without the spaces at its end. */
  trimmed = 0;

  add({ font, hex, width }: Character, isSpace: boolean): void {
    const last = this.runs.at(-1);
    if (last?.font === font) last.hex += hex;
    else this.runs.push({ font, hex });
    this.width += width;
    if (!isSpace) this.trimmed = this.width;
  }

  append(word: Draft): void {
    for (const run of word.runs) {
      const last = this.runs.at(-1);
      if (last?.font === run.font) last.hex += run.hex;
      else this.runs.push(run);
    }
    if (word.trimmed > 0) this.trimmed = this.width + word.trimmed;
    this.width += word.width;
  }
}
