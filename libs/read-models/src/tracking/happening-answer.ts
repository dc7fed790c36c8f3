import { standingOn, type Day, type Happening, type Passage } from '#libs/domain';
import { dated, isCertainBy, type Dated } from '../days.ts';
import { type Tracked } from './tracked.ts';

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

/** What had happened by the day asked for, or may have, or passed a milestone. */
export const happeningsOf = ({ known, facts }: Tracked, validAt: Day): readonly HappeningAnswer[] =>
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
