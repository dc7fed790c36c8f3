import { nodeHashText } from './hashing.ts';
import { joined } from './ranges.ts';

/**
 * A tree that is only grown and asked for its root: of all of it, it keeps the roots of the perfect subtrees side by side,
 * at most one for each bit of its size (the compact range of transparency-dev/merkle).
 */
export class Frontier {
  #size = 0;
  /** As latin1 text, which is cheaper to make than a Buffer. */
  readonly #subtrees: string[] = [];

  /** How many leaves there are. */
  get size(): number {
    return this.#size;
  }

  /** Adds a leaf on the right, by its hash, as bytes or as latin1 text. */
  append(leafHash: Buffer | string): void {
    let hash = typeof leafHash === 'string' ? leafHash : leafHash.toString('latin1');
    for (let rest = this.#size; rest % 2 === 1; rest = (rest - 1) / 2) {
      hash = nodeHashText(this.#subtrees.pop() ?? hash, hash);
    }
    this.#subtrees.push(hash);
    this.#size += 1;
  }

  /** The Merkle Tree Hash of all leaves so far. */
  root(): Buffer {
    return joined(this.#subtrees.map((hash) => Buffer.from(hash, 'latin1')));
  }
}
