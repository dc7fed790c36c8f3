import {
  assess,
  criterion as criterionSchema,
  evolveAll,
  isCommitmentEvent,
  type Assessment,
  type Criterion,
  type EventData,
  type LedgerEvent,
} from '#libs/domain';
import { exactly, fact, given } from '#libs/testkit';

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

const generators: Criterion = {
  type: 'count-reached',
  target: exactly('100'),
  milestone: 'handed-over',
};
const visa = { type: 'step-taken', step: 'a visa waiver', after: '2024-11-16' } as const;
const japan = {
  type: 'acts-after',
  act: 'sanctions-package',
  imposer: 'JP',
  target: 'RU',
  after: '2024-11-16',
  atLeast: 1,
} as const;

describe('criteria joined', () => {
  const both: Criterion = { type: 'all', of: [generators, visa] };
  const batch = (value: string, delivered: string) =>
    fact.delivery({ commitment: 'treaty', quantity: exactly(value), delivered });
  const waiver = (taken: string, more = {}) => fact.step({ commitment: 'treaty', taken, ...more });

  it('by "all" are met once each of them is', () => {
    const facts = [promised(both, { due: '2025' }), batch('100', '2025-01-10')];
    expect(on('2025-02-01', ...facts)).toMatchObject({
      label: 'partly-delivered',
      fulfilment: {
        outcome: 'undetermined',
        delivered: { lo: '1', hi: '2' },
        recorded: { lo: '1', hi: '1' },
        share: { lo: '0.5', hi: '1' },
        members: [
          { condition: '100 generators, counted once handed over', outcome: 'met', delivered: { lo: '100' } },
          { condition: 'a visa waiver, taken after 2024-11-16', outcome: 'undetermined', members: null },
        ],
      },
    });
    expect(on('2025-03-01', ...facts, waiver('2025-03-01'))).toMatchObject({
      label: 'fulfilled',
      facets: { normative: 'discharged', delivery: 'complete', time: 'met-on-time' },
    });
    expect(on('2026-03-01', ...facts, waiver('2026-02-01')).label).toBe('fulfilled-late');
    expect(on('2026-01-01', ...facts).label).toBe('overdue-unproven');
  });

  it('by "any" are met once one of them is', () => {
    const either = promised({ type: 'any', of: [generators, visa] });
    expect(on('2025-03-01', either).fulfilment).toMatchObject({
      outcome: 'undetermined',
      delivered: { lo: '0', hi: '2' },
    });
    expect(on('2025-03-01', either, waiver('2025-03-01'))).toMatchObject({
      label: 'fulfilled',
      fulfilment: { outcome: 'met', share: { lo: '1', hi: '1' } },
    });
  });

  it('are certainly not met where what is covered leaves too few possible', () => {
    const facts = [
      promised(both, { due: '2025' }),
      covering('2024-11-16/2025-12-31'),
      batch('100', '2025-01-10'),
    ];
    expect(on('2026-02-01', ...facts)).toMatchObject({
      label: 'overdue-evidenced',
      fulfilment: { outcome: 'not-met', delivered: { lo: '1', hi: '2' } },
    });
    const { fulfilment } = on('2025-12-31', ...facts);
    expect(fulfilment).toMatchObject({ outcome: 'not-met', delivered: { lo: '1', hi: '1' } });
  });

  it('nest: two of three, one of which is any of two', () => {
    const nested = promised({
      type: 'at-least',
      count: 2,
      of: [
        generators,
        japan,
        {
          type: 'any',
          of: [
            { ...visa, name: 'visa' },
            { ...visa, step: 'a customs waiver', name: 'customs' },
          ],
        },
      ],
    });
    const package27 = linked('sanctions-package', 'jp-27', '2025-01-10', {
      register: { imposer: 'JP', target: 'RU' },
    });
    const step = waiver('2025-02-01', { meets: 'customs' });
    expect(on('2025-01-31', nested, package27, step).label).toBe('partly-delivered');
    const then = on('2025-02-01', nested, package27, step);
    expect(then.label).toBe('fulfilled');
    expect(statements(then, 'condition', 'outcome')).toEqual([
      'Condition 1 (100 generators, counted once handed over): at most 100 generators; wanted: 100 generators; whether it is met cannot be told.',
      'Condition 2 (at least 1 sanctions package of Japan on account of Russian Federation, adopted after 2024-11-16): at least 1 sanctions package; wanted: 1 sanctions package; met.',
      'Condition 3.1 (a visa waiver, taken after 2024-11-16): an unknown amount of steps; wanted: 1 step; whether it is met cannot be told.',
      'Condition 3.2 (a customs waiver, taken after 2024-11-16): at least 1 step; wanted: 1 step; met.',
      'Condition 3 (any of these: (1) a visa waiver, taken after 2024-11-16; (2) a customs waiver, taken after 2024-11-16): between 1 and 2 of 2 conditions; wanted: at least 1; met.',
      'Met: between 2 and 3 of 3 conditions; wanted: at least 2; so it is met.',
    ]);
    expect(statements(then, 'happening')).toContain('2025-02-01: Visas waived. It counts for condition 3.2.');
  });

  it('of two steps, one that does not say which it is may be either, and meets neither', () => {
    const two = promised({
      type: 'any',
      of: [
        { ...visa, name: 'visa' },
        { ...visa, step: 'a customs waiver', name: 'customs' },
      ],
    });
    const then = on('2025-03-01', two, waiver('2025-03-01'));
    expect(then.fulfilment).toMatchObject({ outcome: 'undetermined', recorded: { lo: '0', hi: '2' } });
    expect(statements(then, 'happening')[0]).toMatch(
      /It may count for condition 1\. It may count for condition 2\./,
    );
    given(fact.source(), two)
      .when(waiver('2025-03-01', { meets: 'tariffs' }))
      .thenRefuses('unknown-condition');
  });

  it('a package of another register meets no condition that waits for another', () => {
    const poland = { ...japan, imposer: 'PL' };
    const polish = linked('sanctions-package', 'pl-1', '2025-01-10', {
      register: { imposer: 'PL', target: 'RU' },
    });
    const then = on('2025-02-01', promised({ type: 'all', of: [japan, poland] }), polish);
    expect(then.fulfilment.members?.map(({ outcome }) => outcome)).toEqual(['undetermined', 'met']);
  });

  it('that were met by an end were met, and the end changes nothing', () => {
    const either = promised({ type: 'any', of: [generators, visa] });
    const end = fact.withdrawal({ commitment: 'treaty', withdrawn: '2025-04-01' });
    expect(on('2025-05-01', either, waiver('2025-03-01'), end).label).toBe('fulfilled');
    expect(on('2025-05-01', either, waiver('2025-04-02'), end).label).toBe('withdrawn');
  });
});

describe('a joined criterion is refused', () => {
  const faults = (value: unknown) =>
    criterionSchema
      .safeParse(value)
      .error?.issues.map(({ path, message }) => `${path.join('/')} ${message}`) ?? [];
  const deep = (depth: number): unknown =>
    depth === 0 ? visa : { type: 'all', of: [deep(depth - 1), generators] };

  it('deeper than three levels, and taken at three', () => {
    expect(faults(deep(3))).toEqual([]);
    expect(faults(deep(4))).not.toEqual([]);
  });

  it('of more than twenty conditions in all', () => {
    const ten = { type: 'any', of: Array.from({ length: 10 }, () => generators) };
    expect(faults({ type: 'all', of: [ten, ten] })).toEqual([]);
    expect(faults({ type: 'all', of: [ten, ten, generators] })).toEqual([
      ' has 21 conditions: join 20 at most',
    ]);
  });

  it('where one condition is all there is, more are wanted than there are, or one never is met', () => {
    expect(faults({ type: 'all', of: [generators] })).toHaveLength(1);
    expect(faults({ type: 'at-least', count: 3, of: [generators, visa] })).toEqual([
      'count is more than there are conditions: name as many at most',
    ]);
    expect(faults({ type: 'all', of: [generators, { type: 'standing' }] })).toHaveLength(1);
  });

  it('where the facts of two conditions could not be told apart', () => {
    expect(faults({ type: 'any', of: [visa, { ...visa, name: 'customs' }] })).toEqual([
      'of/0/name is missing: what meets it could not be told from what meets another, so give each step-taken a name',
    ]);
  });

  it('with sessions in a window that has no end, or too long a one', () => {
    const within = (window: string) =>
      faults({ type: 'sessions-held', session: 'a dialogue', every: 'year', within: window, atLeast: 1 });
    expect(within('2025/..')).toHaveLength(1);
    expect(within('2025/2035')).toHaveLength(1);
    expect(within('2025/2034')).toEqual([]);
  });
});

describe('sanctions packages that conditions wait for', () => {
  const poland = { ...japan, imposer: 'PL' };
  const joined = promised({
    type: 'all',
    of: [japan, { type: 'any', of: [{ ...japan, after: '2024-06-30', atLeast: 3 }, poland] }],
  });
  const awaited = (imposer: string, after: string): LedgerEvent => ({
    type: 'FulfilmentAwaited',
    data: { commitment: 'treaty', imposer, target: 'RU', after },
  });

  it('are waited for in each register once, from the earliest day of any', () => {
    given(fact.source()).when(joined).then(joined, awaited('JP', '2024-06-30'), awaited('PL', '2024-11-16'));
  });

  it('are linked when they are adopted, and those adopted before by the announcement', () => {
    const adopted = fact.package({ package: 'pl-1', imposer: 'PL', number: 1 });
    const { attribution, evidence } = adopted.data;
    const link: LedgerEvent = {
      type: 'FulfilmentLinked',
      data: {
        ...{ commitment: 'treaty', fulfilment: 'pl-1', by: 'sanctions-package', happened: '2025-01-10' },
        title: 'Sanctions package 1 of Poland on account of Russian Federation',
        ...{ register: { imposer: 'PL', target: 'RU' }, attribution, evidence },
      },
    };
    given(fact.source(), joined, awaited('PL', '2024-11-16')).when(adopted).then(adopted, link);
    given(fact.source(), adopted)
      .when(joined)
      .then(joined, awaited('JP', '2024-06-30'), awaited('PL', '2024-11-16'), link);
  });
});
