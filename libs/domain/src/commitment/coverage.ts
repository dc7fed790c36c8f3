import { unreachable } from '../decider.ts';
import type { EventData, Fact } from '../ledger-event.ts';
import {
  dayAfter,
  dayBounds,
  earliest,
  type Attribution,
  type Day,
  type Evidence,
} from '../vocabulary/index.ts';
import type { Criterion } from './criterion.ts';

/** A source's word that of a period everything that counts towards the commitment is recorded. */
export interface Coverage {
  readonly id: string;
  /** The days, all of them, as an EDTF date or interval with a certain end. */
  readonly period: string;
  readonly declared: string;
  readonly note?: string;
  readonly attribution: Attribution;
  readonly evidence: readonly Evidence[];
}

/** The coverage that an event tells. */
export function coverageIn({ data }: Fact<'CoverageDeclared'>): Coverage {
  const { coverage: id, period, declared, note, attribution, evidence } = data;
  return { id, period, declared, ...(note !== undefined && { note }), attribution, evidence };
}

/**
 * The last day up to which all that could count is declared to be recorded, without a gap from the first day on which
 * something could. Periods that follow on one another, of whatever sources, make one.
 *
 * @returns null where that first day itself is not covered: what is covered later then proves nothing.
 */
export function completeUntil({
  announced,
  coverages,
}: {
  readonly announced: EventData<'CommitmentAnnounced'>;
  readonly coverages: readonly Coverage[];
}): Day | null {
  const first = countsFrom(announced.criterion, announced.announced);
  let until: Day | null = null;
  for (const { from, to } of inOrderOfDays(coverages)) {
    const wanted: Day | null = until === null ? first : dayAfter(until);
    if (from !== null && (wanted === null || from > wanted)) break;
    if (first !== null && to < first) continue;
    if (until === null || to > until) until = to;
  }
  return until;
}

interface Period {
  readonly from: Day | null;
  readonly to: Day;
}

const inOrderOfDays = (coverages: readonly Coverage[]): readonly Period[] =>
  coverages
    .flatMap(({ period }) => {
      const { earliest: from, latest: to } = dayBounds(period);
      return to === null ? [] : [{ from, to }];
    })
    .sort((left, right) => ((left.from ?? '') < (right.from ?? '') ? -1 : 1));

/**
 * The first day on which something could count; null where that is any day. A criterion with a window of its own says
 * so itself, be it before the announcement or after it.
 */
function countsFrom(criterion: Criterion, announced: string): Day | null {
  switch (criterion.type) {
    case 'acts-after':
    case 'step-taken':
      return dayAfter(criterion.after);
    case 'event-held':
      return earliest(criterion.within);
    case 'sum-reached':
    case 'count-reached':
    case 'standing':
    case 'unstated':
      return earliest(announced);
    default:
      return unreachable(criterion);
  }
}
