import { canonical } from '../canonical.ts';
import { daysBefore, latest, type Day } from '../vocabulary/index.ts';
import type { Facets, Label } from './assessment.ts';
import { facetsOf, labelOf } from './facets.ts';
import { judgements } from './judgements.ts';
import type { Known } from './known.ts';
import type { Measurement } from './measure.ts';
import { ruleOf } from './rule.ts';
import { sightings, type Sight } from './sightings.ts';
import { erasOf, standingIn, type Era, type KeptDeadline, type Standing } from './terms.ts';

/** What the rules make of a day, before it is put into an answer. */
export interface Judgement {
  /** By what it was judged: what is known, with every contested fact taken in one way, and by the terms then in force. */
  readonly known: Standing;
  readonly label: Label;
  readonly facets: Facets;
  readonly measured: Measurement | undefined;
  readonly sight: Sight;
}

/** Whether the evidence of a day was disputed or refuted. */
export type Doubt = 'disputed' | 'refuted' | undefined;

/**
 * The judgements of some days by facts of which each says one thing; undefined for days on which it was not yet certainly
 * announced.
 *
 * @param days ascending.
 */
export function judgeSettled(
  known: Known,
  days: readonly Day[],
  doubtOf: (day: Day) => Doubt = () => undefined,
): readonly (Judgement | undefined)[] {
  const from = known.retracted ? null : latest(known.announced.announced);
  const since = from === null ? [] : days.filter((day) => from <= day);
  const judged: (Judgement | undefined)[] = days.slice(since.length).map(() => undefined);
  const eras = erasOf(known);
  let kept: KeptDeadline | undefined;
  for (const [index, era] of eras.entries()) {
    const next = eras[index + 1];
    const own = since.filter((day) => day >= era.from && (next === undefined || day < next.from));
    const standing = standingIn(known, era, kept);
    judged.push(...judgeBy(standing, own, doubtOf));
    kept = next && keptBefore(standing, next);
  }
  return judged;
}

function judgeBy(known: Standing, days: readonly Day[], doubtOf: (day: Day) => Doubt): Judgement[] {
  const judged: Judgement[] = [];
  if (days.length === 0) return judged;
  const rule = ruleOf(known.announced);
  const seen: Iterable<{ readonly sight: Sight; readonly measured?: Measurement }> = rule
    ? judgements(known, rule, days)
    : unmeasured(known, days);
  for (const { sight, measured } of seen) {
    const facets = facetsOf(known, measured, sight, doubtOf(sight.validAt));
    judged.push({ known, label: labelOf(facets, known, measured), facets, measured, sight });
  }
  return judged;
}

/** The deadline of a promise that was met before its next terms, which leave what was to be met as it was. */
function keptBefore(standing: Standing, next: Era): KeptDeadline | undefined {
  const { announced } = standing;
  const isSame = canonical(next.announced.criterion) === canonical(announced.criterion);
  if (!isSame || next.announced.due === announced.due) return undefined;
  const [last] = judgeBy(standing, [daysBefore(next.from, 1)], () => undefined);
  return last?.measured?.outcome === 'met' ? { due: announced.due } : undefined;
}

function* unmeasured(known: Known, days: readonly Day[]): Generator<{ readonly sight: Sight }, void> {
  for (const sight of sightings(known, undefined, days)) yield { sight };
}
