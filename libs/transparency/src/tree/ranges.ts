import { EMPTY_ROOT, nodeHash } from './hashing.ts';

/** Leaves from `from`, up to and without `to`. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** The perfect subtree over the leaves from index × 2^height on, 2^height of them. */
export interface Subtree {
  readonly height: number;
  readonly index: number;
}

/** Gives the hash of a perfect subtree. */
export type SubtreeHashes = (subtree: Subtree) => Buffer;

/** The largest power of two smaller than n, where RFC 6962 §2.1 splits n leaves; n is at least 2. */
export function splitOf(n: number): number {
  let split = 1;
  while (split * 2 < n) split *= 2;
  return split;
}

/** The perfect subtrees of a range, from left to right. The range begins where a tree of RFC 6962 is split. */
export function subtreesOf({ from, to }: Range): readonly Subtree[] {
  const subtrees: Subtree[] = [];
  for (let next = from; next < to;) {
    let height = 0;
    while (2 ** (height + 1) <= to - next) height += 1;
    subtrees.push({ height, index: next / 2 ** height });
    next += 2 ** height;
  }
  return subtrees;
}

/** The Merkle Tree Hash of a range (RFC 6962 §2.1), from those of its perfect subtrees. */
export function rangeHash(range: Range, hashOf: SubtreeHashes): Buffer {
  return joined(subtreesOf(range).map(hashOf));
}

/** The hash over perfect subtrees that stand side by side, from the larger to the smaller. */
export function joined(subtrees: readonly Buffer[]): Buffer {
  if (subtrees.length === 0) return EMPTY_ROOT;
  return subtrees.reduceRight((right, left) => nodeHash(left, right));
}
