import { canonical } from '../canonical.ts';
import { daysBefore, latest, type Day } from '../vocabulary/index.ts';
import type { Assessment, Facets, Label, Outcome } from './assessment.ts';
import { derivationOf } from './derivation.ts';
import { facetsOf, labelOf } from './facets.ts';
import type { Known } from './known.ts';
import { measure, shareOf, type Measurement } from './measure.ts';
import { sightings, type Sight } from './sightings.ts';
import { erasOf, standingIn, type Era, type Settled, type Standing } from './terms.ts';
import { yardstickOf } from './yardstick.ts';

/**
 * What held of a commitment on a day, by the facts' own dates and by nothing else: the same facts and day give the
 * same answer for ever. Write side, read models, reports and time travel all ask here.
 *
 * @param validAt the day, `YYYY-MM-DD`, as it stood at its end.
 * @returns undefined where, on that day, it was not yet certainly announced.
 */
export function assess(known: Known, validAt: Day): Assessment | undefined {
  const [judgement] = judge(known, [validAt]);
  if (!judgement) return undefined;
  const { label, facets, measured, sight, standing } = judgement;
  return {
    label,
    facets,
    fulfilment: {
      outcome: measured?.outcome ?? 'undetermined',
      delivered: measured?.delivered ?? null,
      recorded: measured?.recorded ?? null,
      target: measured?.yardstick.target ?? null,
      unit: measured?.yardstick.unit ?? null,
      share: measured ? shareOf(measured) : null,
      derivation: derivationOf(standing, measured, facets, label, sight),
    },
  };
}

/** The part of an assessment by which commitments are told apart and put in order. */
export interface Verdict {
  readonly label: Label;
  readonly facets: Facets;
  readonly outcome: Outcome;
}

/** What {@link assess} concludes, without its figures and reasons: for whoever asks of many days. */
export function verdict(known: Known, validAt: Day): Verdict | undefined {
  return verdicts(known, [validAt])[0];
}

/**
 * The verdicts on some days, in one pass over the facts: undefined for those on which it was not yet certainly announced.
 *
 * @param days ascending.
 */
export function verdicts(known: Known, days: readonly Day[]): readonly (Verdict | undefined)[] {
  return judge(known, days).map(
    (judgement) =>
      judgement && {
        label: judgement.label,
        facets: judgement.facets,
        outcome: judgement.measured?.outcome ?? 'undetermined',
      },
  );
}

interface Judgement {
  readonly label: Label;
  readonly facets: Facets;
  readonly measured: Measurement | undefined;
  readonly sight: Sight;
  /** What is known, with the terms by which it was judged in place of those announced. */
  readonly standing: Standing;
}

function judge(known: Known, days: readonly Day[]): (Judgement | undefined)[] {
  const from = latest(known.announced.announced);
  const since = from === null ? [] : days.filter((day) => from <= day);
  const judgements: (Judgement | undefined)[] = days.slice(since.length).map(() => undefined);
  const eras = erasOf(known);
  let settled: Settled | undefined;
  for (const [index, era] of eras.entries()) {
    const next = eras[index + 1];
    const own = since.filter((day) => day >= era.from && (next === undefined || day < next.from));
    const standing = standingIn(known, era, settled);
    judgements.push(...judgeBy(standing, own));
    settled = next && settledBefore(standing, next);
  }
  return judgements;
}

function judgeBy(standing: Standing, days: readonly Day[]): Judgement[] {
  if (days.length === 0) return [];
  const yardstick = yardstickOf(standing.announced.criterion);
  const judgements: Judgement[] = [];
  for (const sight of sightings(standing, yardstick, days)) {
    const measured = measure(yardstick, sight);
    const facets = facetsOf(standing, measured, sight);
    judgements.push({ label: labelOf(facets, standing, measured), facets, measured, sight, standing });
  }
  return judgements;
}

/** The deadline of a promise that was met before its next terms, which leave what was to be met as it was. */
function settledBefore(standing: Standing, next: Era): Settled | undefined {
  const { announced } = standing;
  const isSame = canonical(next.announced.criterion) === canonical(announced.criterion);
  if (!isSame || next.announced.due === announced.due) return undefined;
  const [last] = judgeBy(standing, [daysBefore(next.from, 1)]);
  return last?.measured?.outcome === 'met' ? { due: announced.due } : undefined;
}
