import { LRUCache } from 'lru-cache';
import { type Character, type Faces, type Style } from './faces.ts';

/** Characters of one font, side by side. */
export interface Run {
  readonly font: Character['font'];
  readonly shown: string;
}

/** One line of text, ready to be put on a page. */
export interface Line {
  readonly runs: readonly Run[];
  /** In points. */
  readonly width: number;
}

/** What is not broken unless it is longer than a line; widths in thousandths of the size. */
interface Word extends Line {
  /** Without the space at its end. */
  readonly trimmed: number;
}

/** After a space a line may end, and after these: long ids and hashes are of them. A day stays in one piece. */
const WORDS = /(?:[^ \-/,._]|[-,._](?=[\d-]))*(?:[ \-/,._]|$)/g;

/** What is said again and again is a few words and sentences. What has digits is said once, as a rule. */
const KEPT = { lines: { most: 5_000, longest: 200 }, words: { most: 10_000, longest: 30 } } as const;
const isSaidAgain = (text: string, longest: number): boolean => text.length <= longest && !/\d/.test(text);

/** Text broken into lines. */
export class LineBreaker {
  readonly #lines = new LRUCache<string, readonly Line[]>({ max: KEPT.lines.most });
  readonly #words = {
    regular: new LRUCache<string, readonly Word[]>({ max: KEPT.words.most }),
    bold: new LRUCache<string, readonly Word[]>({ max: KEPT.words.most }),
  } as const;

  constructor(private readonly faces: Faces) {}

  /**
   * The lines of a text that fit into a width, in points. What has no place to break is broken where the line is full.
   *
   * @param size of the font, in points.
   */
  linesOf(text: string, style: Style, size: number, width: number): readonly Line[] {
    if (!isSaidAgain(text, KEPT.lines.longest)) return this.#broken(text, style, size, width);
    const key = `${style} ${size} ${width} ${text}`;
    let lines = this.#lines.get(key);
    if (!lines) {
      lines = this.#broken(text, style, size, width);
      this.#lines.set(key, lines);
    }
    return lines;
  }

  #broken(text: string, style: Style, size: number, width: number): readonly Line[] {
    return text
      .normalize('NFC')
      .split('\n')
      .flatMap((paragraph) => this.#linesIn(paragraph, style, size, width));
  }

  #linesIn(text: string, style: Style, size: number, width: number): readonly Line[] {
    const scale = size / 1000;
    const most = width / scale;
    const lines: Line[] = [];
    let line = new Draft();
    const endLine = (): void => {
      lines.push({ runs: line.runs, width: line.trimmed * scale });
      line = new Draft();
    };
    for (const [part] of text.matchAll(WORDS)) {
      for (const word of this.#wordsIn(part, style, most)) {
        if (line.width > 0 && line.width + word.trimmed > most) endLine();
        line.append(word);
      }
    }
    endLine();
    return lines;
  }

  /** More than one where it has ideographs, between which a line may end, or is longer than a line. */
  #wordsIn(part: string, style: Style, most: number): readonly Word[] {
    const isKept = isSaidAgain(part, KEPT.words.longest);
    let words = isKept ? this.#words[style].get(part) : undefined;
    if (!words) {
      words = this.#measured(part, style, Infinity);
      if (isKept) this.#words[style].set(part, words);
    }
    return words.every(({ trimmed }) => trimmed <= most) ? words : this.#measured(part, style, most);
  }

  #measured(part: string, style: Style, most: number): readonly Word[] {
    const words: Word[] = [];
    let word = new Draft();
    const endWord = (): void => {
      if (word.width > 0) words.push(word);
      word = new Draft();
    };
    // By code points, as fonts go.
    for (const codePoint of part) {
      for (const character of this.faces.charactersFor(codePoint, style)) {
        const isSpace = codePoint === ' ';
        if (character.isIdeograph || (!isSpace && word.width + character.width > most)) endWord();
        word.add(character, isSpace);
        if (character.isIdeograph) endWord();
      }
    }
    endWord();
    return words;
  }
}

/** A line, or a word, as it grows. */
class Draft implements Word {
  readonly runs: { readonly font: Character['font']; shown: string }[] = [];
  width = 0;
  trimmed = 0;

  add(character: Character, isSpace: boolean): void {
    this.#show(character);
    this.width += character.width;
    if (!isSpace) this.trimmed = this.width;
  }

  append(word: Word): void {
    for (const run of word.runs) this.#show(run);
    if (word.trimmed > 0) this.trimmed = this.width + word.trimmed;
    this.width += word.width;
  }

  #show({ font, shown }: Run): void {
    const last = this.runs.at(-1);
    if (last?.font === font) last.shown += shown;
    else this.runs.push({ font, shown });
  }
}
