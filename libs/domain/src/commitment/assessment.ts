import type { Interval } from '../vocabulary/index.ts';

/** Where a commitment stands as a promise. The last five are ends, each with its own reason. */
export type NormativeFacet =
  | 'under-discussion'
  | 'announced'
  | 'allocated'
  | 'adopted'
  | 'discharged'
  | 'withdrawn'
  | 'released'
  | 'superseded'
  | 'expired';

/** How much of it has certainly been delivered. */
export type DeliveryFacet = 'none-known' | 'in-delivery' | 'partial' | 'complete' | 'exceeded';

/** How it stands to its deadline; `met` is met, where sources leave open whether in time. */
export type TimeFacet =
  'no-deadline' | 'running' | 'due-soon' | 'overdue' | 'met-on-time' | 'met-late' | 'met';

/** How well it is attested. */
export const evidenceFacets = [
  'unverified',
  'single-source',
  'two-sided',
  'corroborated',
  'disputed',
  'refuted',
] as const;

export type EvidenceFacet = (typeof evidenceFacets)[number];

export interface Facets {
  readonly normative: NormativeFacet;
  readonly delivery: DeliveryFacet;
  readonly time: TimeFacet;
  readonly evidence: EvidenceFacet;
}

/** The one word a desk officer reads, derived from the facets. */
export const labels = [
  'under-discussion',
  'announced',
  'standing',
  'allocated',
  'in-delivery',
  'partly-delivered',
  'fulfilled',
  'fulfilled-late',
  'overdue-unproven',
  'overdue-evidenced',
  'disputed',
  'withdrawn',
  'released',
  'superseded',
  'expired',
] as const;

export type Label = (typeof labels)[number];

/** `not-met` is certainly not met: by the day asked about or, where its deadline has passed, by that. */
export type Outcome = 'met' | 'not-met' | 'undetermined';

/** One step of the reasoning: the rule applied, what it found in a sentence, and the ids of the facts it rests on. */
export interface Step {
  readonly rule:
    | 'promise'
    | 'deadline'
    | 'statement'
    | 'happening'
    | 'sameness'
    | 'end'
    | 'recorded'
    | 'condition'
    | 'coverage'
    | 'closed-world'
    | 'open-world'
    | 'floor'
    | 'outcome'
    | 'dispute'
    | 'correction'
    | 'evidence'
    | 'label';
  readonly statement: string;
  readonly facts: readonly string[];
}

export interface Fulfilment {
  readonly outcome: Outcome;
  /** What may have been delivered: what is recorded, and what may have gone unrecorded. Null where nothing is measured. */
  readonly delivered: Interval | null;
  /** What the recorded facts alone add up to. */
  readonly recorded: Interval | null;
  readonly target: Interval | null;
  readonly unit: string | null;
  /** Parts of the target, 0.01 for one per cent, rounded outwards to four places. */
  readonly share: Interval | null;
  /** Of a criterion that counts conditions, parties or periods: each of them. Null of any other. */
  readonly members: readonly MemberFulfilment[] | null;
  readonly derivation: readonly Step[];
}

/** One of the conditions, parties or periods that a criterion counts, judged for itself. */
export interface MemberFulfilment {
  /** What is wanted, in words; the name of the party or of the period. */
  readonly condition: string;
  readonly outcome: Outcome;
  readonly delivered: Interval;
  readonly recorded: Interval;
  readonly target: Interval;
  readonly unit: string;
  readonly members: readonly MemberFulfilment[] | null;
}

/** What held of a commitment on a day, by what is known of it. */
export interface Assessment {
  readonly label: Label;
  readonly facets: Facets;
  readonly fulfilment: Fulfilment;
}
