import type { Fact } from '../ledger-event.ts';
import { dayAfter, dayBounds, type Attribution, type Day, type Evidence } from '../vocabulary/index.ts';

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
 * @param first the first day on which something could count; null where that is any day.
 * @returns null where that first day itself is not covered: what is covered later then proves nothing.
 */
export function completeUntil(coverages: readonly Coverage[], first: Day | null): Day | null {
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
