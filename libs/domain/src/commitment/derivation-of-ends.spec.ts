import type { Criterion, LedgerEvent, Quantity } from '#libs/domain';
import { exactly, fact, retract, reasonsOf } from '#libs/testkit';

const counted = (target: Quantity): Criterion => ({
  type: 'count-reached',
  target,
  milestone: 'handed-over',
});
const promise = (target: Quantity, more = {}) => fact.generators({ criterion: counted(target), ...more });
const batch = (value: string, delivered: string, more = {}) =>
  fact.delivery({ delivery: `of-${value}`, quantity: exactly(value), delivered, ...more });
const standing = (due?: string) => fact.standing(due === undefined ? {} : { due });

describe('the reasons of an answer about amounts and ends', () => {
  it.each<[string, string, readonly LedgerEvent[], ...string[]]>([
    [
      'a promise of about a hundred',
      '2025-01-01',
      [promise({ qualifier: 'about', value: '100', unit: 'generators' }), batch('90', '2024-12-01')],
      'promise: Japan towards Ukraine (declared): about 100 generators, counted once handed over. “About” is read as up to 10 % more or less (ICC UCP 600, article 30), rounded outwards to whole ones. [generators]',
      'happening: 2024-12-01: delivery of 90 generators (handed over). It counts as 90 generators. [of-90]',
      'recorded: Recorded by 2025-01-01: 90 generators.',
      'open-world: No source declares its record complete, so more may have happened than is recorded; no more than the promised 110 can count towards it.',
      'floor: The promise has no exact amount; it is measured against the least it may mean, 90 generators. [generators]',
      'outcome: Delivered: between 90 and 110 generators; wanted: 90 generators; so it is met.',
      'label: Fulfilled: all that was promised has certainly been delivered.',
    ],
    [
      'a promise of nearly a hundred',
      '2025-01-01',
      [promise({ qualifier: 'nearly', value: '100', unit: 'generators' })],
      'promise: Japan towards Ukraine (declared): nearly 100 generators, counted once handed over. “Nearly” is read as up to 10 % less, and no more, rounded outwards to whole ones. [generators]',
      'floor: The promise has no exact amount; it is measured against the least it may mean, 90 generators. [generators]',
      'outcome: Delivered: at most 100 generators; wanted: 90 generators; so whether it is met cannot be told.',
    ],
    [
      'a promise of several',
      '2024-12-01',
      [promise({ qualifier: 'several', unit: 'generators' })],
      'promise: Japan towards Ukraine (declared): several generators, counted once handed over. “Several” is read as at least two. [generators]',
      'open-world: No source declares its record complete, so more may have happened than is recorded.',
      'floor: The promise has no exact amount; it is measured against the least it may mean, 2 generators. [generators]',
      'outcome: Delivered: an unknown amount of generators; wanted: 2 generators; so whether it is met cannot be told.',
    ],
    [
      'a promise of over a hundred',
      '2024-12-01',
      [promise({ qualifier: 'over', value: '100', unit: 'generators' })],
      'promise: Japan towards Ukraine (declared): over 100 generators, counted once handed over. [generators]',
      'open-world: No source declares its record complete, so more may have happened than is recorded.',
      'floor: The promise has no exact amount; it is measured against its stated floor of 100 generators. [generators]',
      'outcome: Delivered: an unknown amount of generators; wanted: 100 generators; so whether it is met cannot be told.',
    ],
    [
      'a promise of up to a hundred',
      '2024-12-01',
      [promise({ qualifier: 'up-to', value: '100', unit: 'generators' }), batch('40', '2024-11-20')],
      'promise: Japan towards Ukraine (declared): up to 100 generators, counted once handed over. [generators]',
      'happening: 2024-11-20: delivery of 40 generators (handed over). It counts as 40 generators. [of-40]',
      'recorded: Recorded by 2024-12-01: 40 generators.',
      'outcome: Delivered: between 40 and 100 generators; wanted: 100 generators; so whether it is met cannot be told.',
      'label: Partly delivered: some of it has certainly passed the milestone that counts, not all of it.',
    ],
    [
      'a promise of some money',
      '2024-12-01',
      [
        fact.loan({
          criterion: {
            type: 'sum-reached',
            target: { qualifier: 'some', unit: 'USD' },
            milestone: 'disbursed',
          },
        }),
        fact.disbursement({ amount: { qualifier: 'all-remaining', unit: 'USD' }, disbursed: '2024-12-01' }),
      ],
      'promise: Japan towards Ukraine (declared): USD, amount not stated, counted once disbursed. [loan]',
      'deadline: No deadline is stated. [loan]',
      'happening: 2024-12-01: disbursement of all remaining USD (disbursed). It completes a promise of which nobody stated an amount, so it proves none. [tranche-1]',
      'recorded: Recorded by 2024-12-01: an unknown amount of USD.',
      'open-world: No source declares its record complete, so more may have happened than is recorded.',
      'outcome: Delivered: an unknown amount of USD; wanted: an amount that nobody stated; so whether it is met cannot be told.',
      'label: Partly delivered: some of it has certainly passed the milestone that counts, not all of it.',
    ],
    [
      'an amount in another unit',
      '2025-05-01',
      [fact.loan(), fact.disbursement(), fact.specification()],
      'promise: Japan towards Ukraine (declared): up to 471,900,000,000 JPY, counted once disbursed. [loan, notes-exchanged]',
      'deadline: No deadline is stated. [loan]',
      'statement: 2025-04-18: specified: up to 471,900,000,000 JPY. These terms hold from then on. [notes-exchanged]',
      'happening: 2025-03-01: disbursement of 1,000,000,000 USD (disbursed). An observation: the promise is measured in JPY, and USD is neither converted nor added. [tranche-1]',
      'open-world: No source declares its record complete, so more may have happened than is recorded; no more than the promised 471,900,000,000 can count towards it.',
      'outcome: Delivered: at most 471,900,000,000 JPY; wanted: 471,900,000,000 JPY; so whether it is met cannot be told.',
      'label: In delivery: it is on its way, and has not passed the milestone that counts.',
    ],
    [
      'energy in a smaller unit',
      '2024-12-01',
      [
        promise(exactly('20', 'MWh')),
        fact.delivery({ quantity: exactly('5000', 'kWh'), delivered: '2024-12-01' }),
      ],
      'promise: Japan towards Ukraine (declared): 20 MWh, counted once handed over. [generators]',
      'happening: 2024-12-01: delivery of 5,000 kWh (handed over). It counts as 5 MWh. 1 MWh is 1,000 kWh. [batch-1]',
      'recorded: Recorded by 2024-12-01: 5 MWh.',
      'open-world: No source declares its record complete, so more may have happened than is recorded; no more than the promised 20 can count towards it.',
      'outcome: Delivered: between 5 and 20 MWh; wanted: 20 MWh; so whether it is met cannot be told.',
      'label: Partly delivered: some of it has certainly passed the milestone that counts, not all of it.',
    ],
    [
      'a withdrawal, and a release later',
      '2024-12-31',
      [fact.generators(), fact.withdrawal(), fact.release({ released: '2024-12-20' })],
      'end: 2024-12-10: withdrawn by Japan. It ended by 2024-12-10; what is delivered later does not undo that. [taken-back]',
      'end: 2024-12-20: released by Ukraine. It had ended before. [let-go]',
      'label: Withdrawn by the committer.',
    ],
    [
      'a supersession that may be still to come',
      '2024-12-15',
      [fact.generators(), fact.supersession({ superseded: '2024-12' })],
      'end: 2024-12: superseded by loan. Whether by this day is not known, so it changes nothing yet. [replaced]',
    ],
    [
      'a supersession',
      '2024-12-31',
      [fact.generators(), fact.supersession({ superseded: '2024-12' })],
      'end: 2024-12: superseded by loan. It ended by 2024-12-31; what is delivered later does not undo that. [replaced]',
      'label: Superseded by another commitment.',
    ],
    [
      'a release after delivery',
      '2024-12-31',
      [fact.generators(), batch('100', '2024-12-01'), fact.release()],
      'happening: 2024-12-01: delivery of 100 generators (handed over). It counts as 100 generators. [of-100]',
      'recorded: Recorded by 2024-12-31: 100 generators.',
      'outcome: Delivered: 100 generators; wanted: 100 generators; so it is met.',
      'end: 2024-12-10: released by Ukraine. All of it had certainly been delivered by then, so nothing was left to end. [let-go]',
      'label: Fulfilled: all that was promised has certainly been delivered.',
    ],
    [
      'a release of what had expired',
      '2028-06-01',
      [standing('2027'), fact.release({ commitment: 'dialogue', released: '2028-05-01' })],
      'promise: Japan and Ukraine towards Ukraine (agreed): a standing promise that nothing completes. [dialogue]',
      'deadline: Due 2027, that is from 2027-01-01 to 2027-12-31. [dialogue]',
      'end: 2028-05-01: released by Ukraine. Its term had run out by then. [let-go]',
      'label: Expired: its term ended on 2027-12-31.',
    ],
    [
      'sources that disagree',
      '2025-01-10',
      [
        fact.generators(),
        fact.delivery({ quantity: exactly('138'), delivered: '2024-12-01' }),
        fact.dispute({
          readings: fact
            .dispute()
            .data.readings.map((each, at) => ({ ...each, quantity: exactly(['99', '100'][at] ?? '') })),
        }),
      ],
      'happening: 2024-12-01: delivery of between 99 and 100 generators (handed over). It counts as between 99 and 100 generators. [batch-1]',
      'recorded: Recorded by 2025-01-10: between 99 and 100 generators.',
      'outcome: Delivered: between 99 and 100 generators; wanted: 100 generators; so whether it is met cannot be told.',
      'dispute: Since 2025-01-10 sources disagree on the quantity of batch-1: 99 generators (Ministry of Foreign Affairs); 100 generators (Ministry of the donor). Until that is resolved it counts as all that they leave possible. [how-many]',
      'evidence: Sources disagree, or what one says is contested, and nobody has resolved it.',
      'label: Disputed: sources disagree on what would decide it.',
    ],
    [
      'a challenge',
      '2025-01-10',
      [fact.generators(), batch('100', '2024-12-01', { delivery: 'batch-1' }), fact.challenge()],
      'happening: 2024-12-01/..: delivery of 100 generators (handed over). Whether by this day is not known. It counts as 100 generators. [batch-1]',
      'recorded: Recorded by 2025-01-10: at most 100 generators.',
      'dispute: Since 2025-01-10 batch-1 is contested by Ministry of the donor: Nobody saw them arrive. [not-seen]',
      'evidence: Sources disagree, or what one says is contested, and nobody has resolved it.',
      'label: Disputed: sources disagree on what would decide it.',
    ],
    [
      'a challenge that was right',
      '2025-02-01',
      [
        fact.generators(),
        batch('100', '2024-12-01', { delivery: 'batch-1' }),
        fact.challenge(),
        fact.resolution({ dispute: 'not-seen', held: 'falls' }),
      ],
      'dispute: Since 2025-01-10 batch-1 is contested by Ministry of the donor: Nobody saw them arrive. Resolved 2025-02-01: it does not count. The ministry corrected its list. [not-seen, counted-again]',
      'evidence: None of the facts on which the state rested was found to be so.',
    ],
    [
      'a retraction',
      '2024-12-31',
      [fact.generators(), batch('40', '2024-11-20'), retract('of-40')],
      'correction: of-40 is retracted by a correction of 2025-02-01: The record was misread. [of-40, fix-1]',
    ],
  ])('are told step by step: %s', (_, day, events, ...said) => {
    expect(reasonsOf(day, events)).toEqual(said);
  });
});
