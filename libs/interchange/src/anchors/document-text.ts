import { createHash } from 'node:crypto';

/** Bytes that are not UTF-8: offsets in code points would mean nothing in them. */
export class NotUtf8 extends Error {
  override readonly name = 'NotUtf8';
  readonly code = 'not-utf-8';
  constructor() {
    super('The document is not UTF-8 text: convert it first, and record the SHA-256 of the converted file');
  }
}

/** How many code points lie between two marks of the index: 20,000 marks for a document of 5 MB. */
const STRIDE = 256;

/**
 * A document as text that can be addressed by code points. JavaScript counts UTF-16 units, of which an emoji has two,
 * so an index of every 256th code point is laid once and each look-up walks less than that.
 */
export class DocumentText {
  /** Number of Unicode code points, a byte order mark included. */
  readonly length: number;
  readonly #marks: Uint32Array | undefined;

  /**
   * @param text well-formed Unicode.
   * @param sha256 of the bytes it was read from, in lower-case hexadecimal.
   */
  constructor(
    readonly text: string,
    readonly sha256: string,
  ) {
    const { marks, length } = /[\ud800-\udbff]/.test(text)
      ? indexed(text)
      : { marks: undefined, length: text.length };
    this.#marks = marks;
    this.length = length;
  }

  /**
   * The words between two code points, or undefined where the document ends before them.
   *
   * @param start from 0.
   * @param end the first code point after the passage.
   */
  passageAt(start: number, end: number): string | undefined {
    if (!Number.isInteger(start) || !Number.isInteger(end) || start < 0 || end < start || end > this.length) {
      return undefined;
    }
    return this.text.slice(this.unitAt(start), this.unitAt(end));
  }

  /** The UTF-16 offset of a code point. */
  unitAt(codePoint: number): number {
    if (!this.#marks) return codePoint;
    let unit = this.#marks[Math.floor(codePoint / STRIDE)] ?? 0;
    for (let left = codePoint % STRIDE; left > 0; left -= 1) unit += unitsAt(this.text, unit);
    return unit;
  }

  /** The code point that begins at a UTF-16 offset. */
  codePointAt(unit: number): number {
    if (!this.#marks) return unit;
    let low = 0;
    for (let high = this.#marks.length; high - low > 1;) {
      const middle = (low + high) >> 1;
      if ((this.#marks[middle] ?? 0) <= unit) low = middle;
      else high = middle;
    }
    let codePoint = low * STRIDE;
    for (let at = this.#marks[low] ?? 0; at < unit; at += unitsAt(this.text, at)) codePoint += 1;
    return codePoint;
  }
}

/**
 * Reads the bytes of a document. A byte order mark is kept as a character of its own, so that offsets fit the bytes.
 *
 * @throws NotUtf8 for bytes that are not strict UTF-8.
 */
export function documentText(bytes: Uint8Array): DocumentText {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return new DocumentText(text, createHash('sha256').update(bytes).digest('hex'));
  } catch (error) {
    // By its code: under test the class belongs to another realm.
    throw (error as NodeJS.ErrnoException).code === 'ERR_ENCODING_INVALID_ENCODED_DATA'
      ? new NotUtf8()
      : error;
  }
}

/** The SHA-256 by which an anchor names a passage: of its UTF-8 bytes, in lower-case hexadecimal. */
export const passageDigest = (passage: string): string =>
  createHash('sha256').update(passage, 'utf8').digest('hex');

function indexed(text: string): { readonly marks: Uint32Array; readonly length: number } {
  const marks: number[] = [];
  let length = 0;
  for (let unit = 0; unit < text.length; unit += unitsAt(text, unit)) {
    if (length % STRIDE === 0) marks.push(unit);
    length += 1;
  }
  // The end of the document is a place too.
  if (length % STRIDE === 0) marks.push(text.length);
  return { marks: Uint32Array.from(marks), length };
}

const unitsAt = (text: string, unit: number): number => ((text.codePointAt(unit) ?? 0) > 0xffff ? 2 : 1);
