import { MAX_LEAF_BYTES } from '#libs/transparency';

const HEAD = '{"event":{';
const TAIL =
  /,"position":(?<position>[1-9]\d{0,15}),"recordedAt":"(?<recordedAt>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z)"\}$/;
/** More than the longest tail: only so much of a leaf is searched for it. */
const TAIL_BYTES = 90;

/** What a leaf says beside its event. */
export interface LeafSeal {
  readonly position: number;
  readonly recordedAt: string;
}

/** What a leaf says of its place and time; undefined where it is not in the form of a leaf. The event is not looked into. */
export function leafSeal(leaf: Buffer): LeafSeal | undefined {
  if (leaf.length > MAX_LEAF_BYTES || leaf.toString('latin1', 0, HEAD.length) !== HEAD) return undefined;
  const groups = TAIL.exec(leaf.toString('latin1', Math.max(0, leaf.length - TAIL_BYTES)))?.groups;
  if (!groups) return undefined;
  return { position: Number(groups['position']), recordedAt: groups['recordedAt'] ?? '' };
}

const bytesOf = (text: string): Buffer => Buffer.from(text, 'latin1');

const HEAD_BYTES = bytesOf(HEAD);
const POSITION = bytesOf(',"position":');
const RECORDED_AT = bytesOf(',"recordedAt":"');
/** A time with the end of the leaf; `/`, which comes before all digits, stands for any. */
const TIME = bytesOf('////-//-//T//://://.//////Z"}');
const TIME_BYTES = TIME.length - '"}'.length;
const ANY_DIGIT = 0x2f;

const isDigit = (byte: number): boolean => byte >= 0x30 && byte <= 0x39;

function standsAt(bytes: Uint8Array, at: number, expected: Uint8Array): boolean {
  for (let i = 0; i < expected.length; i += 1) if (bytes[at + i] !== expected[i]) return false;
  return true;
}

/** Whether what ends at an offset is a position with its name: compared from the last digit on. */
function isPositionBefore(bytes: Uint8Array, end: number, position: number): boolean {
  let at = end;
  for (let rest = position; rest > 0; rest = Math.floor(rest / 10)) {
    at -= 1;
    if (bytes[at] !== 0x30 + (rest % 10)) return false;
  }
  return standsAt(bytes, at - POSITION.length, POSITION);
}

/**
 * Sees that leaves stand at their own positions, and that time grows from each to the next. There are millions of them, so
 * bytes are compared where they are: strings and regular expressions took as long as the hashing.
 */
export class LeafOrder {
  /** In bytes, all of one length and in UTC, so that their order is that of time. */
  readonly #time = Buffer.from(TIME);
  #position = 0;

  /**
   * @param index where the leaf stands in the log, from 0.
   * @param bytes what ends with the leaf.
   * @param from where in them it begins.
   * @returns what is wrong with it; undefined where nothing is.
   */
  take(index: number, bytes: Buffer, from = 0): string | undefined {
    const position = index + 1;
    const timeAt = bytes.length - TIME.length;
    const isLeaf =
      bytes.length - from <= MAX_LEAF_BYTES &&
      standsAt(bytes, from, HEAD_BYTES) &&
      standsAt(bytes, timeAt - RECORDED_AT.length, RECORDED_AT) &&
      isPositionBefore(bytes, timeAt - RECORDED_AT.length, position);
    if (!isLeaf || !this.#isLater(bytes, timeAt)) return this.#faultOf(bytes.subarray(from), position);
    this.#time.set(bytes.subarray(timeAt));
    this.#position = position;
    return undefined;
  }

  #isLater(bytes: Uint8Array, at: number): boolean {
    let isLater = false;
    for (let i = 0; i < TIME.length; i += 1) {
      const byte = bytes[at + i] ?? 0;
      const before = this.#time[i] ?? 0;
      // What stood there before has the form.
      if (byte === before && before !== ANY_DIGIT) continue;
      if (TIME[i] !== ANY_DIGIT || !isDigit(byte)) return false;
      if (!isLater && byte < before) return false;
      isLater = true;
    }
    return isLater;
  }

  #faultOf(leaf: Buffer, position: number): string {
    const seal = leafSeal(leaf);
    if (!seal) return 'it is not in the form of a leaf: event, position and time';
    if (seal.position !== position) return `the leaf there says that it is position ${seal.position}`;
    const time = this.#time.toString('latin1', 0, TIME_BYTES);
    return `it says that it was recorded at ${seal.recordedAt}, and position ${this.#position} before it at ${time}`;
  }
}
