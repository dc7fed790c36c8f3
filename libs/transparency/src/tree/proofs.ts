import { EMPTY_ROOT, nodeHash } from './hashing.ts';
import { type Range, splitOf } from './ranges.ts';

/**
 * Of which ranges the hashes, in order, prove that the leaf at an index is in the tree of a size: PATH of RFC 6962
 * §2.1.1.
 *
 * @throws RangeError when there is no such leaf.
 */
export function inclusionRanges(index: number, size: number): readonly Range[] {
  if (!(index >= 0 && index < size)) throw new RangeError(`No leaf ${index} in a tree of ${size}`);
  const ranges: Range[] = [];
  let [from, to] = [0, size];
  while (to - from > 1) {
    const middle = from + splitOf(to - from);
    if (index < middle) {
      ranges.push({ from: middle, to });
      to = middle;
    } else {
      ranges.push({ from, to: middle });
      from = middle;
    }
  }
  return ranges.reverse();
}

/**
 * Of which ranges the hashes, in order, prove that a tree of one size is the beginning of that of another: PROOF of
 * RFC 6962 §2.1.2. None, where the older is empty or the same.
 *
 * @throws RangeError when the older tree would be the larger.
 */
export function consistencyRanges(olderSize: number, newerSize: number): readonly Range[] {
  if (!(olderSize >= 0 && olderSize <= newerSize)) {
    throw new RangeError(`No tree of ${olderSize} within one of ${newerSize}`);
  }
  if (olderSize === 0 || olderSize === newerSize) return [];
  const ranges: Range[] = [];
  let [from, to] = [0, newerSize];
  while (olderSize < to) {
    const middle = from + splitOf(to - from);
    if (olderSize <= middle) {
      ranges.push({ from: middle, to });
      to = middle;
    } else {
      ranges.push({ from, to: middle });
      from = middle;
    }
  }
  // The verifier knows the older root, and so the range that is all of the older tree.
  if (from > 0) ranges.push({ from, to });
  return ranges.reverse();
}

/** A leaf said to be in a tree, and what is to prove it. */
export interface InclusionClaim {
  readonly leafHash: Uint8Array;
  readonly index: number;
  readonly size: number;
  readonly root: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

/** Whether the proof holds (RFC 9162 §2.1.3.2). */
export function provesInclusion({ leafHash, index, size, root, proof }: InclusionClaim): boolean {
  if (!(index >= 0 && index < size)) return false;
  let [at, last] = [index, size - 1];
  let hash: Buffer = Buffer.from(leafHash);
  for (const sibling of proof) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      hash = nodeHash(sibling, hash);
      while (at % 2 === 0 && at !== 0) [at, last] = [half(at), half(last)];
    } else {
      hash = nodeHash(hash, sibling);
    }
    [at, last] = [half(at), half(last)];
  }
  return last === 0 && hash.equals(root);
}

/** Two trees of which one is said to begin with the other, and what is to prove it. */
export interface ConsistencyClaim {
  readonly olderSize: number;
  readonly olderRoot: Uint8Array;
  readonly newerSize: number;
  readonly newerRoot: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

/** Whether the proof holds (RFC 9162 §2.1.4.2). The empty tree is the beginning of every tree. */
export function provesConsistency(claim: ConsistencyClaim): boolean {
  const { olderSize, olderRoot, newerSize, newerRoot, proof } = claim;
  if (!(olderSize >= 0 && olderSize <= newerSize)) return false;
  if (olderSize === 0) return proof.length === 0 && EMPTY_ROOT.equals(olderRoot);
  if (olderSize === newerSize) return proof.length === 0 && Buffer.from(olderRoot).equals(newerRoot);
  let [at, last] = [olderSize - 1, newerSize - 1];
  while (at % 2 === 1) [at, last] = [half(at), half(last)];
  // Where the older tree is one perfect subtree, its root is known and not sent.
  const [first, ...rest] = at === 0 ? [olderRoot, ...proof] : proof;
  if (first === undefined) return false;
  let [older, newer]: [Buffer, Buffer] = [Buffer.from(first), Buffer.from(first)];
  for (const sibling of rest) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      older = nodeHash(sibling, older);
      newer = nodeHash(sibling, newer);
      while (at % 2 === 0 && at !== 0) [at, last] = [half(at), half(last)];
    } else {
      newer = nodeHash(newer, sibling);
    }
    [at, last] = [half(at), half(last)];
  }
  return last === 0 && older.equals(olderRoot) && newer.equals(newerRoot);
}

/** Without the lowest bit; numbers may be larger than the 32 bits of `>>`. */
const half = (n: number): number => Math.floor(n / 2);
