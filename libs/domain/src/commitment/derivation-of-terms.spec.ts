import type { Criterion, LedgerEvent } from '#libs/domain';
import { exactly, fact, reasonsOf } from '#libs/testkit';

const visa: Criterion = { type: 'step-taken', step: 'a visa waiver', after: '2024-11-16', name: 'visa' };
const conference: Criterion = { type: 'event-held', event: 'a conference', within: '2025' };
const packages = (atLeast: number): Criterion => ({
  ...{ type: 'acts-after', act: 'sanctions-package', imposer: 'JP', target: 'RU' },
  ...{ after: '2024-11-16', atLeast },
});
const promised = (criterion: Criterion, more = {}) => fact.generators({ criterion, ...more });
const batch = (value: string, delivered: string, more = {}) =>
  fact.delivery({ delivery: `of-${value}`, quantity: exactly(value), delivered, ...more });
const waiver = (more = {}) => fact.step({ commitment: 'generators', taken: '2024-12-01', ...more });
const linked = (
  by: 'conference' | 'sanctions-package',
  fulfilment: string,
  happened: string,
): LedgerEvent => ({
  type: 'FulfilmentLinked',
  data: { ...fact.support().data, fulfilment, by, title: `The ${by} ${fulfilment}`, happened },
});

describe('the reasons of an answer about terms', () => {
  it.each<[string, string, readonly LedgerEvent[], ...string[]]>([
    [
      'terms amended',
      '2025-01-15',
      [fact.generators(), fact.amendment()],
      'deadline: Due 2025-03-31, that is from 2025-03-31 to 2025-03-31. [generators, amended]',
      'statement: 2024-12-10: amended by Japan and Ukraine: due 2025-03-31. These terms hold from then on. [amended]',
      'label: Announced: nothing that would deliver it is known.',
    ],
    [
      'terms that may have been amended',
      '2024-12-15',
      [fact.generators(), fact.amendment({ amended: '2024-12' })],
      'statement: 2024-12: amended by Japan and Ukraine: due 2025-03-31. Whether by this day is not known, so it changes nothing yet. [amended]',
    ],
    [
      'terms amended all at once',
      '2024-12-10',
      [
        fact.generators(),
        fact.amendment({
          terms: {
            title: 'More',
            strength: 'agreed',
            committers: ['JP', 'PL'],
            beneficiaries: ['UA', 'MD'],
            criterion: visa,
            due: null,
            fundingSource: 'frozen-assets',
          } as never,
        }),
      ],
      'promise: Japan and Poland towards Ukraine and Moldova, Republic of (agreed): a visa waiver, taken after 2024-11-16. [generators, amended]',
      'deadline: No deadline is stated. [generators, amended]',
      'statement: 2024-12-10: amended by Japan and Ukraine: More; agreed; promised by Japan and Poland; promised to Ukraine and Moldova, Republic of; a visa waiver, taken after 2024-11-16; no deadline; funded from frozen-assets. These terms hold from then on. [amended]',
      'open-world: No source declares its record complete, so more may have happened than is recorded.',
      'floor: The promise has no exact amount; it is measured against its stated floor of 1 step. [generators]',
      'outcome: Delivered: an unknown amount of steps; wanted: 1 step; so whether it is met cannot be told.',
    ],
    [
      'terms amended twice',
      '2024-12-20',
      [
        fact.generators(),
        fact.amendment(),
        fact.amendment({ amendment: 'again', amended: '2024-12-15', terms: { due: '2025-06-30' } }),
      ],
      'deadline: Due 2025-06-30, that is from 2025-06-30 to 2025-06-30. [generators, again]',
      'statement: 2024-12-10: amended by Japan and Ukraine: due 2025-03-31. Its terms have been stated anew since. [amended]',
      'statement: 2024-12-15: amended by Japan and Ukraine: due 2025-06-30. These terms hold from then on. [again]',
    ],
    [
      'terms amended after the end',
      '2024-12-20',
      [fact.generators(), fact.withdrawal(), fact.amendment({ amended: '2024-12-12' })],
      'statement: 2024-12-12: amended by Japan and Ukraine: due 2025-03-31. It had ended by then, so this changes nothing. [amended]',
      'end: 2024-12-10: withdrawn by Japan. It ended by 2024-12-10; what is delivered later does not undo that. [taken-back]',
      'label: Withdrawn by the committer.',
    ],
    [
      'terms amended after delivery',
      '2025-01-15',
      [fact.generators(), batch('100', '2024-12-01'), fact.amendment()],
      'statement: 2024-12-10: amended by Japan and Ukraine: due 2025-03-31. All of it had been delivered by then, so the deadline by which that is judged stays the earlier one. [amended]',
      'happening: 2024-12-01: delivery of 100 generators (handed over). It counts as 100 generators. [of-100]',
      'recorded: Recorded by 2025-01-15: 100 generators.',
      'outcome: Delivered: 100 generators; wanted: 100 generators; so it is met.',
      'label: Fulfilled: all that was promised has certainly been delivered.',
    ],
    [
      'terms specified',
      '2025-05-01',
      [fact.loan(), fact.specification()],
      'promise: Japan towards Ukraine (declared): up to 471,900,000,000 JPY, counted once disbursed. [loan, notes-exchanged]',
      'deadline: No deadline is stated. [loan]',
      'statement: 2025-04-18: specified: up to 471,900,000,000 JPY. These terms hold from then on. [notes-exchanged]',
      'open-world: No source declares its record complete, so more may have happened than is recorded; no more than the promised 471,900,000,000 can count towards it.',
      'outcome: Delivered: at most 471,900,000,000 JPY; wanted: 471,900,000,000 JPY; so whether it is met cannot be told.',
      'label: Announced: nothing that would deliver it is known.',
    ],
    [
      'a promise reaffirmed',
      '2024-12-20',
      [fact.generators(), fact.reaffirmation()],
      'statement: 2024-12-10: reaffirmed. It promises nothing further and changes no terms. [said-again]',
    ],
    [
      'one step',
      '2024-12-01',
      [promised(visa), waiver({ meets: 'visa' })],
      'promise: Japan towards Ukraine (declared): a visa waiver, taken after 2024-11-16. [generators]',
      'happening: 2024-12-01: Visas waived. It counts as 1 step. [waiver]',
      'recorded: Recorded by 2024-12-01: 1 step.',
      'open-world: No source declares its record complete, so more may have happened than is recorded.',
      'floor: The promise has no exact amount; it is measured against its stated floor of 1 step. [generators]',
      'outcome: Delivered: at least 1 step; wanted: 1 step; so it is met.',
      'label: Fulfilled: all that was promised has certainly been delivered.',
    ],
    [
      'a step that may be the one',
      '2024-12-01',
      [promised(visa), waiver()],
      'promise: Japan towards Ukraine (declared): a visa waiver, taken after 2024-11-16. [generators]',
      'happening: 2024-12-01: Visas waived. It counts as at most 1 step. [waiver]',
      'recorded: Recorded by 2024-12-01: at most 1 step.',
      'open-world: No source declares its record complete, so more may have happened than is recorded.',
      'floor: The promise has no exact amount; it is measured against its stated floor of 1 step. [generators]',
      'outcome: Delivered: an unknown amount of steps; wanted: 1 step; so whether it is met cannot be told.',
    ],
    [
      'an event in its year',
      '2025-06-01',
      [promised(conference), linked('conference', 'tokyo', '2025-05-01')],
      'promise: Japan towards Ukraine (declared): a conference, held within 2025. [generators]',
      'happening: 2025-05-01: The conference tokyo. It counts as 1 event. [tokyo]',
      'recorded: Recorded by 2025-06-01: 1 event.',
      'open-world: No source declares its record complete, so more may have happened than is recorded.',
      'floor: The promise has no exact amount; it is measured against its stated floor of 1 event. [generators]',
      'outcome: Delivered: at least 1 event; wanted: 1 event; so it is met.',
      'label: Fulfilled late: all of it has been delivered, and by the deadline it was not.',
    ],
    [
      'an event that may be in its year',
      '2025-06-01',
      [promised(conference), linked('conference', 'tokyo', '2024-12/2025-01')],
      'promise: Japan towards Ukraine (declared): a conference, held within 2025. [generators]',
      'happening: 2024-12/2025-01: The conference tokyo. It counts as at most 1 event. [tokyo]',
      'recorded: Recorded by 2025-06-01: at most 1 event.',
      'open-world: No source declares its record complete, so more may have happened than is recorded.',
      'floor: The promise has no exact amount; it is measured against its stated floor of 1 event. [generators]',
      'outcome: Delivered: an unknown amount of events; wanted: 1 event; so whether it is met cannot be told.',
    ],
    [
      'one package',
      '2025-01-01',
      [promised(packages(1)), linked('sanctions-package', 'jp-27', '2024-12-01')],
      'promise: Japan towards Ukraine (declared): at least 1 sanctions package of Japan on account of Russian Federation, adopted after 2024-11-16. [generators]',
      'happening: 2024-12-01: The sanctions-package jp-27. It counts as 1 sanctions package. [jp-27]',
      'recorded: Recorded by 2025-01-01: 1 sanctions package.',
      'open-world: No source declares its record complete, so more may have happened than is recorded.',
      'floor: The promise has no exact amount; it is measured against its stated floor of 1 sanctions package. [generators]',
      'outcome: Delivered: at least 1 sanctions package; wanted: 1 sanctions package; so it is met.',
      'label: Fulfilled: all that was promised has certainly been delivered.',
    ],
    [
      'one package of two',
      '2025-01-01',
      [promised(packages(2)), linked('sanctions-package', 'jp-27', '2024-12-01')],
      'promise: Japan towards Ukraine (declared): at least 2 sanctions packages of Japan on account of Russian Federation, adopted after 2024-11-16. [generators]',
      'happening: 2024-12-01: The sanctions-package jp-27. It counts as 1 sanctions package. [jp-27]',
      'recorded: Recorded by 2025-01-01: 1 sanctions package.',
      'open-world: No source declares its record complete, so more may have happened than is recorded.',
      'floor: The promise has no exact amount; it is measured against its stated floor of 2 sanctions packages. [generators]',
      'outcome: Delivered: at least 1 sanctions package; wanted: 2 sanctions packages; so whether it is met cannot be told.',
    ],
  ])('are told step by step: %s', (_, day, events, ...said) => {
    expect(reasonsOf(day, events)).toEqual(said);
  });
});
