import { dayAfter, dayBounds, daysBefore, latest, type Day } from '../vocabulary/index.ts';
import { DUE_SOON_DAYS } from './facets.ts';
import { datesOfDoubt } from './doubt.ts';
import type { Known } from './known.ts';
import { measuresIn, ruleOf } from './rule.ts';
import { criteriaOf } from './terms.ts';

/**
 * The days, ascending and each once, on which the assessment may differ from that of the day before: between two of
 * them nothing changes but by new facts. The first is the day by which it was certainly announced.
 */
export function turningPoints(known: Known): readonly Day[] {
  const { announced, happenings, supports, ends, coverages, statements } = known;
  const from = latest(announced.announced);
  if (from === null || known.retracted) return [];
  const days = new Set<Day>();
  const turn = (day: Day | null): void => {
    if (day !== null && day >= from) days.add(day);
  };
  const turnAround = (date: string): void => {
    const bounds = dayBounds(date);
    turn(bounds.earliest);
    turn(bounds.latest);
  };
  turn(from);
  for (const { happened, passages } of happenings) {
    turnAround(happened);
    for (const { passed } of passages ?? []) turnAround(passed);
  }
  for (const { attached } of supports) turnAround(attached);
  for (const { ended } of ends) turnAround(ended);
  for (const { declared, period } of coverages) {
    turnAround(declared);
    const bounds = dayBounds(period);
    turn(bounds.earliest);
    if (bounds.latest !== null) turn(dayAfter(bounds.latest));
  }
  for (const { stated } of statements) turnAround(stated);
  for (const date of datesOfDoubt(known)) turnAround(date);
  for (const criterion of criteriaOf(known)) {
    for (const { yardstick } of measuresIn(ruleOf({ ...announced, criterion })))
      if (yardstick.isJudgedAtItsEnd) turn(yardstick.closes);
  }
  for (const edtf of [announced.due, ...statements.map(({ terms }) => terms.due)]) {
    const due = edtf == null ? null : latest(edtf);
    if (due === null) continue;
    for (const day of [dayAfter(daysBefore(due, DUE_SOON_DAYS)), due, dayAfter(due)]) turn(day);
  }
  return [...days].sort();
}
