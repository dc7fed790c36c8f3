import {
  assess,
  evolveAll,
  isCommitmentEvent,
  type Assessment,
  type Criterion,
  type EventData,
  type LedgerEvent,
} from '#libs/domain';
import { fact, given } from '#libs/testkit';

const on = (day: string, ...events: readonly LedgerEvent[]): Assessment => {
  const answer = assess(evolveAll(undefined, events.filter(isCommitmentEvent)), day);
  if (!answer) throw new Error(`not yet announced on ${day}`);
  return answer;
};
const promised = (criterion: Criterion, more: Partial<EventData<'CommitmentAnnounced'>> = {}) =>
  fact.standing({ commitment: 'treaty', criterion, ...more });
const statements = ({ fulfilment }: Assessment, ...rules: readonly string[]) =>
  fulfilment.derivation.filter(({ rule }) => rules.includes(rule)).map(({ statement }) => statement);
const linked = (by: 'conference' | 'sanctions-package', fulfilment: string, happened: string, more = {}) =>
  ({
    type: 'FulfilmentLinked',
    data: {
      ...fact.support().data,
      commitment: 'treaty',
      fulfilment,
      by,
      title: fulfilment,
      happened,
      ...more,
    },
  }) as LedgerEvent;
const covering = (period: string, coverage = 'covered') =>
  fact.coverage({ commitment: 'treaty', coverage, period });

describe('a stage of an agreement', () => {
  const ratified = promised({
    type: 'stage-reached',
    agreement: 'a treaty of support',
    stage: 'ratified',
    parties: ['JP', 'UA'],
  });
  const by = (party: 'JP' | 'UA', reached: string, stage: 'signed' | 'ratified' | 'in-force' = 'ratified') =>
    fact.stage({ reaching: `${stage}-${party.toLowerCase()}`, by: party, stage, reached });

  it('is reached once each party has reached it, and once more by one of them is nothing more', () => {
    const twice = [
      by('JP', '2025-02-03'),
      fact.stage({ reaching: 'told-again', by: 'JP', reached: '2025-02-04' }),
    ];
    expect(on('2025-03-01', ratified, ...twice)).toMatchObject({
      label: 'partly-delivered',
      fulfilment: {
        outcome: 'undetermined',
        delivered: { lo: '1', hi: '2' },
        recorded: { lo: '1', hi: '1' },
        target: { lo: '2', hi: '2' },
        unit: 'parties',
        members: [
          { condition: 'Japan', outcome: 'met' },
          { condition: 'Ukraine', outcome: 'undetermined' },
        ],
      },
    });
    expect(on('2025-05-01', ratified, ...twice, by('UA', '2025-05-01')).label).toBe('fulfilled');
  });

  it('is not reached by an earlier one, and is by a later one', () => {
    const signed = [by('JP', '2025-02-03', 'signed'), by('UA', '2025-02-03', 'signed')];
    expect(on('2025-03-01', ratified, ...signed).fulfilment.recorded).toEqual({ lo: '0', hi: '0' });
    const inForce = fact.stage({ reaching: 'force', stage: 'in-force', reached: '2025-06' });
    const { by: _, ...forAll } = inForce.data;
    expect(on('2025-06-29', ratified, { ...inForce, data: forAll }).label).toBe('announced');
    expect(on('2025-06-30', ratified, { ...inForce, data: forAll }).label).toBe('fulfilled');
  });

  it('is said party by party', () => {
    const then = on('2025-03-01', ratified, by('JP', '2025-02-03'));
    expect(statements(then, 'promise', 'happening', 'condition', 'outcome')).toEqual([
      'Japan and Ukraine towards Ukraine (agreed): a treaty of support, ratified by Japan and Ukraine each.',
      '2025-02-03: the agreement ratified, Japan. It counts for Japan.',
      'Japan: met.',
      'Ukraine: whether it is met cannot be told.',
      'Met: between 1 and 2 of 2 parties; wanted: all; so whether it is met cannot be told.',
    ]);
  });

  it('is refused of a party that is not waited for, and where no agreement is', () => {
    given(fact.source(), ratified)
      .when(fact.stage({ by: 'PL' }))
      .thenRefuses('not-a-party');
    given(fact.source(), ratified).when(fact.stage()).then(fact.stage());
    given(fact.source(), ratified)
      .when(fact.stage({ meets: 'treaty' }))
      .thenRefuses('unknown-condition');
    given(fact.source(), fact.generators())
      .when(fact.stage({ commitment: 'generators' }))
      .thenRefuses('not-measured-so');
  });
});

describe('sessions in every half-year', () => {
  const dialogue = promised({
    type: 'sessions-held',
    session: 'a dialogue of ministers',
    every: 'half-year',
    within: '2024-11-16/2025-12-31',
    atLeast: 1,
  });
  const outcomes = ({ fulfilment }: Assessment) =>
    fulfilment.members?.map(({ condition, outcome }) => `${condition} ${outcome}`);

  it('are judged period by period: where nobody declares the record complete, a gap is open', () => {
    const then = on('2025-08-01', dialogue, linked('conference', 'tokyo', '2025-03-01'));
    expect(outcomes(then)).toEqual(['2024-H2 undetermined', '2025-H1 met', '2025-H2 undetermined']);
    expect(then).toMatchObject({
      label: 'partly-delivered',
      fulfilment: { outcome: 'undetermined', delivered: { lo: '1', hi: '3' }, unit: 'periods' },
    });
  });

  it('a period that is over and covered was missed, and then the whole is not met', () => {
    const facts = [dialogue, linked('conference', 'tokyo', '2025-03-01'), covering('2024-11-16/2024-12-31')];
    expect(outcomes(on('2024-12-30', ...facts))?.[0]).toBe('2024-H2 undetermined');
    expect(outcomes(on('2024-12-31', ...facts))?.[0]).toBe('2024-H2 not-met');
    const then = on('2025-08-01', ...facts);
    expect(then.fulfilment).toMatchObject({ outcome: 'not-met', delivered: { lo: '1', hi: '2' } });
    expect(statements(then, 'condition')).toEqual([
      '2024-H2: nothing; wanted: 1 event; missed.',
      '2025-H1: at least 1 event; wanted: 1 event; met.',
      '2025-H2: an unknown amount of events; wanted: 1 event; not over yet.',
    ]);
  });

  it('a session whose day is not known within two periods counts for neither, and rules out neither', () => {
    const vague = linked('conference', 'tokyo', '2024-12/2025-01');
    const then = on('2025-12-31', dialogue, vague, covering('2024-11-16/2025-12-31'));
    expect(outcomes(then)).toEqual(['2024-H2 undetermined', '2025-H1 undetermined', '2025-H2 not-met']);
  });

  it('more than one in a period may be wanted, and all of them meet it', () => {
    const twice = promised({
      type: 'sessions-held',
      session: 'a dialogue',
      every: 'year',
      within: '2025',
      atLeast: 2,
    });
    const one = linked('conference', 'spring', '2025-03-01');
    expect(on('2025-12-31', twice, one).label).toBe('partly-delivered');
    expect(on('2025-12-31', twice, one, linked('conference', 'autumn', '2025-09-01')).label).toBe(
      'fulfilled',
    );
  });

  it.each([
    ['year', '2024-11-16/2026-02', ['2024', '2025', '2026']],
    ['quarter', '2024-11-16/2025-04', ['2024-Q4', '2025-Q1', '2025-Q2']],
    ['month', '2024-12-31/2025-02-01', ['2024-12', '2025-01', '2025-02']],
  ] as const)('divide a window by the %s', (every, within, periods) => {
    const { fulfilment } = on(
      '2024-12-01',
      promised({ type: 'sessions-held', session: 'a dialogue', every, within, atLeast: 1 }),
    );
    expect(fulfilment.members?.map(({ condition }) => condition)).toEqual(periods);
  });
});

describe('a step', () => {
  it('in force before the promise was made does not count towards it, not even when it is told later', () => {
    const promise = promised({
      type: 'step-taken',
      step: 'further visa liberalisation',
      after: '2024-11-16',
    });
    const earlier = fact.step({ commitment: 'treaty', taken: '2024-06-24' });
    const then = on('2025-06-01', promise, earlier);
    expect(then).toMatchObject({ label: 'announced', fulfilment: { recorded: { lo: '0', hi: '0' } } });
    expect(statements(then, 'happening')).toEqual([
      '2024-06-24: Visas waived. It does not count towards the promise.',
    ]);
    const onTheDay = fact.step({ commitment: 'treaty', taken: '2024-11-16' });
    expect(on('2025-06-01', promise, onTheDay).label).toBe('announced');
    const sameYear = fact.step({ commitment: 'treaty', taken: '2024' });
    expect(on('2025-06-01', promise, sameYear)).toMatchObject({
      label: 'announced',
      fulfilment: { outcome: 'undetermined', recorded: { lo: '0', hi: '1' } },
    });
  });
});
