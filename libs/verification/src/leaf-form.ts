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

/** Sees that leaves stand at their own positions, and that time grows from each to the next. */
export class LeafOrder {
  #before: LeafSeal | undefined;

  /**
   * @param index where the leaf stands in the log, from 0.
   * @returns what is wrong with it; undefined where nothing is.
   */
  take(index: number, leaf: Buffer): string | undefined {
    const seal = leafSeal(leaf);
    if (!seal) return 'it is not in the form of a leaf: event, position and time';
    if (seal.position !== index + 1) return `the leaf there says that it is position ${seal.position}`;
    const before = this.#before;
    // Of one length and in UTC, so that their order as text is that of time.
    if (before && seal.recordedAt <= before.recordedAt) {
      return `it says that it was recorded at ${seal.recordedAt}, and position ${before.position} before it at ${before.recordedAt}`;
    }
    this.#before = seal;
    return undefined;
  }
}
