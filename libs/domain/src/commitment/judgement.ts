import { latest, type Day } from '../vocabulary/index.ts';
import type { Facets, Label } from './assessment.ts';
import { facetsOf, labelOf } from './facets.ts';
import { judgements } from './judgements.ts';
import type { Known } from './known.ts';
import type { Measurement } from './measure.ts';
import { ruleOf } from './rule.ts';
import { sightings, type Sight } from './sightings.ts';

/** What the rules make of a day, before it is put into an answer. */
export interface Judgement {
  /** By what it was judged: what is known, with every contested fact taken in one way. */
  readonly known: Known;
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
  const rule = ruleOf(known.announced);
  const seen: Iterable<{ readonly sight: Sight; readonly measured?: Measurement }> = rule
    ? judgements(known, rule, since)
    : unmeasured(known, since);
  for (const { sight, measured } of seen) {
    const facets = facetsOf(known, measured, sight, doubtOf(sight.validAt));
    judged.push({ known, label: labelOf(facets, known, measured), facets, measured, sight });
  }
  return judged;
}

function* unmeasured(known: Known, days: readonly Day[]): Generator<{ readonly sight: Sight }, void> {
  for (const sight of sightings(known, undefined, days)) yield { sight };
}
