import {
  assess,
  standingOn,
  withTermsOn,
  type Assessment,
  type Coverage,
  type Day,
  type End,
  type Evidence,
  type Happening,
  type Known,
  type Passage,
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

/** Something that happened, or may have, by the day asked for. */
export interface HappeningAnswer extends Omit<
  Happening,
  | 'happened'
  | 'quantity'
  | 'milestone'
  | 'passages'
  | 'stage'
  | 'by'
  | 'meets'
  | 'register'
  | 'title'
  | 'note'
> {
  readonly happened: Dated;
  /** False where its date leaves open whether it had happened by the day asked for. */
  readonly certain: boolean;
  readonly quantity: NonNullable<Happening['quantity']> | null;
  readonly milestone: string | null;
  /** The further milestones it passed by the day asked for, or may have. */
  readonly passages: readonly PassageAnswer[];
  /** The stage an agreement reached, and by which party; null is all of them. */
  readonly stage: string | null;
  readonly by: string | null;
  /** The name of the condition it is said to meet. */
  readonly meets: string | null;
  readonly title: string | null;
  readonly note: string | null;
  readonly position: number;
}

/** A further milestone that a delivery or disbursement passed, or may have, by the day asked for. */
export interface PassageAnswer extends Pick<Passage, 'id' | 'milestone' | 'attribution' | 'evidence'> {
  readonly passed: Dated;
  /** False where its date leaves open whether it had been passed by the day asked for. */
  readonly certain: boolean;
  /** How much of it; null is all of it. */
  readonly quantity: NonNullable<Passage['quantity']> | null;
  readonly note: string | null;
  readonly position: number;
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

/** One passage or source, and the fact it speaks for. Without an anchor, `document` and what follows are null. */
export interface EvidenceAnswer {
  readonly source: string;
  readonly document: string | null;
  readonly start: number | null;
  readonly end: number | null;
  readonly passage: string | null;
  /** The id of the fact: the commitment's own, or a happening's. */
  readonly supports: string;
  /** The id under which it was attached later; null where it came with the fact. */
  readonly attachment: string | null;
  readonly saidBy: string;
  readonly onBehalfOf: string;
  /** Who is bound by what was said; empty for nobody. */
  readonly committed: readonly string[];
  readonly reporter: Announced['attribution']['reporter'];
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

const happeningsOf = ({ known, facts }: Tracked, validAt: Day): readonly HappeningAnswer[] =>
  known.happenings
    .filter((happening) => datesOf(happening).some((date) => standingOn(validAt, date) !== 'not-yet'))
    .map((happening) => ({
      id: happening.id,
      type: happening.type,
      happened: dated(happening.happened),
      certain: isCertainBy(validAt, happening.happened),
      quantity: happening.quantity ?? null,
      milestone: happening.milestone ?? null,
      passages: passagesOf(happening, facts, validAt),
      stage: happening.stage ?? null,
      by: happening.by ?? null,
      meets: happening.meets ?? null,
      title: happening.title ?? null,
      note: happening.note ?? null,
      attribution: happening.attribution,
      evidence: happening.evidence,
      position: facts[happening.id] ?? 0,
    }));

const datesOf = ({ happened, passages = [] }: Happening): readonly string[] => [
  happened,
  ...passages.map(({ passed }) => passed),
];

const passagesOf = (
  { passages = [] }: Happening,
  facts: Tracked['facts'],
  validAt: Day,
): readonly PassageAnswer[] =>
  passages
    .filter(({ passed }) => standingOn(validAt, passed) !== 'not-yet')
    .map(({ id, milestone, passed, quantity, note, attribution, evidence }) => ({
      id,
      milestone,
      passed: dated(passed),
      certain: isCertainBy(validAt, passed),
      quantity: quantity ?? null,
      note: note ?? null,
      attribution,
      evidence,
      position: facts[id] ?? 0,
    }));

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

/** What the assessment of that day rests on: a source that speaks later is not among it. */
function evidenceOf({ known, facts }: Tracked, validAt: Day): readonly EvidenceAnswer[] {
  const { announced, happenings, supports, ends, coverages, statements } = known;
  const told = [
    { ...announced, id: announced.commitment, on: announced.announced, supports: announced.commitment },
    ...happenings.map((happening) => ({ ...happening, on: happening.happened, supports: happening.id })),
    ...happenings
      .flatMap(({ passages = [] }) => passages)
      .map((passage) => ({ ...passage, on: passage.passed, supports: passage.id })),
    ...ends.map((end) => ({ ...end, on: end.ended, supports: end.id })),
    ...coverages.map((coverage) => ({ ...coverage, on: coverage.period, supports: coverage.id })),
    ...statements.map((statement) => ({ ...statement, on: statement.stated, supports: statement.id })),
    ...supports.map((support) => ({ ...support, on: support.attached })),
  ];
  return told
    .filter(({ on }) => standingOn(validAt, on) !== 'not-yet')
    .flatMap(
      ({ id, supports: fact, attribution: { saidBy, onBehalfOf, committed = [], reporter }, evidence }) =>
        evidence.map((item) => ({
          ...placeOf(item),
          supports: fact,
          attachment: fact === id ? null : id,
          saidBy,
          onBehalfOf,
          committed,
          reporter,
          position: facts[id] ?? 0,
        })),
    );
}

const placeOf = (
  item: Evidence,
): Pick<EvidenceAnswer, 'source' | 'document' | 'start' | 'end' | 'passage'> =>
  'document' in item
    ? {
        source: item.source,
        document: item.document,
        start: item.start,
        end: item.end,
        passage: item.passage,
      }
    : { source: item.source, document: null, start: null, end: null, passage: null };
