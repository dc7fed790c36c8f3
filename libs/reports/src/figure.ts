/**
 * A figure of a report with how anybody works it out again from the leaves of the log (docs/report.md).
 *
 * - `given`: an input of the report.
 * - `copy`: what stands at the one place in `of`.
 * - `count`: how many there are in `of` and `from` together.
 * - `sum`, `min`, `max`: of the exact decimals in `of` and `from`.
 * - `rule`: found by the rules of judging from what is in `of` and `from`; `note` says how.
 */
export interface Figure {
  /** Letters, digits, `-` and `.`; never another one's. */
  readonly figure: string;
  readonly value: string | number | null;
  readonly op: 'given' | 'copy' | 'count' | 'sum' | 'min' | 'max' | 'rule';
  /** Where it is taken from. */
  readonly of: readonly Place[];
  /** The figures it is worked out from. */
  readonly from?: readonly string[];
  /** Of a count: what each figure in `from` is. */
  readonly is?: string;
  readonly note: string;
}

/** A place in a leaf. */
export interface Place {
  readonly position: number;
  /** RFC 6901 pointer into the leaf; left out, the leaf as a whole. */
  readonly pointer?: string;
  /** Of a quantity at that place: the lower or upper end of all that its words allow (docs/quantities.md). */
  readonly as?: 'lo' | 'hi';
}
