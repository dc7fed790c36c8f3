import { compareDecimals, daysBefore, latest, type Day } from '../vocabulary/index.ts';
import type { DeliveryFacet, EvidenceFacet, Facets, Label, NormativeFacet, TimeFacet } from './assessment.ts';
import type { Known } from './known.ts';
import { labelFrom } from './label.ts';
import { isBelow, type Measurement } from './measure.ts';
import type { EndSeen, Sight } from './sightings.ts';

/** From how many days before its deadline a commitment is due soon. */
export const DUE_SOON_DAYS = 30;

/** The four facets of a commitment on a day, given what was seen and measured, and whether it was in doubt. */
export function facetsOf(
  known: Known,
  measured: Measurement | undefined,
  sight: Sight,
  doubt?: 'disputed' | 'refuted',
): Facets {
  return {
    normative: normative(known, measured, sight),
    delivery: delivery(measured, sight),
    time: time(known, measured, sight),
    evidence: doubt ?? evidence(sight),
  };
}

/**
 * The end that the commitment came to by an act, if it did. Two things come before it: what was certainly met by the day
 * on which the end was certain is discharged, and nothing was left to end, however late that is proved; and a term that
 * had run out by then had run out. What is delivered after an end is shown, and undoes nothing.
 */
export function endInForce(
  { announced }: Known,
  measured: Measurement | undefined,
  { ended }: Sight,
): EndSeen | undefined {
  if (!ended) return undefined;
  const { floor = null } = measured ?? {};
  if (floor !== null && compareDecimals(ended.recorded.lo, floor) >= 0) return undefined;
  return announced.criterion.type === 'standing' && isPast(announced.due, ended.day) ? undefined : ended;
}

const ENDED = { withdrawal: 'withdrawn', release: 'released', supersession: 'superseded' } as const;

/**
 * The one label, by the precedence of `labelRules`.
 *
 * @param readingsDiffer whether readings of an open dispute make different labels or outcomes; one that decides nothing
 * shows in the evidence facet alone.
 */
export const labelOf = (
  facets: Facets,
  { announced }: Known,
  measured?: Measurement,
  readingsDiffer = false,
): Label =>
  labelFrom({
    normative: facets.normative,
    delivery: facets.delivery,
    time: facets.time,
    evidence: facets.evidence,
    outcome: measured?.outcome ?? 'undetermined',
    readingsDiffer,
    isStanding: announced.criterion.type === 'standing',
  });

function normative(known: Known, measured: Measurement | undefined, sight: Sight): NormativeFacet {
  const { announced } = known;
  const { validAt, allocated } = sight;
  const end = endInForce(known, measured, sight);
  if (end) return ENDED[end.end.type];
  if (measured?.outcome === 'met') return 'discharged';
  if (announced.criterion.type === 'standing' && isPast(announced.due, validAt)) return 'expired';
  if (announced.strength === 'discussed') return 'under-discussion';
  if (announced.criterion.type === 'acts-after' && measured?.begun) return 'adopted';
  return allocated ? 'allocated' : 'announced';
}

function delivery(measured: Measurement | undefined, { underWay }: Sight): DeliveryFacet {
  if (!measured) return 'none-known';
  const { recorded, yardstick, outcome, begun } = measured;
  const { hi } = yardstick.target;
  if (hi !== null && compareDecimals(recorded.lo, hi) > 0) return 'exceeded';
  if (outcome === 'met') return 'complete';
  if (begun) return 'partial';
  return underWay ? 'in-delivery' : 'none-known';
}

/**
 * A standing commitment has a term, not a deadline: at its end it expires and nothing is overdue. What ended by its
 * deadline has none any more; an end after it leaves what was overdue overdue.
 */
function time(known: Known, measured: Measurement | undefined, sight: Sight): TimeFacet {
  const { announced } = known;
  const { validAt, recordedInTime } = sight;
  const due = announced.due === undefined ? null : latest(announced.due);
  if (due === null || announced.criterion.type === 'standing') return 'no-deadline';
  if (measured?.outcome === 'met' && measured.floor !== null) {
    if (compareDecimals(recordedInTime.lo, measured.floor) >= 0) return 'met-on-time';
    return isBelow(recordedInTime.hi, measured.floor) ? 'met-late' : 'met';
  }
  const end = endInForce(known, measured, sight);
  if (end && end.day <= due) return 'no-deadline';
  if (validAt > due) return 'overdue';
  return validAt > daysBefore(due, DUE_SOON_DAYS) ? 'due-soon' : 'running';
}

/**
 * Two sources of one side are one voice: what counts is whether committer and beneficiary both say so, and whether
 * somebody who is neither does.
 */
function evidence({ voices }: Sight): EvidenceFacet {
  const { committer, beneficiary, 'third-party': thirdParty } = voices;
  const sides = Number(committer > 0) + Number(beneficiary > 0) + Number(thirdParty > 0);
  if (sides === 0) return 'unverified';
  if (sides === 1) return 'single-source';
  return thirdParty > 0 ? 'corroborated' : 'two-sided';
}

const isPast = (due: string | undefined, day: Day): boolean => {
  const last = due === undefined ? null : latest(due);
  return last !== null && last < day;
};
