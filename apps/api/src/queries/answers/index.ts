import { z } from 'zod';
import { commitmentSummary } from './commitment.ts';
import {
  meetingSummary,
  reconciliation,
  sanctionsRegister,
  sourceSummary,
  statedPosition,
  timelineEntry,
} from './facts.ts';
import { asOf } from './parts.ts';

export { commitment } from './commitment.ts';
export { meeting, source } from './facts.ts';
export { matrix, totals } from './sums.ts';

const listOf = <Item extends z.ZodType>(id: string, item: Item) =>
  z
    .strictObject({
      items: z.array(item),
      next: z.string().nullable().describe('Send it as cursor for the next page; null on the last'),
      asOf,
    })
    .meta({ id });

/** The lists. */
export const lists = {
  commitments: listOf('Commitments', commitmentSummary),
  timeline: listOf('Timeline', timelineEntry),
  meetings: listOf('Meetings', meetingSummary),
  sanctionsPackages: listOf('SanctionsRegisters', sanctionsRegister),
  positions: listOf('Positions', statedPosition),
  reconciliations: listOf('Reconciliations', reconciliation),
  sources: listOf('Sources', sourceSummary),
} as const;
