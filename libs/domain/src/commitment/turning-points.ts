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
  const dates = [
    ...happenings.flatMap(({ happened, passages = [] }) => [
      happened,
      ...passages.map(({ passed }) => passed),
    ]),
    ...supports.map(({ attached }) => attached),
    ...ends.map(({ ended }) => ended),
    ...coverages.map(({ declared }) => declared),
    ...statements.map(({ stated }) => stated),
    ...datesOfDoubt(known),
  ];
  const covered = coverages.flatMap(({ period }) => {
    const bounds = dayBounds(period);
    return [bounds.earliest, bounds.latest === null ? null : dayAfter(bounds.latest)];
  });
  const days = dates.flatMap((date) => {
    const bounds = dayBounds(date);
    return [bounds.earliest, bounds.latest];
  });
  const over = criteriaOf(known)
    .flatMap((criterion) => measuresIn(ruleOf({ ...announced, criterion })))
    .flatMap(({ yardstick }) => (yardstick.isJudgedAtItsEnd ? yardstick.closes : []));
  const deadline = [announced.due, ...statements.map(({ terms }) => terms.due)].flatMap((edtf) => {
    const due = edtf == null ? null : latest(edtf);
    return due === null ? [] : [dayAfter(daysBefore(due, DUE_SOON_DAYS)), due, dayAfter(due)];
  });
  return [...new Set([from, ...days, ...covered, ...over, ...deadline])]
    .filter((day): day is Day => day !== null && day >= from)
    .sort();
}
