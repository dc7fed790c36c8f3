import type { Criterion, LedgerEvent } from '#libs/domain';
import { exactly, fact, reasonsOf } from '#libs/testkit';

const generators: Criterion = { type: 'count-reached', target: exactly('100'), milestone: 'handed-over' };
const visa: Criterion = { type: 'step-taken', step: 'a visa waiver', after: '2024-11-16', name: 'visa' };
const conference: Criterion = { type: 'event-held', event: 'a conference', within: '2025' };
const stage = (reached: 'signed' | 'in-force', ...parties: ('JP' | 'UA')[]): Criterion => ({
  ...{ type: 'stage-reached', agreement: 'a treaty', stage: reached, parties },
});
const sessions = (atLeast: number): Criterion => ({
  ...{
    type: 'sessions-held',
    session: 'a dialogue',
    every: 'half-year',
    within: '2024-11-16/2025-12-31',
    atLeast,
  },
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
const twins = [
  fact.generators(),
  batch('40', '2024-11-20', { delivery: 'batch-1' }),
  batch('32', '2024-11-20', { delivery: 'undp' }),
  fact.sameness(),
];

describe('the reasons of an answer about conditions and samenesses', () => {
  it.each<[string, string, readonly LedgerEvent[], ...string[]]>([
    [
      'a treaty signed by one of two',
      '2025-01-01',
      [
        promised(stage('signed', 'JP', 'UA')),
        fact.stage({ commitment: 'generators', stage: 'signed', reached: '2024-12-01' }),
      ],
      'promise: Japan towards Ukraine (declared): a treaty, signed by Japan and Ukraine each. [generators]',
      'happening: 2024-12-01: the agreement signed, Japan. It counts for Japan. [ratified-by-japan]',
      'open-world: No source declares its record complete, so more may have happened than is recorded.',
      'condition: Japan: met.',
      'condition: Ukraine: whether it is met cannot be told.',
      'outcome: Met: between 1 and 2 of 2 parties; wanted: all; so whether it is met cannot be told.',
    ],
    [
      'a treaty signed by one',
      '2025-01-01',
      [
        promised(stage('signed', 'JP')),
        fact.stage({ commitment: 'generators', stage: 'signed', reached: '2024-12-01' }),
      ],
      'promise: Japan towards Ukraine (declared): a treaty, signed by Japan. [generators]',
      'happening: 2024-12-01: the agreement signed, Japan. It counts for Japan. [ratified-by-japan]',
      'open-world: No source declares its record complete, so more may have happened than is recorded.',
      'condition: Japan: met.',
      'outcome: Met: 1 of 1 party; wanted: all; so it is met.',
      'label: Fulfilled: all that was promised has certainly been delivered.',
    ],
    [
      'a treaty to come into force',
      '2025-01-01',
      [
        promised(stage('in-force', 'JP', 'UA')),
        {
          ...fact.stage(),
          data: {
            ...fact.stage({ commitment: 'generators', stage: 'in-force', reached: '2024-12-01' }).data,
            by: undefined as never,
          },
        },
      ],
      'promise: Japan towards Ukraine (declared): a treaty, in force for Japan and Ukraine. [generators]',
      'happening: 2024-12-01: the agreement in force. It counts for Japan. It counts for Ukraine. [ratified-by-japan]',
      'open-world: No source declares its record complete, so more may have happened than is recorded.',
      'condition: Japan: met.',
      'condition: Ukraine: met.',
      'outcome: Met: 2 of 2 parties; wanted: all; so it is met.',
      'label: Fulfilled: all that was promised has certainly been delivered.',
    ],
    [
      'sessions',
      '2025-08-01',
      [promised(sessions(1)), linked('conference', 'tokyo', '2025-03-01')],
      'promise: Japan towards Ukraine (declared): a dialogue, at least once in every half-year of 2024-11-16/2025-12-31. [generators]',
      'happening: 2025-03-01: The conference tokyo. It counts for 2025-H1. [tokyo]',
      'open-world: No source declares its record complete, so more may have happened than is recorded.',
      'condition: 2024-H2: an unknown amount of events; wanted: 1 event; whether it is met cannot be told.',
      'condition: 2025-H1: at least 1 event; wanted: 1 event; met.',
      'condition: 2025-H2: an unknown amount of events; wanted: 1 event; not over yet.',
      'outcome: Met: between 1 and 3 of 3 periods; wanted: all; so whether it is met cannot be told.',
    ],
    [
      'sessions, twice each',
      '2025-08-01',
      [
        promised(sessions(2)),
        linked('conference', 'tokyo', '2025-03-01'),
        fact.coverage({ period: '2024-11-16/2025-07-31', declared: '2025-08-01' }),
      ],
      'promise: Japan towards Ukraine (declared): a dialogue, at least 2 times in every half-year of 2024-11-16/2025-12-31. [generators]',
      'happening: 2025-03-01: The conference tokyo. It counts for 2025-H1. [tokyo]',
      'coverage: From 2024-11-16 to 2025-07-31 the record of what counts is declared complete: Ministry of Foreign Affairs. [whole-period]',
      'open-world: What is declared complete rules out what is not recorded only where it covers all days that count. [whole-period]',
      'condition: 2024-H2: nothing; wanted: 2 events; missed.',
      'condition: 2025-H1: 1 event; wanted: 2 events; missed.',
      'condition: 2025-H2: an unknown amount of events; wanted: 2 events; not over yet.',
      'outcome: Met: between 0 and 1 of 3 periods; wanted: all; so it is not met.',
      'label: Overdue, evidenced: the deadline 2024-12-31 had passed on 2025-08-01 and the record shows that it was not met.',
    ],
    [
      'all of two',
      '2025-01-01',
      [
        promised({ type: 'all', of: [generators, visa] }),
        batch('40', '2024-12-01'),
        waiver({ meets: 'visa' }),
      ],
      'promise: Japan towards Ukraine (declared): all of these: (1) 100 generators, counted once handed over; (2) a visa waiver, taken after 2024-11-16. [generators]',
      'happening: 2024-12-01: delivery of 40 generators (handed over). It counts as 40 generators towards condition 1. [of-40]',
      'happening: 2024-12-01: Visas waived. It counts for condition 2. [waiver]',
      'open-world: No source declares its record complete, so more may have happened than is recorded.',
      'condition: Condition 1 (100 generators, counted once handed over): between 40 and 100 generators; wanted: 100 generators; whether it is met cannot be told.',
      'condition: Condition 2 (a visa waiver, taken after 2024-11-16): at least 1 step; wanted: 1 step; met.',
      'outcome: Met: between 1 and 2 of 2 conditions; wanted: all; so whether it is met cannot be told.',
    ],
    [
      'any of two',
      '2025-01-01',
      [promised({ type: 'any', of: [generators, visa] }), batch('100', '2024-12-01')],
      'promise: Japan towards Ukraine (declared): any of these: (1) 100 generators, counted once handed over; (2) a visa waiver, taken after 2024-11-16. [generators]',
      'happening: 2024-12-01: delivery of 100 generators (handed over). It counts as 100 generators towards condition 1. [of-100]',
      'open-world: No source declares its record complete, so more may have happened than is recorded.',
      'condition: Condition 1 (100 generators, counted once handed over): 100 generators; wanted: 100 generators; met.',
      'condition: Condition 2 (a visa waiver, taken after 2024-11-16): an unknown amount of steps; wanted: 1 step; whether it is met cannot be told.',
      'outcome: Met: between 1 and 2 of 2 conditions; wanted: at least 1; so it is met.',
      'label: Fulfilled: all that was promised has certainly been delivered.',
    ],
    [
      'two of three',
      '2025-02-01',
      [
        promised({ type: 'at-least', count: 2, of: [generators, visa, conference] }),
        fact.coverage(),
        waiver(),
      ],
      'promise: Japan towards Ukraine (declared): at least 2 of these: (1) 100 generators, counted once handed over; (2) a visa waiver, taken after 2024-11-16; (3) a conference, held within 2025. [generators]',
      'happening: 2024-12-01: Visas waived. It may count for condition 2. [waiver]',
      'coverage: From 2024-11-16 to 2024-12-31 the record of what counts is declared complete: Ministry of Foreign Affairs. [whole-period]',
      'open-world: What is declared complete rules out what is not recorded only where it covers all days that count. [whole-period]',
      'condition: Condition 1 (100 generators, counted once handed over): at most 100 generators; wanted: 100 generators; not met.',
      'condition: Condition 2 (a visa waiver, taken after 2024-11-16): an unknown amount of steps; wanted: 1 step; whether it is met cannot be told.',
      'condition: Condition 3 (a conference, held within 2025): an unknown amount of events; wanted: 1 event; whether it is met cannot be told.',
      'outcome: Met: between 0 and 3 of 3 conditions; wanted: at least 2; so whether it is met cannot be told.',
    ],
    [
      'all that remained of one of two',
      '2025-01-01',
      [
        promised({ type: 'all', of: [generators, visa] }),
        fact.delivery({
          quantity: { qualifier: 'all-remaining', unit: 'generators' },
          delivered: '2024-12-01',
        }),
      ],
      'promise: Japan towards Ukraine (declared): all of these: (1) 100 generators, counted once handed over; (2) a visa waiver, taken after 2024-11-16. [generators]',
      'happening: 2024-12-01: delivery of all remaining generators (handed over). It completes condition 1: by then at least 100 generators in all, itself and what came before. [batch-1]',
      'open-world: No source declares its record complete, so more may have happened than is recorded.',
      'condition: Condition 1 (100 generators, counted once handed over): 100 generators; wanted: 100 generators; met.',
      'condition: Condition 2 (a visa waiver, taken after 2024-11-16): an unknown amount of steps; wanted: 1 step; whether it is met cannot be told.',
      'outcome: Met: between 1 and 2 of 2 conditions; wanted: all; so whether it is met cannot be told.',
    ],
    [
      'groups in a group',
      '2024-12-01',
      [promised({ type: 'any', of: [{ type: 'all', of: [generators, visa] }, conference] }), waiver()],
      'promise: Japan towards Ukraine (declared): any of these: (1) all of these: (1) 100 generators, counted once handed over; (2) a visa waiver, taken after 2024-11-16; (2) a conference, held within 2025. [generators]',
      'happening: 2024-12-01: Visas waived. It may count for condition 1.2. [waiver]',
      'open-world: No source declares its record complete, so more may have happened than is recorded.',
      'condition: Condition 1.1 (100 generators, counted once handed over): at most 100 generators; wanted: 100 generators; whether it is met cannot be told.',
      'condition: Condition 1.2 (a visa waiver, taken after 2024-11-16): an unknown amount of steps; wanted: 1 step; whether it is met cannot be told.',
      'condition: Condition 1 (all of these: (1) 100 generators, counted once handed over; (2) a visa waiver, taken after 2024-11-16): between 0 and 2 of 2 conditions; wanted: all; whether it is met cannot be told.',
      'condition: Condition 2 (a conference, held within 2025): an unknown amount of events; wanted: 1 event; whether it is met cannot be told.',
      'outcome: Met: between 0 and 2 of 2 conditions; wanted: at least 1; so whether it is met cannot be told.',
    ],
    [
      'two records that may be one',
      '2024-12-01',
      twins,
      'happening: 2024-11-20: delivery of 40 generators (handed over). It counts as 40 generators. [batch-1]',
      'happening: 2024-11-20: delivery of 32 generators (handed over). It counts as 32 generators. [undp]',
      'sameness: batch-1 and undp may be one and the same (proposed by An analyst: The report came the day after). If they are, they come to between 32 and 40 generators; if not, to 72 generators. What is said of the two does not agree, so all of it is allowed for. [batch-1, undp]',
      'sameness: Until that is decided, batch-1 and undp come to between 32 and 72 generators. [batch-1, undp]',
      'recorded: Recorded by 2024-12-01: between 32 and 72 generators.',
      'outcome: Delivered: between 32 and 100 generators; wanted: 100 generators; so whether it is met cannot be told.',
      'label: Partly delivered: some of it has certainly passed the milestone that counts, not all of it.',
    ],
    [
      'two records that are one',
      '2025-02-01',
      [...twins, fact.confirmation()],
      'happening: 2024-11-20: delivery of 40 generators (handed over). It counts as 40 generators. [batch-1]',
      'happening: 2024-11-20: delivery of 32 generators (handed over). It counts as 32 generators. [undp]',
      'sameness: batch-1 and undp are one and the same (confirmed by The desk: The serial numbers agree) and count once, as between 32 and 40 generators. What is said of the two does not agree, so all of it is allowed for. [batch-1, undp]',
      'recorded: Recorded by 2025-02-01: between 32 and 40 generators.',
      'outcome: Delivered: between 32 and 100 generators; wanted: 100 generators; so whether it is met cannot be told.',
    ],
    [
      'two records that are two',
      '2025-02-01',
      [...twins, fact.rejection()],
      'happening: 2024-11-20: delivery of 40 generators (handed over). It counts as 40 generators. [batch-1]',
      'happening: 2024-11-20: delivery of 32 generators (handed over). It counts as 32 generators. [undp]',
      'sameness: batch-1 and undp are not the same (rejected by The desk: They stand in other towns), and each counts for itself. [batch-1, undp]',
      'recorded: Recorded by 2025-02-01: 72 generators.',
      'outcome: Delivered: between 72 and 100 generators; wanted: 100 generators; so whether it is met cannot be told.',
    ],
    [
      'two commitments that may be one',
      '2024-12-01',
      [fact.generators(), fact.sameness({ of: 'generators', with: 'again' })],
      'sameness: generators may be the same promise as again (proposed by An analyst: The report came the day after). That changes nothing here; sums allow for either. [same-batch]',
    ],
    [
      'two commitments that are one',
      '2025-02-01',
      [fact.generators(), fact.sameness({ of: 'generators', with: 'again' }), fact.confirmation()],
      'sameness: generators is the same promise as again (confirmed by The desk: The serial numbers agree): in sums one stands for the other. [same-batch]',
    ],
    [
      'two commitments that are two',
      '2025-02-01',
      [fact.generators(), fact.sameness({ of: 'generators', with: 'again' }), fact.rejection()],
      'sameness: generators is not the same promise as again (rejected by The desk: They stand in other towns). [same-batch]',
    ],
  ])('are told step by step: %s', (_, day, events, ...said) => {
    expect(reasonsOf(day, events)).toEqual(said);
  });
});
