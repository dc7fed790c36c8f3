import {
  assess,
  standingOn,
  withTermsOn,
  type Assessment,
  type Coverage,
  type Day,
  type End,
  type Known,
  type RelationType,
} from '#libs/domain';
import { dated, isCertainBy, type Dated } from '../days.ts';
import { type AsOf } from '../snapshot.ts';
import {
  assessmentsOf,
  challengesOf,
  disputesOf,
  type AssessmentAnswer,
  type ChallengeAnswer,
  type DisputeAnswer,
} from './doubt-answer.ts';
import { evidenceOf, type EvidenceAnswer } from './evidence-answer.ts';
import { happeningsOf, type HappeningAnswer } from './happening-answer.ts';
import { samenessOf, type SamenessAnswer } from './sameness-answer.ts';
import {
  observationsAnswered,
  statementsOf,
  type ObservationAnswer,
  type StatementAnswer,
} from './statement-answer.ts';
import { type Tracked } from './tracked.ts';

type Announced = Known['announced'];

/** A commitment in a list, as it stood on the day asked for. */
export interface CommitmentSummary {
  readonly id: string;
  readonly title: string;
  readonly kind: Announced['kind'];
  readonly strength: Announced['strength'];
  readonly committers: readonly string[];
  readonly beneficiaries: readonly string[];
  readonly criterion: Announced['criterion'];
  readonly due: Dated | null;
  readonly announced: Dated;
  readonly meeting: string | null;
  readonly label: Assessment['label'];
  readonly facets: Assessment['facets'];
  readonly fulfilment: Omit<Assessment['fulfilment'], 'derivation'>;
  /** Of the last event known of it. */
  readonly position: number;
}

export interface RelationAnswer {
  readonly type: RelationType;
  readonly commitment: string;
  readonly title: string;
}

/** An act by which it ended, or may have, by the day asked for. */
export interface EndAnswer extends Pick<End, 'id' | 'type' | 'attribution' | 'evidence'> {
  readonly ended: Dated;
  /** False where its date leaves open whether it had ended by the day asked for. */
  readonly certain: boolean;
  /** The party that withdrew or released; null for a supersession. */
  readonly by: string | null;
  /** The commitment that took its place; null for any other end. */
  readonly successor: string | null;
  readonly note: string | null;
  readonly position: number;
}

/** A period of which the record is declared complete, if it had begun by the day asked for. */
export interface CoverageAnswer extends Pick<Coverage, 'id' | 'attribution' | 'evidence'> {
  readonly period: Dated;
  readonly declared: Dated;
  readonly note: string | null;
  readonly position: number;
}

/** Everything that is answered of one commitment. */
export interface CommitmentAnswer extends Omit<CommitmentSummary, 'fulfilment'> {
  readonly fundingSource: string | null;
  readonly relations: readonly RelationAnswer[];
  readonly fulfilment: Assessment['fulfilment'];
  readonly happenings: readonly HappeningAnswer[];
  readonly ends: readonly EndAnswer[];
  readonly coverage: readonly CoverageAnswer[];
  readonly statements: readonly StatementAnswer[];
  readonly observations: readonly ObservationAnswer[];
  readonly disputes: readonly DisputeAnswer[];
  readonly challenges: readonly ChallengeAnswer[];
  readonly assessments: readonly AssessmentAnswer[];
  readonly sameness: readonly SamenessAnswer[];
  readonly evidence: readonly EvidenceAnswer[];
  readonly attribution: Announced['attribution'];
  readonly note: string | null;
  readonly asOf: AsOf;
}

/** A commitment for a list; undefined where, on that day, it was not yet certainly announced. */
export function summaryOf(tracked: Tracked, validAt: Day): CommitmentSummary | undefined {
  const assessment = assess(tracked.known, validAt);
  if (!assessment) return undefined;
  const { derivation: _, ...fulfilment } = assessment.fulfilment;
  return { ...standing(tracked, assessment, validAt), fulfilment };
}

/** The whole answer for a commitment; undefined where, on that day, it was not yet certainly announced. */
export function answerOf(
  tracked: Tracked,
  relations: readonly RelationAnswer[],
  asOf: AsOf,
): CommitmentAnswer | undefined {
  const assessment = assess(tracked.known, asOf.validAt);
  if (!assessment) return undefined;
  const { announced } = tracked.known;
  return {
    ...standing(tracked, assessment, asOf.validAt),
    fundingSource: withTermsOn(tracked.known, asOf.validAt).announced.fundingSource ?? null,
    relations,
    fulfilment: assessment.fulfilment,
    happenings: happeningsOf(tracked, asOf.validAt),
    ends: endsOf(tracked, asOf.validAt),
    coverage: coverageOf(tracked, asOf.validAt),
    statements: statementsOf(tracked, asOf.validAt),
    observations: observationsAnswered(tracked, asOf.validAt),
    disputes: disputesOf(tracked, asOf.validAt),
    challenges: challengesOf(tracked, asOf.validAt),
    assessments: assessmentsOf(tracked, asOf.validAt),
    sameness: samenessOf(tracked, asOf.validAt),
    evidence: evidenceOf(tracked, asOf.validAt),
    attribution: announced.attribution,
    note: announced.note ?? null,
    asOf,
  };
}

function standing(
  { known, position }: Tracked,
  { label, facets }: Assessment,
  validAt: Day,
): Omit<CommitmentSummary, 'fulfilment'> {
  const { announced } = withTermsOn(known, validAt);
  const {
    commitment: id,
    title,
    kind,
    strength,
    committers,
    beneficiaries,
    criterion,
    due,
    meeting,
  } = announced;
  return {
    id,
    title,
    kind,
    strength,
    committers,
    beneficiaries,
    criterion,
    due: due === undefined ? null : dated(due),
    announced: dated(announced.announced),
    meeting: meeting ?? null,
    label,
    facets,
    position,
  };
}

const endsOf = ({ known, facts }: Tracked, validAt: Day): readonly EndAnswer[] =>
  known.ends
    .filter(({ ended }) => standingOn(validAt, ended) !== 'not-yet')
    .map((end) => ({
      id: end.id,
      type: end.type,
      ended: dated(end.ended),
      certain: isCertainBy(validAt, end.ended),
      by: end.type === 'supersession' ? null : end.by,
      successor: end.type === 'supersession' ? end.successor : null,
      note: end.note ?? null,
      attribution: end.attribution,
      evidence: end.evidence,
      position: facts[end.id] ?? 0,
    }));

const coverageOf = ({ known, facts }: Tracked, validAt: Day): readonly CoverageAnswer[] =>
  known.coverages
    .filter(({ period }) => standingOn(validAt, period) !== 'not-yet')
    .map(({ id, period, declared, note, attribution, evidence }) => ({
      id,
      period: dated(period),
      declared: dated(declared),
      note: note ?? null,
      attribution,
      evidence,
      position: facts[id] ?? 0,
    }));
