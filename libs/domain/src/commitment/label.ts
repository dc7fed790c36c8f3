import type { Facets, Label, Outcome } from './assessment.ts';

/** From what a label follows: the facets, and what no facet tells. */
export interface Standpoint extends Facets {
  readonly outcome: Outcome;
  /** Whether readings of an open dispute make different labels or outcomes. */
  readonly readingsDiffer: boolean;
  /** Whether it holds until it is ended, and is never fulfilled. */
  readonly isStanding: boolean;
}

/** A label, and when a commitment has it that has none of those before it. */
export interface LabelRule {
  readonly label: Label;
  /** In words for people, as docs/states.md has them. */
  readonly means: string;
  readonly applies: (from: Standpoint) => boolean;
}

/**
 * The labels in order of precedence: of those that apply the first is the answer, and the last always does. The page
 * docs/states.md has this table.
 */
export const labelRules: readonly LabelRule[] = [
  {
    label: 'withdrawn',
    means: 'A committer has withdrawn it, before it was certainly met.',
    applies: ({ normative }) => normative === 'withdrawn',
  },
  {
    label: 'released',
    means: 'A beneficiary has released the committers from it, before it was certainly met.',
    applies: ({ normative }) => normative === 'released',
  },
  {
    label: 'superseded',
    means: 'Another commitment has taken its place, before it was certainly met.',
    applies: ({ normative }) => normative === 'superseded',
  },
  {
    label: 'expired',
    means: 'It stood for a term, and the term has run out.',
    applies: ({ normative }) => normative === 'expired',
  },
  {
    label: 'disputed',
    means: 'A dispute or challenge is open, and its readings make different labels or outcomes.',
    applies: ({ readingsDiffer }) => readingsDiffer,
  },
  {
    label: 'fulfilled-late',
    means: 'It is certainly met, and what had come by its deadline certainly fell short.',
    applies: ({ outcome, time }) => outcome === 'met' && time === 'met-late',
  },
  {
    label: 'fulfilled',
    means: 'It is certainly met: in time, without a deadline, or where sources leave open whether in time.',
    applies: ({ outcome }) => outcome === 'met',
  },
  {
    label: 'under-discussion',
    means: 'It was only talked of, so nobody is bound and nothing is overdue.',
    applies: ({ normative }) => normative === 'under-discussion',
  },
  {
    label: 'overdue-evidenced',
    means:
      'Its deadline has passed, and a source that declares its record complete proves that it was missed.',
    applies: ({ time, outcome }) => time === 'overdue' && outcome === 'not-met',
  },
  {
    label: 'overdue-unproven',
    means: 'Its deadline has passed, and nothing proves that it was met, nor that it was missed.',
    applies: ({ time }) => time === 'overdue',
  },
  {
    label: 'partly-delivered',
    means: 'Some of it has certainly passed the milestone that counts.',
    applies: ({ delivery }) => delivery === 'partial',
  },
  {
    label: 'in-delivery',
    means: 'Something is on its way, or may have come, and nothing certainly has.',
    applies: ({ delivery }) => delivery === 'in-delivery',
  },
  {
    label: 'allocated',
    means: 'Means are set aside for it, and no delivery is known.',
    applies: ({ normative }) => normative === 'allocated',
  },
  {
    label: 'standing',
    means: 'It holds until it is ended.',
    applies: ({ isStanding }) => isStanding,
  },
  {
    label: 'announced',
    means: 'It was promised, and nothing else is known.',
    applies: () => true,
  },
];

/** The one label of a commitment: the first of {@link labelRules} that applies. */
export const labelFrom = (from: Standpoint): Label =>
  labelRules.find(({ applies }) => applies(from))?.label ?? 'announced';
