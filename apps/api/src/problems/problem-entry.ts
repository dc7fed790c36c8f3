/** What a problem means to whoever meets it. */
export interface ProblemEntry {
  readonly status: number;
  /** A few words, the same at every occurrence (RFC 9457 §3.1.3). */
  readonly title: string;
  readonly meaning: string;
  readonly remedy: string;
}
