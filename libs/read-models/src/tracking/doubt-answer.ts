import {
  FALLS,
  interval,
  isContestedOn,
  openedOn,
  resolutionOf,
  STANDS,
  standingOn,
  wouldBe,
  type Challenge,
  type Contention,
  type Day,
  type Dispute,
  type Interval,
  type Reading,
  type RecordedAssessment,
  type Resolution,
  type WouldBe,
} from '#libs/domain';
import { dated, type Dated } from '../days.ts';
import { type Tracked } from './tracked.ts';

/** How something contested was decided. */
export interface ResolutionAnswer extends Pick<
  Resolution,
  'id' | 'held' | 'reason' | 'attribution' | 'evidence'
> {
  readonly resolved: Dated;
  readonly note: string | null;
  readonly position: number;
}

/** One reading of a dispute, with what it alone would make of the commitment on the day asked for. */
export interface ReadingAnswer extends Pick<Reading, 'id' | 'attribution' | 'evidence'> {
  readonly quantity: NonNullable<Reading['quantity']> | null;
  /** All that the quantity may be, in its own unit. */
  readonly interval: Interval | null;
  readonly unit: string | null;
  readonly date: Dated | null;
  readonly occurred: boolean | null;
  readonly wouldBe: WouldBe | null;
}

interface ContentionAnswer {
  readonly id: string;
  readonly about: string;
  /** How it stood on the day asked for; what is contested counts as it does on every day, before it and after. */
  readonly status: 'not-yet-open' | 'open' | 'resolved';
  readonly note: string | null;
  readonly resolution: ResolutionAnswer | null;
  readonly position: number;
}

/** Sources that disagree about a fact, side by side. */
export interface DisputeAnswer extends ContentionAnswer, Pick<Dispute, 'aspect'> {
  readonly figure: string | null;
  readonly opened: Dated;
  readonly readings: readonly ReadingAnswer[];
}

/** A fact, or what one source says of it, that somebody contests. */
export interface ChallengeAnswer
  extends ContentionAnswer, Pick<Challenge, 'grounds' | 'attribution' | 'evidence'> {
  readonly contestedSource: string | null;
  readonly challenged: Dated;
  readonly wouldBe: { readonly stands: WouldBe | null; readonly falls: WouldBe | null };
}

/** Somebody's judgement of the commitment, beside what is computed. */
export interface AssessmentAnswer extends Pick<
  RecordedAssessment,
  'id' | 'assessor' | 'judgement' | 'basis'
> {
  readonly onBehalfOf: string | null;
  readonly label: NonNullable<RecordedAssessment['label']> | null;
  readonly assessed: Dated;
  readonly note: string | null;
  readonly evidence: NonNullable<RecordedAssessment['evidence']>;
  readonly position: number;
}

/** All disputes known of a commitment, whenever they were opened, since each of them bears on every day. */
export const disputesOf = (tracked: Tracked, validAt: Day): readonly DisputeAnswer[] =>
  tracked.known.contentions.flatMap((dispute) => {
    if (dispute.type !== 'dispute') return [];
    const { aspect, figure, opened, readings } = dispute;
    return {
      ...contentionAnswer(tracked, dispute, validAt),
      aspect,
      figure: figure ?? null,
      opened: dated(opened),
      readings: readings.map((reading) => readingAnswer(tracked, dispute, reading, validAt)),
    };
  });

/** All challenges known of it. */
export const challengesOf = (tracked: Tracked, validAt: Day): readonly ChallengeAnswer[] =>
  tracked.known.contentions.flatMap((challenge) => {
    if (challenge.type !== 'challenge') return [];
    const { contestedSource, grounds, challenged, attribution, evidence } = challenge;
    return {
      ...contentionAnswer(tracked, challenge, validAt),
      contestedSource: contestedSource ?? null,
      challenged: dated(challenged),
      grounds,
      wouldBe: {
        stands: wouldBe(tracked.known, challenge, STANDS, validAt),
        falls: wouldBe(tracked.known, challenge, FALLS, validAt),
      },
      attribution,
      evidence,
    };
  });

/** The judgements made by the day asked for. */
export const assessmentsOf = ({ known, facts }: Tracked, validAt: Day): readonly AssessmentAnswer[] =>
  known.assessments
    .filter(({ assessed }) => standingOn(validAt, assessed) !== 'not-yet')
    .map(({ id, assessor, onBehalfOf, judgement, label, basis, assessed, note, evidence }) => ({
      id,
      assessor,
      onBehalfOf: onBehalfOf ?? null,
      judgement,
      label: label ?? null,
      basis,
      assessed: dated(assessed),
      note: note ?? null,
      evidence: evidence ?? [],
      position: facts[id] ?? 0,
    }));

function contentionAnswer({ known, facts }: Tracked, contention: Contention, validAt: Day): ContentionAnswer {
  const resolution = resolutionOf(known, contention);
  const isBegun = standingOn(validAt, openedOn(contention)) !== 'not-yet';
  const { id, about, note } = contention;
  return {
    id,
    about,
    status: !isBegun ? 'not-yet-open' : isContestedOn(known, contention, validAt) ? 'open' : 'resolved',
    note: note ?? null,
    resolution: resolution ? resolutionAnswer(resolution, facts) : null,
    position: facts[id] ?? 0,
  };
}

function resolutionAnswer(
  { id, held, reason, resolved, note, attribution, evidence }: Resolution,
  facts: Tracked['facts'],
): ResolutionAnswer {
  const position = facts[id] ?? 0;
  return { id, held, reason, resolved: dated(resolved), note: note ?? null, attribution, evidence, position };
}

function readingAnswer(
  { known }: Tracked,
  dispute: Dispute,
  { id, quantity, date, occurred, attribution, evidence }: Reading,
  validAt: Day,
): ReadingAnswer {
  return {
    id,
    quantity: quantity ?? null,
    interval: quantity ? interval(quantity) : null,
    unit: quantity?.unit ?? null,
    date: date === undefined ? null : dated(date),
    occurred: occurred ?? null,
    wouldBe: wouldBe(known, dispute, id, validAt),
    attribution,
    evidence,
  };
}
