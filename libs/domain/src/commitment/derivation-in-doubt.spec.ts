import type { LedgerEvent } from '#libs/domain';
import { exactly, fact, reasonsOf } from '#libs/testkit';

const [ministry, donor] = fact.dispute().data.readings;
if (!ministry || !donor) throw new Error('a dispute of two readings');
const read = (one: object, other: object) => ({
  readings: [
    { ...ministry, ...one },
    { ...donor, ...other },
  ],
});
const dated = {
  aspect: 'date',
  ...read({ quantity: undefined, date: '2024-12-01' }, { quantity: undefined, date: '2024-12' }),
} as never;
const denied = {
  aspect: 'occurrence',
  ...read({ quantity: undefined, occurred: true }, { quantity: undefined, occurred: false }),
} as never;
const people = {
  aspect: 'figure',
  figure: 'attendance',
  ...read({ quantity: exactly('75', 'people') }, { quantity: exactly('70', 'people') }),
} as const;
const all = [fact.generators(), fact.delivery({ quantity: exactly('100'), delivered: '2024-12-20' })];

describe('the reasons of an answer in doubt', () => {
  it.each<[string, string, readonly LedgerEvent[], ...string[]]>([
    [
      'on the amount of a promise',
      '2025-01-10',
      [
        ...all,
        fact.dispute({
          about: 'generators',
          ...read({ quantity: exactly('100') }, { quantity: exactly('120') }),
        }),
      ],
      'promise: Japan towards Ukraine (declared): 120 generators, counted once handed over. [generators]',
      'happening: 2024-12-20: delivery of 100 generators (handed over). It counts as 100 generators. [batch-1]',
      'recorded: Recorded by 2025-01-10: 100 generators.',
      'open-world: No source declares its record complete, so more may have happened than is recorded; no more than the promised 120 can count towards it.',
      'outcome: Delivered: between 100 and 120 generators; wanted: 120 generators; so whether it is met cannot be told.',
      'dispute: Since 2025-01-10 sources disagree on the quantity of generators: 100 generators (Ministry of Foreign Affairs); 120 generators (Ministry of the donor). Until that is resolved it is held to the most that any of them asks for. [how-many]',
      'evidence: Sources disagree, or what one says is contested, and nobody has resolved it.',
      'label: Disputed: sources disagree on what would decide it.',
    ],
    [
      'on a date',
      '2025-01-10',
      [...all, fact.dispute(dated)],
      'happening: 2024-12-01/2024-12-31: delivery of 100 generators (handed over). It counts as 100 generators. [batch-1]',
      'recorded: Recorded by 2025-01-10: 100 generators.',
      'outcome: Delivered: 100 generators; wanted: 100 generators; so it is met.',
      'dispute: Since 2025-01-10 sources disagree on the date of batch-1: 2024-12-01 (Ministry of Foreign Affairs); 2024-12 (Ministry of the donor). Until that is resolved it may have been on any day that they leave possible. [how-many]',
      'evidence: Sources disagree, or what one says is contested, and nobody has resolved it.',
      'label: Fulfilled: all that was promised has certainly been delivered.',
    ],
    [
      'on whether it happened',
      '2025-01-10',
      [...all, fact.dispute(denied)],
      'happening: 2024-12-20/..: delivery of 100 generators (handed over). Whether by this day is not known. It counts as 100 generators. [batch-1]',
      'recorded: Recorded by 2025-01-10: at most 100 generators.',
      'dispute: Since 2025-01-10 sources disagree on whether batch-1 happened at all: it happened (Ministry of Foreign Affairs); it did not happen (Ministry of the donor). Until that is resolved it counts as possible, and not as certain. [how-many]',
      'evidence: Sources disagree, or what one says is contested, and nobody has resolved it.',
      'label: Disputed: sources disagree on what would decide it.',
    ],
    [
      'on a figure',
      '2025-01-10',
      [...all, fact.dispute(people)],
      'happening: 2024-12-20: delivery of 100 generators (handed over). It counts as 100 generators. [batch-1]',
      'recorded: Recorded by 2025-01-10: 100 generators.',
      'outcome: Delivered: 100 generators; wanted: 100 generators; so it is met.',
      'dispute: Since 2025-01-10 sources disagree on the attendance of batch-1: 75 people (Ministry of Foreign Affairs); 70 people (Ministry of the donor). It decides nothing. [how-many]',
      'evidence: Sources disagree, or what one says is contested, and nobody has resolved it.',
      'label: Fulfilled: all that was promised has certainly been delivered.',
    ],
    [
      'on a figure without a name',
      '2025-01-10',
      [
        ...all,
        fact.dispute({
          aspect: 'figure',
          ...read({ quantity: exactly('75', 'people') }, { quantity: exactly('70', 'people') }),
        }),
      ],
      'happening: 2024-12-20: delivery of 100 generators (handed over). It counts as 100 generators. [batch-1]',
      'recorded: Recorded by 2025-01-10: 100 generators.',
      'outcome: Delivered: 100 generators; wanted: 100 generators; so it is met.',
      'dispute: Since 2025-01-10 sources disagree on the figure of batch-1: 75 people (Ministry of Foreign Affairs); 70 people (Ministry of the donor). It decides nothing. [how-many]',
      'evidence: Sources disagree, or what one says is contested, and nobody has resolved it.',
      'label: Fulfilled: all that was promised has certainly been delivered.',
    ],
    [
      'on a date, resolved for one',
      '2025-02-01',
      [...all, fact.dispute(dated), fact.resolution()],
      'happening: 2024-12: delivery of 100 generators (handed over). It counts as 100 generators. [batch-1]',
      'recorded: Recorded by 2025-02-01: 100 generators.',
      'outcome: Delivered: 100 generators; wanted: 100 generators; so it is met.',
      'dispute: Since 2025-01-10 sources disagree on the date of batch-1: 2024-12-01 (Ministry of Foreign Affairs); 2024-12 (Ministry of the donor). Resolved 2025-02-01: 2024-12 holds. The ministry corrected its list. [how-many, counted-again]',
      'evidence: Committer and beneficiary both say so.',
      'label: Fulfilled: all that was promised has certainly been delivered.',
    ],
    [
      'on whether it happened, resolved for it',
      '2025-02-01',
      [...all, fact.dispute(denied), fact.resolution({ held: 'ministry' })],
      'happening: 2024-12-20: delivery of 100 generators (handed over). It counts as 100 generators. [batch-1]',
      'recorded: Recorded by 2025-02-01: 100 generators.',
      'outcome: Delivered: 100 generators; wanted: 100 generators; so it is met.',
      'dispute: Since 2025-01-10 sources disagree on whether batch-1 happened at all: it happened (Ministry of Foreign Affairs); it did not happen (Ministry of the donor). Resolved 2025-02-01: it happened holds. The ministry corrected its list. [how-many, counted-again]',
      'label: Fulfilled: all that was promised has certainly been delivered.',
    ],
    [
      'on whether it happened, resolved for nobody',
      '2025-02-01',
      [...all, fact.dispute(denied), fact.resolution({ held: null })],
      'happening: 2024-12-20/..: delivery of 100 generators (handed over). Whether by this day is not known. It counts as 100 generators. [batch-1]',
      'recorded: Recorded by 2025-02-01: at most 100 generators.',
      'dispute: Since 2025-01-10 sources disagree on whether batch-1 happened at all: it happened (Ministry of Foreign Affairs); it did not happen (Ministry of the donor). Resolved 2025-02-01: none of it holds. The ministry corrected its list. [how-many, counted-again]',
    ],
    [
      'before anybody doubted it',
      '2025-01-09',
      [...all, fact.challenge()],
      'happening: 2024-12-20/..: delivery of 100 generators (handed over). Whether by this day is not known. It counts as 100 generators. [batch-1]',
      'recorded: Recorded by 2025-01-09: at most 100 generators.',
      'dispute: Since 2025-01-10 batch-1 is contested by Ministry of the donor: Nobody saw them arrive. [not-seen]',
    ],
    [
      'of one source',
      '2025-01-10',
      [...all, fact.challenge({ contestedSource: 'press-release' })],
      'happening: 2024-12-20/..: delivery of 100 generators (handed over). Whether by this day is not known. It counts as 100 generators. [batch-1]',
      'recorded: Recorded by 2025-01-10: at most 100 generators.',
      'dispute: Since 2025-01-10 what press-release says of batch-1 is contested by Ministry of the donor: Nobody saw them arrive. [not-seen]',
      'evidence: Sources disagree, or what one says is contested, and nobody has resolved it.',
      'label: Disputed: sources disagree on what would decide it.',
    ],
    [
      'that was wrong',
      '2025-02-01',
      [...all, fact.challenge(), fact.resolution({ dispute: 'not-seen', held: 'stands' })],
      'happening: 2024-12-20: delivery of 100 generators (handed over). It counts as 100 generators. [batch-1]',
      'recorded: Recorded by 2025-02-01: 100 generators.',
      'outcome: Delivered: 100 generators; wanted: 100 generators; so it is met.',
      'dispute: Since 2025-01-10 batch-1 is contested by Ministry of the donor: Nobody saw them arrive. Resolved 2025-02-01: it stands. The ministry corrected its list. [not-seen, counted-again]',
      'label: Fulfilled: all that was promised has certainly been delivered.',
    ],
    [
      'of one source, that was right',
      '2025-02-01',
      [
        ...all,
        fact.support({ supports: 'batch-1', evidence: [{ source: 'agency' }] }),
        fact.challenge({ contestedSource: 'press-release' }),
        fact.resolution({ dispute: 'not-seen', held: 'falls' }),
      ],
      'happening: 2024-12-20: delivery of 100 generators (handed over). It counts as 100 generators. [batch-1]',
      'recorded: Recorded by 2025-02-01: 100 generators.',
      'outcome: Delivered: 100 generators; wanted: 100 generators; so it is met.',
      'dispute: Since 2025-01-10 what press-release says of batch-1 is contested by Ministry of the donor: Nobody saw them arrive. Resolved 2025-02-01: it does not count. The ministry corrected its list. [not-seen, counted-again]',
      'label: Fulfilled: all that was promised has certainly been delivered.',
    ],
  ])('are told step by step: %s', (_, day, events, ...said) => {
    expect(reasonsOf(day, events)).toEqual(said);
  });
});
