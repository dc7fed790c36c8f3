import { unreachable } from '../decider.ts';
import { compareDecimals, daysBefore, latest, type Day } from '../vocabulary/index.ts';
import type { DeliveryFacet, EvidenceFacet, Facets, Label, NormativeFacet, TimeFacet } from './assessment.ts';
import type { Known } from './known.ts';
import { recordedBy, standingOn, type Measurement } from './measure.ts';

/** From how many days before its deadline a commitment is due soon. */
export const DUE_SOON_DAYS = 30;

/** The four facets of a commitment on a day, given what was measured. */
export function facetsOf(known: Known, measured: Measurement | undefined, validAt: Day): Facets {
  return {
    normative: normative(known, measured, validAt),
    delivery: delivery(known, measured, validAt),
    time: time(known, measured, validAt),
    evidence: evidence(known, validAt),
  };
}

/**
 * The one label, by this precedence: an end other than fulfilment; a dispute; fulfilment; mere discussion; a missed
 * deadline; how far delivery has come; allocation; what simply stands; and announced, when nothing else is known.
 */
export function labelOf(
  { normative, delivery, time, evidence }: Facets,
  known: Known,
  measured?: Measurement,
): Label {
  switch (normative) {
    case 'withdrawn':
    case 'released':
    case 'superseded':
    case 'expired':
      return normative;
    case 'under-discussion':
    case 'announced':
    case 'allocated':
    case 'adopted':
    case 'discharged':
      break;
    default:
      return unreachable(normative);
  }
  if (evidence === 'disputed') return 'disputed';
  if (measured?.outcome === 'met') return time === 'met-late' ? 'fulfilled-late' : 'fulfilled';
  if (normative === 'under-discussion') return 'under-discussion';
  if (time === 'overdue') return measured?.outcome === 'not-met' ? 'overdue-evidenced' : 'overdue-unproven';
  if (delivery === 'partial') return 'partly-delivered';
  if (delivery === 'in-delivery') return 'in-delivery';
  if (normative === 'allocated') return 'allocated';
  return known.announced.criterion.type === 'standing' ? 'standing' : 'announced';
}

function normative(
  { announced, happenings }: Known,
  measured: Measurement | undefined,
  validAt: Day,
): NormativeFacet {
  if (measured?.outcome === 'met') return 'discharged';
  if (announced.criterion.type === 'standing' && isPast(announced.due, validAt)) return 'expired';
  if (announced.strength === 'discussed') return 'under-discussion';
  if (announced.criterion.type === 'acts-after' && measured?.begun) return 'adopted';
  const allocated = happenings.some(
    ({ type, happened }) => type === 'allocation' && standingOn(validAt, happened) === 'certain',
  );
  return allocated ? 'allocated' : 'announced';
}

function delivery({ happenings }: Known, measured: Measurement | undefined, validAt: Day): DeliveryFacet {
  if (!measured) return 'none-known';
  const { recorded, yardstick, outcome, begun } = measured;
  const { hi } = yardstick.target;
  if (hi !== null && compareDecimals(recorded.lo, hi) > 0) return 'exceeded';
  if (outcome === 'met') return 'complete';
  if (begun) return 'partial';
  const underWay = happenings.some(
    ({ type, happened }) =>
      (type === 'delivery' || type === 'disbursement') && standingOn(validAt, happened) !== 'not-yet',
  );
  return underWay ? 'in-delivery' : 'none-known';
}

/** A standing commitment has a term, not a deadline: at its end it expires and nothing is overdue. */
function time({ announced, happenings }: Known, measured: Measurement | undefined, validAt: Day): TimeFacet {
  const due = announced.due === undefined ? null : latest(announced.due);
  if (due === null || announced.criterion.type === 'standing') return 'no-deadline';
  if (measured?.outcome === 'met' && measured.floor !== null) {
    const inTime = recordedBy(validAt < due ? validAt : due, happenings, measured.yardstick);
    if (compareDecimals(inTime.lo, measured.floor) >= 0) return 'met-on-time';
    return inTime.hi !== null && compareDecimals(inTime.hi, measured.floor) < 0 ? 'met-late' : 'met';
  }
  if (validAt > due) return 'overdue';
  return validAt > daysBefore(due, DUE_SOON_DAYS) ? 'due-soon' : 'running';
}

/**
 * Two sources of one side are one voice: what counts is whether committer and beneficiary both say so, and whether
 * somebody who is neither does.
 */
function evidence({ announced, happenings, supports }: Known, validAt: Day): EvidenceFacet {
  const told = [
    announced,
    ...happenings.filter(({ happened }) => standingOn(validAt, happened) !== 'not-yet'),
    ...supports.filter(({ attached }) => standingOn(validAt, attached) !== 'not-yet'),
  ];
  const voices = new Map(
    told.flatMap(({ attribution, evidence: items }) =>
      items.map(({ source }) => [source, attribution.reporter] as const),
    ),
  );
  const sides = new Set(voices.values());
  if (voices.size === 0) return 'unverified';
  if (sides.size > 1 && sides.has('third-party')) return 'corroborated';
  return sides.size > 1 ? 'two-sided' : 'single-source';
}

const isPast = (due: string | undefined, day: Day): boolean => {
  const last = due === undefined ? null : latest(due);
  return last !== null && last < day;
};
