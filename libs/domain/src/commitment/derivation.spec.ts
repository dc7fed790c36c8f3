import type { LedgerEvent } from '#libs/domain';
import { exactly, fact, reasonsOf } from '#libs/testkit';

const batch = (value: string, delivered: string, more = {}) =>
  fact.delivery({ delivery: `of-${value}`, quantity: exactly(value), delivered, ...more });
const standing = (due?: string) => fact.standing(due === undefined ? {} : { due });

describe('the reasons of an answer', () => {
  it.each<[string, string, readonly LedgerEvent[], ...string[]]>([
    [
      'a promise without a deadline, with means set aside',
      '2024-11-16',
      [fact.loan(), fact.allocation()],
      'promise: Japan towards Ukraine (declared): over 3,000,000,000 USD, counted once disbursed. [loan]',
      'deadline: No deadline is stated. [loan]',
      'happening: ../2024-11-16: allocation of over 3,000,000,000 USD. Set aside, not yet delivered. [decision]',
      'open-world: No source declares its record complete, so more may have happened than is recorded.',
      'floor: The promise has no exact amount; it is measured against its stated floor of 3,000,000,000 USD. [loan]',
      'outcome: Delivered: an unknown amount of USD; wanted: 3,000,000,000 USD; so whether it is met cannot be told.',
      'label: Allocated: means are set aside, and no delivery is known.',
    ],
    [
      'a promise that is only talked of',
      '2024-11-16',
      [fact.generators({ strength: 'discussed', evidence: [] })],
      'promise: Japan towards Ukraine (discussed): 100 generators, counted once handed over. [generators]',
      'evidence: No source is named.',
      'label: Under discussion: it was talked about, and nobody promised it.',
    ],
    [
      'a promise that stands',
      '2025-01-01',
      [standing()],
      'promise: Japan and Ukraine towards Ukraine (agreed): a standing promise that nothing completes. [dialogue]',
      'deadline: No deadline is stated. [dialogue]',
      'label: Standing: it holds until it is ended.',
    ],
    [
      'a promise whose term ran out',
      '2028-01-01',
      [standing('2027')],
      'promise: Japan and Ukraine towards Ukraine (agreed): a standing promise that nothing completes. [dialogue]',
      'deadline: Due 2027, that is from 2027-01-01 to 2027-12-31. [dialogue]',
      'label: Expired: its term ended on 2027-12-31.',
    ],
    [
      'a promise with an open deadline',
      '2025-01-01',
      [
        fact.generators({ due: '../2025' }),
        fact.support({
          supports: 'generators',
          attribution: { saidBy: 'Agency', onBehalfOf: 'org:undp', reporter: 'third-party' },
          evidence: [{ source: 'agency' }],
        }),
      ],
      'deadline: Due ../2025, that is from any day to 2025-12-31. [generators]',
      'evidence: Somebody who is neither committer nor beneficiary says so too.',
      'label: Announced: nothing that would deliver it is known.',
    ],
    [
      'a promise with no last day',
      '2025-01-01',
      [
        fact.generators({ due: '2025/..', committers: ['JP', 'PL', 'DE'] }),
        fact.support({
          supports: 'generators',
          attribution: { saidBy: 'Donor', onBehalfOf: 'JP', reporter: 'committer' },
          evidence: [{ source: 'donor-release' }],
        }),
      ],
      'promise: Japan, Poland and Germany towards Ukraine (declared): 100 generators, counted once handed over. [generators]',
      'deadline: Due 2025/.., that is from 2025-01-01 to any day. [generators]',
      'evidence: Committer and beneficiary both say so.',
      'label: Announced: nothing that would deliver it is known.',
    ],
    [
      'a promise with no measure',
      '2025-01-01',
      [fact.hosting({ criterion: { type: 'unstated' } })],
      'promise: Japan towards Ukraine (readiness): no measure of fulfilment is stated. [hosting]',
      'deadline: Due 2025, that is from 2025-01-01 to 2025-12-31. [hosting]',
      'label: Announced: nothing that would deliver it is known.',
    ],
    [
      'a delivery on its way',
      '2024-12-01',
      [fact.generators(), batch('40', '2024-11-20', { milestone: 'dispatched' })],
      'happening: 2024-11-20: delivery of 40 generators (dispatched). It does not count towards the promise. [of-40]',
      'label: In delivery: it is on its way, and has not passed the milestone that counts.',
    ],
    [
      'a delivery in part',
      '2024-12-01',
      [fact.generators(), batch('40', '2024-11-20')],
      'happening: 2024-11-20: delivery of 40 generators (handed over). It counts as 40 generators. [of-40]',
      'recorded: Recorded by 2024-12-01: 40 generators.',
      'outcome: Delivered: between 40 and 100 generators; wanted: 100 generators; so whether it is met cannot be told.',
      'label: Partly delivered: some of it has certainly passed the milestone that counts, not all of it.',
    ],
    [
      'a delivery of all',
      '2024-12-31',
      [fact.generators(), batch('100', '2024-12-31')],
      'happening: 2024-12-31: delivery of 100 generators (handed over). It counts as 100 generators. [of-100]',
      'recorded: Recorded by 2024-12-31: 100 generators.',
      'outcome: Delivered: 100 generators; wanted: 100 generators; so it is met.',
      'label: Fulfilled: all that was promised has certainly been delivered.',
    ],
    [
      'a delivery of all, too late',
      '2025-01-01',
      [fact.generators(), batch('100', '2025-01-01')],
      'happening: 2025-01-01: delivery of 100 generators (handed over). It counts as 100 generators. [of-100]',
      'recorded: Recorded by 2025-01-01: 100 generators.',
      'outcome: Delivered: 100 generators; wanted: 100 generators; so it is met.',
      'label: Fulfilled late: all of it has been delivered, and by the deadline it was not.',
    ],
    [
      'a delivery on a day not known yet',
      '2024-12-10',
      [fact.generators(), batch('100', '2024-12')],
      'happening: 2024-12: delivery of 100 generators (handed over). Whether by this day is not known. It counts as 100 generators. [of-100]',
      'recorded: Recorded by 2024-12-10: at most 100 generators.',
      'label: In delivery: it is on its way, and has not passed the milestone that counts.',
    ],
    [
      'a deadline missed',
      '2025-01-01',
      [fact.generators(), batch('40', '2024-11-20')],
      'happening: 2024-11-20: delivery of 40 generators (handed over). It counts as 40 generators. [of-40]',
      'recorded: Recorded by 2025-01-01: 40 generators.',
      'outcome: Delivered: between 40 and 100 generators; wanted: 100 generators; so whether it is met cannot be told.',
    ],
    [
      'a deadline shown to be missed',
      '2025-02-01',
      [fact.generators(), fact.coverage()],
      'coverage: From 2024-11-16 to 2024-12-31 the record of what counts is declared complete: Ministry of Foreign Affairs. [whole-period]',
      'closed-world: The record is complete up to the deadline, so by then no more was delivered than is recorded: nothing. [whole-period]',
      'open-world: Since then more may have happened; no more than the promised 100 can count towards it.',
      'outcome: Delivered: at most 100 generators; wanted: 100 generators; by the deadline it was certainly not met.',
      'label: Overdue, evidenced: the deadline 2024-12-31 had passed on 2025-02-01 and the record shows that it was not met.',
    ],
    [
      'a declaration from the beginning',
      '2025-02-01',
      [fact.generators(), fact.coverage({ period: '../2025-02-01' })],
      'coverage: From the beginning to 2025-02-01 the record of what counts is declared complete: Ministry of Foreign Affairs. [whole-period]',
      'closed-world: The record is complete up to this day, so no more was delivered than is recorded. [whole-period]',
      'outcome: Delivered: nothing; wanted: 100 generators; so it is not met.',
      'label: Overdue, evidenced: the deadline 2024-12-31 had passed on 2025-02-01 and the record shows that it was not met.',
    ],
  ])('are told step by step: %s', (_, day, events, ...said) => {
    expect(reasonsOf(day, events)).toEqual(said);
  });
});
