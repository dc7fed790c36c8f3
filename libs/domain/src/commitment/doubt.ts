import { earliest, latest, type Day } from '../vocabulary/index.ts';
import { mayBeginOn } from './claims.ts';
import { openedOn, type Contention } from './dispute.ts';
import type { Known } from './known.ts';
import { resolutionOf, type Settled } from './settled.ts';

/** Whether something was contested by the end of a day and nobody had certainly resolved it. */
export function isContestedOn(known: Known, contention: Contention, day: Day): boolean {
  return hasBegun(openedOn(contention), day) && !isOverBy(resolutionOf(known, contention)?.resolved, day);
}

/**
 * Where the evidence stood on a day by what was contested: disputed as long as anything was, and refuted once resolutions
 * left none of the facts on which the state rested: the promise itself, or else every allocation, payment, delivery,
 * step, package, conference and end that could have happened by then, of which there was at least one.
 */
export function doubtOn(known: Known, settled: Settled, day: Day): 'disputed' | 'refuted' | undefined {
  if (known.contentions.some((each) => isContestedOn(known, each, day))) return 'disputed';
  // Of nearly every commitment, on every day: to go through its facts for that is to do it for each of n days.
  if (settled.refuted.size === 0) return undefined;
  const isRefuted = (id: string): boolean => isOverBy(settled.refuted.get(id)?.resolved, day);
  if (isRefuted(known.announced.commitment)) return 'refuted';
  const rested = rests(known, day).filter((id) => isRefuted(id));
  return rested.length > 0 && rests(settled.known, day).length === 0 ? 'refuted' : undefined;
}

/** The facts on which the state of a day rests. */
const rests = ({ happenings, ends }: Known, day: Day): readonly string[] => [
  ...happenings.filter((happening) => mayBeginOn(happening) <= day).map(({ id }) => id),
  ...ends.filter(({ ended }) => hasBegun(ended, day)).map(({ id }) => id),
];

const hasBegun = (date: string, day: Day): boolean => (earliest(date) ?? day) <= day;

function isOverBy(resolved: string | undefined, day: Day): boolean {
  const last = resolved === undefined ? null : latest(resolved);
  return last !== null && last <= day;
}

/** The dates on which a dispute or its end can change what is said of a day. */
export const datesOfDoubt = ({ contentions, resolutions }: Known): readonly string[] => [
  ...contentions.map(openedOn),
  ...contentions.flatMap((each) =>
    each.type === 'dispute' ? each.readings.flatMap(({ date }) => date ?? []) : [],
  ),
  ...resolutions.map(({ resolved }) => resolved),
];
