import type { EventData, Fact } from '../ledger-event.ts';
import type { Attribution, Evidence, Quantity } from '../vocabulary/index.ts';

/** A further milestone that a delivery or disbursement passed. */
export interface Passage {
  readonly id: string;
  readonly milestone: EventData<'MilestonePassed'>['milestone'];
  /** When, as an EDTF date. */
  readonly passed: string;
  /** How much of it; left out, all of it. */
  readonly quantity?: Quantity;
  readonly note?: string;
  readonly attribution: Attribution;
  readonly evidence: readonly Evidence[];
}

/** The passage that an event tells. */
export function passageIn({ data }: Fact<'MilestonePassed'>): Passage {
  const { passage: id, milestone, passed, quantity, note, attribution, evidence } = data;
  const more = { ...(quantity && { quantity }), ...(note !== undefined && { note }) };
  return { id, milestone, passed, ...more, attribution, evidence };
}
