/** Those leaves of a bundle that something rests on, kept once they are proved. */
export class KeptLeaves {
  readonly #leaves = new Map<number, Buffer | undefined>();

  constructor(wanted: Iterable<number>) {
    for (const position of wanted) this.#leaves.set(position, undefined);
  }

  /** Whether something rests on the leaf at a position. */
  wants(position: number): boolean {
    return this.#leaves.has(position);
  }

  /** Keeps a leaf, where it is wanted. */
  take(position: number, leaf: Buffer): void {
    // A copy: what is handed in is a part of a far larger piece of a file.
    if (this.wants(position)) this.#leaves.set(position, Buffer.from(leaf));
  }

  /** A proved leaf that was wanted. */
  at(position: number): Buffer | undefined {
    return this.#leaves.get(position);
  }
}
