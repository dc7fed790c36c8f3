import {
  assess,
  evolveAll,
  isCommitmentEvent,
  type EventData,
  type Interval,
  type LedgerEvent,
} from '#libs/domain';
import { exactly, fact } from '#libs/testkit';

const recorded = (day: string, ...events: readonly LedgerEvent[]): Interval | null => {
  const known = evolveAll(undefined, [fact.generators(), ...events].filter(isCommitmentEvent));
  return assess(known, day)?.fulfilment.recorded ?? null;
};
const sent = fact.delivery({ quantity: exactly('40'), milestone: 'dispatched', delivered: '2024-11-20' });
const pass = (milestone: EventData<'MilestonePassed'>['milestone'], passed: string, value?: string) =>
  fact.passage({
    ...{ passage: `${milestone}-${passed}`, milestone, passed },
    ...(value !== undefined && { quantity: exactly(value) }),
  });
const rest = (delivered: string, more = {}) =>
  fact.delivery({
    delivery: 'rest',
    quantity: { qualifier: 'all-remaining', unit: 'generators' },
    delivered,
    ...more,
  });

describe('what passes a milestone', () => {
  it('is certain part by part, on the days by which each had passed', () => {
    const parts = [sent, pass('in-use', '2024-12-10', '10'), pass('accepted', '2024-12-05', '5')];
    const of = (day: string) => recorded(day, ...parts)?.lo;
    expect(['2024-12-04', '2024-12-05', '2024-12-09', '2024-12-10', '2024-12-31'].map(of)).toEqual([
      ...['0', '5', '5', '10', '10'],
    ]);
  });

  it('is never certain before it can have come so far', () => {
    const late = [sent, pass('arrived', '2024-12-08'), pass('in-use', '2024-12-10')];
    expect(recorded('2024-12-07', ...late)).toEqual({ lo: '0', hi: '0' });
    expect(recorded('2024-12-08', ...late)).toEqual({ lo: '0', hi: '40' });
    expect(recorded('2024-12-10', ...late)).toEqual({ lo: '40', hi: '40' });
  });

  it('is certain on no day where none is known', () => {
    const open = [sent, pass('in-use', '2024-12-10/..')];
    expect(recorded('2025-06-01', ...open)).toEqual({ lo: '0', hi: '40' });
    const step = fact.delivery({ quantity: exactly('40'), delivered: '2024-12-10/..' });
    expect(recorded('2025-06-01', step)).toEqual({ lo: '0', hi: '40' });
  });

  it('is the most that is said of it where several say how much came further', () => {
    const parts = [sent, pass('accepted', '2024-12-05', '12'), pass('in-use', '2024-12-10', '7')];
    expect(recorded('2024-12-31', ...parts)).toEqual({ lo: '12', hi: '40' });
    expect(
      recorded('2024-12-31', sent, pass('in-use', '2024-12-05', '7'), pass('accepted', '2024-12-10', '12')),
    ).toEqual({
      ...{ lo: '12', hi: '40' },
    });
  });

  it('began with the last milestone before it, whichever was told first', () => {
    const before = [pass('arrived', '2024-12-01'), pass('procured', '2024-11-17')];
    for (const order of [before, [...before].reverse()]) {
      expect(recorded('2024-11-30', sent, ...order, pass('in-use', '2024-12-20'))).toEqual({
        lo: '0',
        hi: '0',
      });
      expect(recorded('2024-12-01', sent, ...order, pass('in-use', '2024-12-20'))).toEqual({
        lo: '0',
        hi: '40',
      });
    }
  });

  it('can have begun on any day where the first is open', () => {
    const undated = fact.delivery({
      quantity: exactly('40'),
      milestone: 'in-use',
      delivered: '../2024-12-20',
    });
    expect(recorded('2024-11-16', undated)).toEqual({ lo: '0', hi: '40' });
    expect(recorded('2024-12-20', undated)).toEqual({ lo: '40', hi: '40' });
  });
});

describe('what comes beside all that remained', () => {
  const all = (day: string, ...events: readonly LedgerEvent[]) =>
    recorded(day, ...events, rest('2024-12-15'));

  it('adds nothing where it had certainly come before', () => {
    const before = fact.delivery({ quantity: exactly('40'), delivered: '2024-12-10' });
    expect(all('2025-01-31', before)).toEqual({ lo: '100', hi: '100' });
    expect(all('2025-01-31', sent, pass('handed-over', '2024-12-15', '30'))).toEqual({
      lo: '100',
      hi: '100',
    });
    expect(all('2025-01-31', sent, pass('in-use', '2024-12-15'))).toEqual({ lo: '100', hi: '100' });
  });

  it('adds what came after it, and may add what may have', () => {
    const after = fact.delivery({ quantity: exactly('40'), delivered: '2024-12-16' });
    expect(all('2025-01-31', after)).toEqual({ lo: '140', hi: '140' });
    const vague = fact.delivery({ quantity: exactly('40'), delivered: '2024-12' });
    expect(all('2025-01-31', vague)).toEqual({ lo: '100', hi: '140' });
    const undated = fact.delivery({ quantity: exactly('40'), delivered: '2024-12-10/..' });
    expect(all('2025-01-31', undated)).toEqual({ lo: '100', hi: '140' });
    const any = fact.delivery({ quantity: exactly('40'), delivered: '../2025-01-20' });
    expect(all('2025-01-31', any)).toEqual({ lo: '100', hi: '140' });
  });

  it('may add a part that had not come so far by then', () => {
    expect(all('2025-01-31', sent, pass('in-use', '2024-12-10', '15'))).toEqual({ lo: '100', hi: '140' });
    expect(all('2025-01-31', sent, pass('handed-over', '2024-12-20', '15'))).toEqual({
      lo: '115',
      hi: '115',
    });
  });

  it('may come after it where its own day is open', () => {
    const before = fact.delivery({ quantity: exactly('40'), delivered: '2024-12-10' });
    expect(recorded('2025-01-31', before, rest('../2024-12-15'))).toEqual({ lo: '100', hi: '140' });
    expect(recorded('2025-01-31', before, rest('2024-12-05/..'))).toEqual({ lo: '40', hi: '140' });
  });

  it('is completed from the first day of several on', () => {
    const twice = [rest('2024-12-20'), rest('2024-12-10', { delivery: 'rest-again' })];
    expect(recorded('2024-12-09', ...twice)).toEqual({ lo: '0', hi: '0' });
    expect(recorded('2024-12-10', ...twice)).toEqual({ lo: '100', hi: '100' });
    const then = fact.delivery({ quantity: exactly('40'), delivered: '2024-12-15' });
    for (const order of [twice, [...twice].reverse()])
      expect(recorded('2025-01-31', ...order, then)).toEqual({ lo: '140', hi: '140' });
  });
});

describe('a declaration that the record is complete', () => {
  const covered = (...periods: readonly string[]) =>
    assess(
      evolveAll(
        undefined,
        [
          fact.generators(),
          ...periods.map((period, index) =>
            fact.coverage({ coverage: `c${index}`, period, declared: '2025-02-01' }),
          ),
        ].filter(isCommitmentEvent),
      ),
      '2025-02-01',
    )?.label;

  it.each<[string, readonly string[], string]>([
    ['one before the promise and one of it', ['2024-01', '2024-11-16/2024-12-31'], 'overdue-evidenced'],
    [
      'one that ends on the first day and one that follows',
      ['2024-11-10/2024-11-16', '2024-11-17/2024-12-31'],
      'overdue-evidenced',
    ],
    [
      'a short one within a long one',
      ['2024-11-01/2024-12-31', '2024-11-20/2024-11-25'],
      'overdue-evidenced',
    ],
    ['one from the beginning and one that follows', ['../2024-11-30', '2024-12'], 'overdue-evidenced'],
    ['two that overlap', ['2024-11-16/2024-12-10', '2024-12-01/2024-12-31'], 'overdue-evidenced'],
    ['two with a day between', ['2024-11-16/2024-11-29', '2024-12'], 'overdue-unproven'],
    ['one from the day after the promise', ['2024-11-17/2024-12-31'], 'overdue-unproven'],
    ['one before the promise', ['2024-01'], 'overdue-unproven'],
  ])('reaches to the deadline or does not: %s', (_, periods, label) => {
    expect(covered(...periods)).toBe(label);
    expect(covered(...[...periods].reverse())).toBe(label);
  });

  it('needs a first day where anything counts from the beginning on', () => {
    const ever = fact.generators({ announced: '../2024-11-16' });
    const label = (period: string) =>
      assess(evolveAll(undefined, [ever, fact.coverage({ period })].filter(isCommitmentEvent)), '2025-02-01')
        ?.label;
    expect(label('2000/2024')).toBe('overdue-unproven');
    expect(label('../2024')).toBe('overdue-evidenced');
  });
});

describe('what can only follow a promise', () => {
  it('may have come on any day where the promise is of no certain first day', () => {
    const ever = fact.generators({ announced: '../2024-11-16' });
    const early = evolveAll(
      undefined,
      [ever, fact.withdrawal({ withdrawn: '2023-01-01' })].filter(isCommitmentEvent),
    );
    expect(assess(early, '2024-11-16')?.label).toBe('withdrawn');
  });
});
