import { type DocumentText, passageDigest } from './document-text.ts';

/** A passage of a document: its first code point, the first one after it, and the SHA-256 of its UTF-8 bytes. */
export interface FoundAnchor {
  readonly start: number;
  readonly end: number;
  readonly passage: string;
}

/** A passage that is nearly what was looked for, with its own words. */
export interface NearMatch extends FoundAnchor {
  readonly words: string;
}

/** Every place where the words stand in the document, letter for letter, in order; overlapping ones too. */
export function findAnchors(document: DocumentText, words: string): readonly FoundAnchor[] {
  if (words === '' || /\p{Surrogate}/u.test(words)) return [];
  const passage = passageDigest(words);
  const length = Array.from(words).length;
  const found: FoundAnchor[] = [];
  for (let unit = document.text.indexOf(words); unit >= 0; unit = document.text.indexOf(words, unit + 1)) {
    const start = document.codePointAt(unit);
    found.push({ start, end: start + length, passage });
  }
  return found;
}

/** How many near matches are worth reading. */
const MAX_NEAR = 5;

/**
 * Passages that are the same words but for capitals, the shape of quotes and dashes, or spaces and line breaks: what
 * to suggest when {@link findAnchors} finds nothing. At most five.
 */
export function nearMatches(document: DocumentText, words: string): readonly NearMatch[] {
  const wanted = folded(words.trim()).text;
  if (wanted === '') return [];
  const { text, units } = folded(document.text);
  const found: NearMatch[] = [];
  for (let at = text.indexOf(wanted); at >= 0 && found.length < MAX_NEAR; at = text.indexOf(wanted, at + 1)) {
    const last = units[at + wanted.length - 1] ?? 0;
    const start = document.codePointAt(units[at] ?? 0);
    const end = document.codePointAt(last) + 1;
    const own = document.passageAt(start, end) ?? '';
    found.push({ start, end, passage: passageDigest(own), words: own });
  }
  return found;
}

const LOOKALIKES: Readonly<Record<string, string>> = Object.fromEntries(
  [
    ['\u2018\u2019\u201a\u201b\u2032\u0060\u00b4\u02bc', "'"],
    ['\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb', '"'],
    ['\u2010\u2011\u2012\u2013\u2014\u2015\u2212', '-'],
  ].flatMap(([alike = '', plain = '']) => Array.from(alike, (each) => [each, plain])),
);

/** The text with what does not matter made alike, and for each unit of it the unit of the original it stands for. */
function folded(original: string): { readonly text: string; readonly units: readonly number[] } {
  const parts: string[] = [];
  const units: number[] = [];
  let unit = 0;
  let afterSpace = false;
  for (const character of original) {
    const isSpace = /\s/u.test(character);
    if (!isSpace || !afterSpace) {
      const part = isSpace ? ' ' : (LOOKALIKES[character] ?? character.toLowerCase());
      parts.push(part);
      for (let each = 0; each < part.length; each += 1) units.push(unit);
    }
    afterSpace = isSpace;
    unit += character.length;
  }
  return { text: parts.join(''), units };
}
