import { accept, refuse, type Decider } from '../decider.ts';
import type { LedgerEvent } from '../ledger-event.ts';
import { recordedOnce, remember, type FactLog } from '../recorded-once.ts';
import type { Refusal } from '../refusal.ts';

export interface SourceState {
  readonly facts: FactLog | undefined;
  readonly registered: boolean;
  /** SHA-256 of the document that anchors into this source must name, where it has one. */
  readonly document?: string;
}

/** A source is registered once; what it reports outside of any meeting stands in its stream. */
export const source: Decider<SourceState, LedgerEvent, LedgerEvent, Refusal> = {
  initial: { facts: undefined, registered: false },
  evolve: (state, event) => {
    const facts = remember(state.facts, event);
    if (event.type !== 'SourceRegistered') return { ...state, facts };
    const { document } = event.data;
    return { facts, registered: true, ...(document && { document: document.sha256 }) };
  },
  decide: (fact, state) => {
    const before = recordedOnce(state.facts, fact);
    if (before) return before;
    if (fact.type === 'SourceRegistered' || state.registered) return accept(fact);
    return refuse({
      code: 'unknown-source',
      pointer: '/evidence',
      fault: 'stands on a source that is not registered',
      remedy: 'register the source first, or name it under "source" in the same record',
    });
  },
};
