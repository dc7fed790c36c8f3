import type { EventData, EventType, Fact, LedgerEvent } from '#libs/domain';

/** The beneficiary's ministry, in a source called press-release. */
export const MFA: {
  attribution: EventData<'CommitmentAnnounced'>['attribution'];
  evidence: readonly { source: string }[];
} = {
  attribution: { saidBy: 'Ministry of Foreign Affairs', onBehalfOf: 'UA', reporter: 'beneficiary' },
  evidence: [{ source: 'press-release' }],
};

/** The committer's ministry, in a source called donor-release. */
export const DONOR: typeof MFA = {
  attribution: { saidBy: 'Ministry of the donor', onBehalfOf: 'JP', reporter: 'committer' },
  evidence: [{ source: 'donor-release' }],
};

/** A fact with what every fact needs filled in: said by the beneficiary's ministry, in a source called press-release. */
export const told =
  <Type extends EventType>(type: Type, defaults: Partial<EventData<Type>>) =>
  (data: Partial<EventData<Type>> = {}): Fact<Type> & LedgerEvent =>
    ({ type, data: { ...defaults, ...data } }) as unknown as Fact<Type> & LedgerEvent;
