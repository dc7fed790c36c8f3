import { accept, refuse, type Decider } from '../decider.ts';
import type { LedgerEvent } from '../ledger-event.ts';
import { recordedOnce, remember, type FactLog } from '../recorded-once.ts';
import type { Refusal } from '../refusal.ts';

export interface MeetingState {
  readonly facts: FactLog | undefined;
  readonly held: boolean;
}

/** A meeting, a conference or a signing, and the statements made there. */
export const meeting: Decider<MeetingState, LedgerEvent, LedgerEvent, Refusal> = {
  initial: { facts: undefined, held: false },
  evolve: (state, event) => ({
    facts: remember(state.facts, event),
    held: state.held || opensAMeeting(event),
  }),
  decide: (fact, state) => {
    const before = recordedOnce(state.facts, fact);
    if (before) return before;
    if (opensAMeeting(fact) || state.held) return accept(fact);
    return refuse({
      code: 'not-held',
      pointer: '/meeting',
      fault: 'names a meeting that is not recorded',
      remedy: 'record the meeting first, or under "meeting" in the same record',
    });
  },
};

const opensAMeeting = ({ type }: LedgerEvent): boolean =>
  type === 'MeetingHeld' || type === 'ConferenceHeld' || type === 'AgreementSigned';
