/** What proves the events of a report: the first published checkpoint that covers its position, and paths to its root. */
export interface Sealed {
  /** The verifier key by which the checkpoint is signed (C2SP signed-note), one line. */
  readonly vkey: string;
  /** Whose cosignatures it takes (C2SP tlog-policy). */
  readonly policy: string;
  /** The signed note (C2SP tlog-checkpoint), as it was published. */
  readonly checkpoint: string;
  /** How many leaves it covers. */
  readonly size: number;
  /** The leaves at these positions as text, in their order. */
  leaves(positions: Iterable<number>): AsyncIterable<string>;
  /** For each of these positions the hashes from its leaf's sibling up (RFC 6962 §2.1.1). */
  proofs(positions: readonly number[]): AsyncIterable<readonly Buffer[]>;
}
