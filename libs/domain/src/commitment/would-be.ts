import type { Day, Interval } from '../vocabulary/index.ts';
import type { Label, Outcome } from './assessment.ts';
import { readingIds, type Contention } from './dispute.ts';
import { doubtOn, isContestedOn } from './doubt.ts';
import { facetsOf, labelOf } from './facets.ts';
import { hullOfAll } from './hull.ts';
import { judgeSettled, type Judgement } from './judgement.ts';
import type { Known } from './known.ts';
import { shareOf } from './measure.ts';
import { settle, targetHull } from './settled.ts';

/** What one reading alone would make of a commitment. */
export interface WouldBe {
  readonly label: Label;
  readonly outcome: Outcome;
  /** What may have been delivered; null where nothing is measured. */
  readonly delivered: Interval | null;
}

/**
 * What a day would be if this reading held, whatever was decided, and all else that is contested stayed as it is.
 *
 * @param held the id of one of {@link readingIds}.
 * @returns null where, on that day, it was not yet certainly announced.
 */
export function wouldBe(known: Known, contention: Contention, held: string, validAt: Day): WouldBe | null {
  const [judgement] = judgeSettled(settle(known, { contention, held }).known, [validAt]);
  if (!judgement) return null;
  const { label, measured } = judgement;
  return { label, outcome: measured?.outcome ?? 'undetermined', delivered: measured?.delivered ?? null };
}

/** A judgement over everything that open disputes leave possible. */
export interface OverallJudgement extends Judgement {
  readonly target: Interval | null;
  /** Worked out only for whoever asks: sums over many commitments do not. */
  readonly share: () => Interval | null;
}

/**
 * The judgements of some days. What is contested is taken as all that its readings leave possible, so an outcome is
 * certain only where each of them gives it; the label is `disputed` where, on a day of the dispute, they give different
 * labels or outcomes.
 *
 * @param days ascending.
 */
export function judge(known: Known, days: readonly Day[]): readonly (OverallJudgement | undefined)[] {
  const settled = settle(known);
  const base = judgeSettled(settled.known, days, (day) => doubtOn(known, settled, day));
  const sides = settled.open.map((contention) => ({
    contention,
    readings: readingIds(contention).map((held) =>
      judgeSettled(settle(known, { contention, held }).known, days),
    ),
  }));
  const target = targetHull(settled, known);
  return base.map((judgement, at) => {
    if (!judgement) return undefined;
    const open = sides.map(({ contention, readings }) => ({
      isOpen: isContestedOn(known, contention, judgement.sight.validAt),
      readings: readings.map((each) => each[at]),
    }));
    const { measured } = judgement;
    // What was promised by other terms since, nobody disputes.
    const disputed = judgement.known.setBy.criterion === undefined ? target : undefined;
    const stated = disputed ?? measured?.yardstick.target ?? null;
    if (open.length === 0) {
      const { known: standing, label, facets, sight } = judgement;
      const share = () => (measured ? shareOf(measured) : null);
      // Named one by one: spread, they cost as much as a third of the judgement.
      return { known: standing, label, facets, measured, sight, target: stated, share };
    }
    return { ...overAll(judgement, open), target: stated, share: () => shareOver(judgement, open) };
  });
}

interface Side {
  /** Whether it was contested on the day. */
  readonly isOpen: boolean;
  readonly readings: readonly (Judgement | undefined)[];
}

function overAll(base: Judgement, sides: readonly Side[]): Judgement {
  const { known, sight, facets } = base;
  const all = sides.flatMap(({ readings }) => readings);
  const others = all.flatMap((each) => each?.measured ?? []);
  const outcomes = new Set([base, ...all].map((each) => each?.measured?.outcome));
  const measured = base.measured && {
    ...base.measured,
    recorded: hullOfAll([base.measured, ...others].map(({ recorded }) => recorded)) ?? base.measured.recorded,
    delivered:
      hullOfAll([base.measured, ...others].map(({ delivered }) => delivered)) ?? base.measured.delivered,
    outcome: outcomes.size > 1 ? 'undetermined' : base.measured.outcome,
  };
  const doubt = facets.evidence === 'disputed' || facets.evidence === 'refuted' ? facets.evidence : undefined;
  const overall = facetsOf(known, measured, sight, doubt);
  const isDecisive = sides.some(({ isOpen, readings }) => isOpen && differ(readings));
  return { ...base, measured, facets: overall, label: labelOf(overall, known, measured, isDecisive) };
}

const differ = (readings: Side['readings']): boolean =>
  new Set(readings.map((each) => `${each?.label ?? ''} ${each?.measured?.outcome ?? ''}`)).size > 1;

function shareOver(base: Judgement, sides: readonly Side[]): Interval | null {
  const shares = [base, ...sides.flatMap(({ readings }) => readings)].map(
    (each) => each?.measured && shareOf(each.measured),
  );
  const known = shares.flatMap((share) => share ?? []);
  return known.length === shares.length ? (hullOfAll(known) ?? null) : null;
}
