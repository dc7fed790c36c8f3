/**
 * Why a fact is not recorded. Codes are stable: programs act on them, documentation lists them, and the door to the
 * outside says what each means in its own protocol.
 */
export type RefusalCode =
  | 'recorded-differently'
  | 'package-already-adopted'
  | 'not-announced'
  | 'not-held'
  | 'unknown-source'
  | 'unknown-commitment'
  | 'unknown-fact'
  | 'other-document'
  | 'other-unit'
  | 'not-measured-so'
  | 'related-to-itself'
  | 'not-a-committer'
  | 'not-a-beneficiary'
  | 'already-ended'
  | 'relation-circle'
  | 'not-a-party'
  | 'one-sided-amendment'
  | 'before-announcement'
  | 'changes-nothing'
  | 'not-a-specification'
  | 'period-not-over'
  | 'too-few-readings'
  | 'readings-agree'
  | 'incomparable-reading'
  | 'not-disputable'
  | 'already-disputed'
  | 'unknown-dispute'
  | 'unknown-reading'
  | 'already-resolved'
  | 'resolved-too-early'
  | 'unknown-delivery'
  | 'not-on-its-way'
  | 'milestone-told-differently'
  | 'milestones-out-of-order'
  | 'more-than-delivered'
  | 'unknown-condition'
  | 'nothing-corrected'
  | 'already-retracted'
  | 'another-fact'
  | 'correction-not-replaced'
  | 'rested-upon'
  | 'no-longer-fits'
  | 'follows-from-another'
  | 'same-as-itself'
  | 'cannot-be-one'
  | 'already-related'
  | 'sameness-already-proposed'
  | 'sameness-already-decided'
  | 'sameness-not-proposed'
  | 'too-many-alike'
  | 'other-deadline';

/** A "no" with its place, its reason and what to do about it. */
export interface Refusal {
  readonly code: RefusalCode;
  /** RFC 6901 pointer into the data of the refused fact; empty for the fact as a whole. */
  readonly pointer: string;
  readonly fault: string;
  readonly remedy: string;
}
