import type { LedgerEvent } from './ledger-event.ts';
import type { Evidence } from './vocabulary/index.ts';

/** A passage or source that a fact names, with where in the fact's data it stands (RFC 6901 pointer). */
export interface PlacedEvidence {
  readonly pointer: string;
  readonly item: Evidence;
}

/** All evidence that a fact names: its own, and that of each reading of a dispute. */
export function evidenceIn({ type, data }: LedgerEvent): readonly PlacedEvidence[] {
  const own = 'evidence' in data ? placed(data.evidence ?? [], '') : [];
  const readings = type === 'DisputeOpened' ? data.readings : [];
  return [...own, ...readings.flatMap(({ evidence }, index) => placed(evidence, `/readings/${index}`))];
}

const placed = (evidence: readonly Evidence[], at: string): readonly PlacedEvidence[] =>
  evidence.map((item, index) => ({ pointer: `${at}/evidence/${index}`, item }));
