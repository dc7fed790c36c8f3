import {
  assess,
  evolveAll,
  isCommitmentEvent,
  observationsOf,
  samenessesOn,
  type Criterion,
  type LedgerEvent,
} from '#libs/domain';
import { exactly, fact, reasonsOf } from '#libs/testkit';

const known = (...events: readonly LedgerEvent[]) => evolveAll(undefined, events.filter(isCommitmentEvent));
const promise = fact.generators({ announced: '2024-11-01' });
const on = (day: string, ...facts: readonly LedgerEvent[]) => assess(known(promise, ...facts), day);
const recorded = (day: string, ...facts: readonly LedgerEvent[]) => on(day, ...facts)?.fulfilment.recorded;
const batch = (delivery: string, value: string, delivered = '2024-11-16', more = {}) =>
  fact.delivery({ delivery, quantity: exactly(value), delivered, ...more });
const pair = (of: string, other: string) => fact.sameness({ sameness: `${of}-${other}`, of, with: other });
const one = (sameness: string) => fact.confirmation({ sameness, confirmation: `${sameness}-one` });

describe('two records of one thing', () => {
  const same = (first: LedgerEvent, second: LedgerEvent) => [first, second, pair('a', 'b'), one('a-b')];
  const days = ['2024-11-09', '2024-11-10', '2024-11-15', '2024-11-16', '2024-11-20', '2024-11-30'];
  const bounds = (facts: readonly LedgerEvent[]) =>
    days.map((day) => {
      const { lo = '', hi = '' } = recorded(day, ...facts) ?? {};
      return `${lo}-${hi ?? ''}`;
    });

  it.each<[string, string, string, string]>([
    [
      'on the days that both allow',
      '2024-11-10/2024-11-20',
      '2024-11-15/2024-11-30',
      '0-0 0-0 0-4 0-4 4-4 4-4',
    ],
    [
      'from the later of two first days, where one is open',
      '../2024-11-20',
      '2024-11-15/2024-11-20',
      '0-0 0-0 0-4 0-4 4-4 4-4',
    ],
    [
      'until the sooner of two last days, where one is open',
      '2024-11-10/..',
      '2024-11-10/2024-11-16',
      '0-0 0-4 0-4 4-4 4-4 4-4',
    ],
    [
      'on any day, where both first days are open',
      '../2024-11-16',
      '../2024-11-20',
      '0-4 0-4 0-4 4-4 4-4 4-4',
    ],
    [
      'never for certain, where both last days are open',
      '2024-11-10/..',
      '2024-11-15/..',
      '0-0 0-0 0-4 0-4 0-4 0-4',
    ],
    [
      'on all days of either, where they contradict each other',
      '2024-11-10',
      '2024-11-20',
      '0-0 0-4 0-4 0-4 4-4 4-4',
    ],
    [
      'on all days up to the last, where they contradict each other with an open first',
      '../2024-11-10',
      '2024-11-20',
      '0-4 0-4 0-4 0-4 4-4 4-4',
    ],
    [
      'on all days from the first, where they contradict each other with an open last',
      '2024-11-10',
      '2024-11-20/..',
      '0-0 0-4 0-4 0-4 0-4 0-4',
    ],
  ])('is one %s', (_, first, second, expected) => {
    const told = [batch('a', '4', first), batch('b', '4', second)] as const;
    expect(bounds(same(...told)).join(' ')).toBe(expected);
    expect(bounds(same(told[1], told[0])).join(' ')).toBe(expected);
  });

  it('is as much as both allow, or as either where they allow nothing together', () => {
    const amount = (quantity: object) => ({ ...quantity, unit: 'generators' }) as never;
    const of = (first: object, second: object) =>
      recorded(
        '2024-11-16',
        ...same(
          fact.delivery({ delivery: 'a', quantity: amount(first) }),
          fact.delivery({ delivery: 'b', quantity: amount(second) }),
        ),
      );
    const [least, most] = [
      { qualifier: 'at-least', value: '5' },
      { qualifier: 'up-to', value: '9' },
    ];
    expect(of(least, most)).toEqual({ lo: '5', hi: '9' });
    expect(of(most, least)).toEqual({ lo: '5', hi: '9' });
    expect(of(least, { qualifier: 'at-least', value: '7' })).toEqual({ lo: '7', hi: null });
    expect(of({ qualifier: 'up-to', value: '3' }, least)).toEqual({ lo: '0', hi: null });
    expect(of({ qualifier: 'exactly', value: '5' }, least)).toEqual({ lo: '5', hi: '5' });
    expect(of({ qualifier: 'exactly', value: '3' }, { qualifier: 'exactly', value: '8' })).toEqual({
      lo: '3',
      hi: '8',
    });
  });

  it('is denied by a record of it that does not count', () => {
    const step: Criterion = { type: 'step-taken', step: 'a visa waiver', after: '2024-11-16' };
    const waiver = (id: string, taken: string) => fact.step({ commitment: 'generators', step: id, taken });
    const facts = [waiver('a', '2024-11-20'), waiver('b', '2024-11-10'), pair('a', 'b'), one('a-b')];
    const steps = known(fact.generators({ criterion: step }), ...facts);
    expect(assess(steps, '2024-12-01')?.fulfilment.recorded).toEqual({ lo: '0', hi: '1' });
    const agreeing = known(
      fact.generators({ criterion: step }),
      waiver('a', '2024-11-20'),
      waiver('b', '2024-11-20'),
      ...facts.slice(2),
    );
    expect(assess(agreeing, '2024-12-01')?.fulfilment.recorded).toEqual({ lo: '1', hi: '1' });
  });
});

describe('two records that may be of one thing', () => {
  it('have begun where they have in either case', () => {
    const doubted = (value: string, delivered: string) =>
      on('2024-11-16', batch('a', '4'), batch('b', value, delivered), pair('a', 'b'))?.label;
    expect(doubted('4', '2024-11-16')).toBe('partly-delivered');
    expect(doubted('4', '2024-11-20')).toBe('in-delivery');
    expect(
      on('2024-11-16', batch('a', '4', '2024-11-20'), batch('b', '4', '2024-11-20'), pair('a', 'b'))?.label,
    ).toBe('announced');
  });

  it('count from the day of the first, and for two from that of the second', () => {
    const facts = [batch('a', '4', '2024-11-10'), batch('b', '6', '2024-11-20'), pair('a', 'b')];
    expect(recorded('2024-11-09', ...facts)).toEqual({ lo: '0', hi: '0' });
    expect(recorded('2024-11-10', ...facts)).toEqual({ lo: '0', hi: '6' });
    expect(recorded('2024-11-19', ...facts)).toEqual({ lo: '0', hi: '6' });
    expect(recorded('2024-11-20', ...facts)).toEqual({ lo: '4', hi: '10' });
  });

  it('count for certain as far as a part of them had come', () => {
    const sent = batch('a', '10', '2024-11-05', { milestone: 'dispatched' });
    const part = fact.passage({ of: 'a', passage: 'part', passed: '2024-11-10', quantity: exactly('4') });
    const other = batch('b', '10', '2024-11-05', { milestone: 'dispatched' });
    const facts = [sent, other, part, pair('a', 'b')];
    expect(recorded('2024-11-09', ...facts)).toEqual({ lo: '0', hi: '0' });
    expect(recorded('2024-11-10', ...facts)).toMatchObject({ lo: '4' });
    expect(on('2024-11-10', ...facts)?.label).toBe('partly-delivered');
  });

  it('came after all that remained, or before it, as their days have it', () => {
    const rest = fact.delivery({
      delivery: 'rest',
      quantity: { qualifier: 'all-remaining', unit: 'generators' },
      delivered: '2024-11-15',
    });
    const both = (first: string, second: string) =>
      recorded('2024-12-31', rest, batch('a', '4', first), batch('b', '4', second), pair('a', 'b'));
    expect(both('2024-11-10', '2024-11-10')).toEqual({ lo: '100', hi: '100' });
    expect(both('2024-11-20', '2024-11-20')).toEqual({ lo: '104', hi: '108' });
    expect(both('2024-11-20', '2024-11')).toEqual({ lo: '104', hi: '108' });
  });

  it('are told with what they come to in either case, as far as one can say', () => {
    const unmeasured = known(
      fact.standing({ commitment: 'generators' }),
      batch('a', '4'),
      batch('b', '4'),
      pair('a', 'b'),
    );
    expect(samenessesOn(unmeasured, '2024-11-20')).toMatchObject([
      { state: 'proposed', ofCommitments: false, agree: true, ifOne: null, ifTwo: null, unit: null },
    ]);
    const apart = known(promise, batch('a', '4'), batch('b', '9'), pair('a', 'b'));
    expect(samenessesOn(apart, '2024-11-20')).toMatchObject([
      { agree: false, ifOne: { lo: '4', hi: '9' }, ifTwo: { lo: '13', hi: '13' }, unit: 'generators' },
    ]);
    expect(
      samenessesOn(known(promise, fact.sameness({ of: 'generators', with: 'again' })), '2024-11-20'),
    ).toMatchObject([{ ofCommitments: true, agree: true, ifOne: null, ifTwo: null, unit: null }]);
  });

  it('make no difference where neither counts, and say so', () => {
    const facts = [
      fact.generators({ criterion: { type: 'event-held', event: 'a conference', within: '2025' } }),
      fact.step({ commitment: 'generators', step: 'a', taken: '2024-11-20' }),
      fact.step({ commitment: 'generators', step: 'b', taken: '2024-11-20' }),
      pair('a', 'b'),
    ];
    const said = (more: readonly LedgerEvent[] = []) =>
      reasonsOf('2024-12-01', [...facts, ...more]).filter((step) => step.startsWith('sameness'));
    expect(said()).toEqual([
      'sameness: a and b may be one and the same (proposed by An analyst: The report came the day after). Neither counts, so it makes no difference. [a, b]',
    ]);
    expect(said([one('a-b')])).toEqual([
      'sameness: a and b are one and the same (confirmed by The desk: The serial numbers agree). [a, b]',
    ]);
  });

  it('are told for each condition to which they are something', () => {
    const goods: Criterion = { type: 'count-reached', target: exactly('100'), milestone: 'handed-over' };
    const visa: Criterion = { type: 'step-taken', step: 'a visa waiver', after: '2024-11-16' };
    const facts = [
      fact.generators({ criterion: { type: 'all', of: [goods, visa] } }),
      ...[batch('a', '4'), batch('b', '4'), batch('c', '4'), pair('a', 'b'), pair('b', 'c')],
    ];
    expect(reasonsOf('2024-12-01', facts).filter((step) => step.startsWith('sameness: Until'))).toEqual([
      'sameness: Until that is decided, a, b and c come to between 4 and 12 generators for condition 1. [a, b, c]',
    ]);
  });
});

describe('what was observed beside the measure', () => {
  const loan = [
    fact.loan(),
    fact.disbursement(),
    fact.allocation({ allocated: '2024-12-01' }),
    fact.specification(),
  ];
  const seen = (day: string, events: readonly LedgerEvent[]) =>
    observationsOf(known(...events), day).map(
      ({ type, statedBy, on: date }) => `${type} ${statedBy} ${date}`,
    );

  it('is what earlier terms stated and what came in their unit, by the day asked about', () => {
    expect(seen('2025-04-17', loan)).toEqual([]);
    expect(seen('2025-04-18', loan)).toEqual([
      'promise loan 2024-11-16',
      'disbursement tranche-1 2025-03-01',
      'allocation decision 2024-12-01',
    ]);
    const later = fact.disbursement({ disbursement: 'later', disbursed: '2025-06-01' });
    expect(seen('2025-05-31', [...loan, later])).not.toContain('disbursement later 2025-06-01');
    expect(seen('2025-06-01', [...loan, later])).toContain('disbursement later 2025-06-01');
  });

  it('names the statement by which terms in between were set', () => {
    const again = fact.specification({
      ...{ specification: 'again', specified: '2025-05-01' },
      terms: { criterion: { type: 'sum-reached', target: exactly('5', 'JPY'), milestone: 'disbursed' } },
    });
    expect(seen('2025-05-01', [fact.loan(), fact.specification(), again])).toEqual([
      'promise loan 2024-11-16',
      'promise notes-exchanged 2025-04-18',
    ]);
  });

  it('is no step and no delivery that is measured', () => {
    const generators = [fact.generators(), batch('a', '4'), fact.step({ commitment: 'generators' })];
    expect(seen('2025-01-01', generators)).toEqual([]);
    const trucks = fact.delivery({ delivery: 'trucks', quantity: exactly('4', 'trucks') });
    expect(seen('2025-01-01', [...generators, trucks])).toEqual(['delivery trucks 2024-11-16']);
  });
});
