import { MAX_LEAF_BYTES } from '#libs/transparency';

const HEAD = '{"event":{';
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z"\}$/;
const TAIL =
  /,"position":(?<position>[1-9]\d{0,15}),"recordedAt":"(?<recordedAt>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z)"\}$/;
/** More than the longest tail: only so much of a leaf is searched for it. */
const TAIL_BYTES = 90;
const TIME_BYTES = '2024-11-16T00:00:00.000000Z'.length;

/** What a leaf says beside its event. */
export interface LeafSeal {
  readonly position: number;
  readonly recordedAt: string;
}

/** What a leaf says of its place and time; undefined where it is not in the form of a leaf. The event is not looked into. */
export function leafSeal(leaf: Buffer): LeafSeal | undefined {
  if (!hasHead(leaf)) return undefined;
  const groups = TAIL.exec(leaf.toString('latin1', Math.max(0, leaf.length - TAIL_BYTES)))?.groups;
  if (!groups) return undefined;
  return { position: Number(groups['position']), recordedAt: groups['recordedAt'] ?? '' };
}

const hasHead = (leaf: Buffer): boolean =>
  leaf.length <= MAX_LEAF_BYTES && leaf.toString('latin1', 0, HEAD.length) === HEAD;

/** The time of a leaf that says that it is at a position; undefined where it says anything else. Of this there are millions. */
function timeAt(position: number, leaf: Buffer): string | undefined {
  const before = `,"position":${position},"recordedAt":"`;
  const tail = leaf.toString('latin1', Math.max(0, leaf.length - before.length - TIME_BYTES - '"}'.length));
  const isTail = tail.startsWith(before) && TIME.test(tail.slice(before.length));
  return isTail && hasHead(leaf) ? tail.slice(before.length, -'"}'.length) : undefined;
}

/** Sees that leaves stand at their own positions, and that time grows from each to the next. */
export class LeafOrder {
  #before: LeafSeal = { position: 0, recordedAt: '' };

  /**
   * @param index where the leaf stands in the log, from 0.
   * @returns what is wrong with it; undefined where nothing is.
   */
  take(index: number, leaf: Buffer): string | undefined {
    const recordedAt = timeAt(index + 1, leaf);
    // Of one length and in UTC, so that their order as text is that of time.
    if (recordedAt === undefined || recordedAt <= this.#before.recordedAt)
      return this.#faultOf(leaf, index + 1);
    this.#before = { position: index + 1, recordedAt };
    return undefined;
  }

  #faultOf(leaf: Buffer, position: number): string {
    const seal = leafSeal(leaf);
    if (!seal) return 'it is not in the form of a leaf: event, position and time';
    if (seal.position !== position) return `the leaf there says that it is position ${seal.position}`;
    const before = this.#before;
    return `it says that it was recorded at ${seal.recordedAt}, and position ${before.position} before it at ${before.recordedAt}`;
  }
}
