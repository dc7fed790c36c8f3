import type { EventData, Fact } from '../ledger-event.ts';
import type { Attribution, Evidence, Party, Quantity } from '../vocabulary/index.ts';
import type { Label } from './assessment.ts';
import type { Aspect } from './dispute.events.ts';

/** What one side of a dispute says: how much, when, or whether at all. */
export interface Reading {
  readonly id: string;
  readonly quantity?: Quantity | undefined;
  readonly date?: string | undefined;
  readonly occurred?: boolean | undefined;
  readonly attribution: Attribution;
  readonly evidence: readonly Evidence[];
}

/** Sources that disagree about a fact. */
export interface Dispute {
  readonly type: 'dispute';
  readonly id: string;
  readonly about: string;
  readonly aspect: Aspect;
  readonly figure?: string | undefined;
  readonly readings: readonly Reading[];
  readonly opened: string;
  readonly note?: string | undefined;
}

/** A fact, or what one source says of it, that is contested without another reading. */
export interface Challenge {
  readonly type: 'challenge';
  readonly id: string;
  readonly about: string;
  readonly contestedSource?: string | undefined;
  readonly grounds: string;
  readonly challenged: string;
  readonly note?: string | undefined;
  readonly attribution: Attribution;
  readonly evidence: readonly Evidence[];
}

/** Whatever makes doubtful what a fact says, until it is resolved. */
export type Contention = Dispute | Challenge;

/** The two readings of every challenge: what is contested holds, or it does not. */
export const STANDS = 'stands';
export const FALLS = 'falls';

/** From when something was contested, as an EDTF date. */
export const openedOn = (contention: Contention): string =>
  contention.type === 'dispute' ? contention.opened : contention.challenged;

/** The ids that a resolution may name, in order. */
export const readingIds = (contention: Contention): readonly string[] =>
  contention.type === 'dispute' ? contention.readings.map(({ id }) => id) : [STANDS, FALLS];

/** What is contested: a second contention about the same takes the place of the first, once that is resolved. */
export const subjectOf = (contention: Contention): string =>
  contention.type === 'dispute'
    ? `${contention.about} ${contention.aspect} ${contention.figure ?? ''}`
    : contention.contestedSource === undefined
      ? `${contention.about} occurrence `
      : `${contention.about} source ${contention.contestedSource}`;

/** The decision of a dispute or challenge. */
export interface Resolution {
  readonly id: string;
  readonly dispute: string;
  /** Null where none of the readings holds. */
  readonly held: string | null;
  readonly reason: string;
  readonly resolved: string;
  readonly note?: string | undefined;
  readonly attribution: Attribution;
  readonly evidence: readonly Evidence[];
}

/** Somebody's judgement of the commitment, which decides nothing. */
export interface RecordedAssessment {
  readonly id: string;
  readonly assessor: string;
  readonly onBehalfOf?: Party | undefined;
  readonly judgement: string;
  readonly label?: Label | undefined;
  readonly basis: string;
  readonly assessed: string;
  readonly note?: string | undefined;
  readonly evidence?: readonly Evidence[] | undefined;
}

/** The dispute that an event tells. */
export function disputeIn({ data }: Fact<'DisputeOpened'>): Dispute {
  const { commitment: _, dispute: id, readings, ...rest } = data;
  return { type: 'dispute', id, readings: readings.map(readingIn), ...rest };
}

function readingIn({ reading: id, ...rest }: EventData<'DisputeOpened'>['readings'][number]): Reading {
  return { id, ...rest };
}

/** The challenge that an event tells. */
export function challengeIn({ data }: Fact<'EvidenceChallenged'>): Challenge {
  const { commitment: _, challenge: id, meeting: __, ...rest } = data;
  return { type: 'challenge', id, ...rest };
}

/** The resolution that an event tells. */
export function resolutionIn({ data }: Fact<'DisputeResolved'>): Resolution {
  const { commitment: _, resolution: id, meeting: __, ...rest } = data;
  return { id, ...rest };
}

/** The judgement that an event tells. */
export function assessmentIn({ data }: Fact<'AssessmentRecorded'>): RecordedAssessment {
  const { commitment: _, assessment: id, ...rest } = data;
  return { id, ...rest };
}
