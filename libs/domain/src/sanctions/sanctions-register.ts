import { accept, refuse, type Decider } from '../decider.ts';
import type { EventData, LedgerEvent } from '../ledger-event.ts';
import { recordedOnce, remember, type FactLog } from '../recorded-once.ts';
import type { Refusal } from '../refusal.ts';

type Package = EventData<'SanctionsPackageAdopted'>;
type Awaited = EventData<'FulfilmentAwaited'>;

export interface RegisterState {
  readonly facts: FactLog | undefined;
  readonly packages: readonly Package[];
  readonly awaited: readonly Awaited[];
}

/** The packages one party has imposed on account of one state. A number is given once. */
export const sanctionsRegister: Decider<RegisterState, LedgerEvent, LedgerEvent, Refusal> = {
  initial: { facts: undefined, packages: [], awaited: [] },
  evolve: (state, event) => {
    const facts = remember(state.facts, event);
    if (event.type === 'SanctionsPackageAdopted')
      return { ...state, facts, packages: [...state.packages, event.data] };
    if (event.type === 'FulfilmentAwaited')
      return { ...state, facts, awaited: [...state.awaited, event.data] };
    return { ...state, facts };
  },
  decide: (fact, state) => {
    const before = recordedOnce(state.facts, fact);
    if (before && 'accepted' in before) return before;
    const twin = fact.type === 'SanctionsPackageAdopted' ? numberedAlike(fact.data, state) : undefined;
    if (twin) return refuse(alreadyAdopted(twin));
    return before ?? accept(fact);
  },
};

const numberedAlike = ({ number }: Package, { packages }: RegisterState): Package | undefined =>
  number === null ? undefined : packages.find((known) => known.number === number);

const alreadyAdopted = (twin: Package): Refusal => ({
  code: 'package-already-adopted',
  pointer: '/number',
  fault: `package ${twin.number ?? ''} of ${twin.imposer} against ${twin.target} is already in the register as ${twin.package}`,
  remedy: 'use the next number, or null if its number is not known',
});
