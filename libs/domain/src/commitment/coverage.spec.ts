import {
  assess,
  evolveAll,
  isCommitmentEvent,
  standingOn,
  type Assessment,
  type LedgerEvent,
} from '#libs/domain';
import { exactly, fact } from '#libs/testkit';
import fc from 'fast-check';

const on = (day: string, ...events: readonly LedgerEvent[]): Assessment => {
  const answer = assess(evolveAll(undefined, events.filter(isCommitmentEvent)), day);
  if (!answer) throw new Error(`not yet announced on ${day}`);
  return answer;
};
const delivered = (delivery: string, value: string, day: string) =>
  fact.delivery({ delivery, quantity: exactly(value), delivered: day });
const covering = (period: string, coverage = 'covered') => fact.coverage({ coverage, period });
const statements = ({ fulfilment }: Assessment, ...rules: readonly string[]) =>
  fulfilment.derivation.filter(({ rule }) => rules.includes(rule)).map(({ statement }) => statement);

describe('given 40 of 100 generators recorded, due in 2024', () => {
  const promise = [fact.generators(), delivered('forty', '40', '2024-12-05')];

  it('when nobody declares the record complete, then the missed deadline is overdue, unproven', () => {
    expect(on('2025-01-15', ...promise)).toMatchObject({
      label: 'overdue-unproven',
      fulfilment: { outcome: 'undetermined', delivered: { lo: '40', hi: '100' } },
    });
  });

  it('when it is complete up to the day asked, then no more was delivered than is recorded', () => {
    const then = on('2025-01-15', ...promise, covering('2024-11-16/2025-01-31'));
    expect(then).toMatchObject({
      label: 'overdue-evidenced',
      facets: { time: 'overdue', normative: 'announced', delivery: 'partial' },
      fulfilment: {
        outcome: 'not-met',
        delivered: { lo: '40', hi: '40' },
        recorded: { lo: '40', hi: '40' },
        share: { lo: '0.4', hi: '0.4' },
      },
    });
    expect(statements(then, 'coverage', 'closed-world', 'open-world', 'outcome', 'label')).toEqual([
      'From 2024-11-16 to 2025-01-31 the record of what counts is declared complete: Ministry of Foreign Affairs.',
      'The record is complete up to this day, so no more was delivered than is recorded.',
      'Delivered: 40 generators; wanted: 100 generators; so it is not met.',
      'Overdue, evidenced: the deadline 2024-12-31 had passed on 2025-01-15 and the record shows that it was not met.',
    ]);
    expect(then.fulfilment.derivation.find(({ rule }) => rule === 'closed-world')?.facts).toEqual([
      'covered',
    ]);
  });

  it('when it is complete up to the deadline only, then it was not met in time, and later deliveries stay possible', () => {
    const then = on('2025-01-15', ...promise, covering('2024'));
    expect(then).toMatchObject({
      label: 'overdue-evidenced',
      fulfilment: { outcome: 'not-met', delivered: { lo: '40', hi: '100' } },
    });
    expect(statements(then, 'closed-world', 'open-world', 'outcome')).toEqual([
      'The record is complete up to the deadline, so by then no more was delivered than is recorded: 40 generators.',
      'Since then more may have happened; no more than the promised 100 can count towards it.',
      'Delivered: between 40 and 100 generators; wanted: 100 generators; by the deadline it was certainly not met.',
    ]);
  });

  it('before the deadline it is not met by that day, and not overdue', () => {
    expect(on('2024-12-10', ...promise, covering('2024'))).toMatchObject({
      label: 'partly-delivered',
      fulfilment: { outcome: 'not-met', delivered: { lo: '40', hi: '40' } },
    });
  });

  it.each([
    ['begins after the announcement', '2024-11-17/2025-01-31'],
    ['ends before the deadline', '2024-11-16/2024-12-30'],
  ])('when the period %s, then nothing changes, and the answer tells of it', (_, period) => {
    const then = on('2025-01-15', ...promise, covering(period));
    expect(then).toMatchObject({
      label: 'overdue-unproven',
      fulfilment: { outcome: 'undetermined', delivered: { lo: '40', hi: '100' } },
    });
    expect(statements(then, 'coverage', 'closed-world')).toHaveLength(1);
    expect(statements(then, 'open-world')).toEqual([
      'What is declared complete does not reach from the beginning to this day or the deadline, so more may have happened than is recorded; no more than the promised 100 can count towards it.',
    ]);
  });

  it('when periods follow on one another without a gap, then together they cover it, in whatever order recorded', () => {
    const halves = [covering('2024-12', 'second'), covering('2024-11-10/2024-11-30', 'first')];
    for (const order of [halves, [...halves].reverse()])
      expect(on('2025-01-15', ...promise, ...order).label).toBe('overdue-evidenced');
    const gap = [covering('2024-12-02/2024-12-31', 'second'), covering('2024-11-10/2024-11-30', 'first')];
    expect(on('2025-01-15', ...promise, ...gap).label).toBe('overdue-unproven');
  });

  it('when a delivery proves late that it came in time, then that counts against the declaration', () => {
    const then = on('2025-01-15', ...promise, covering('2024'), delivered('sixty', '60', '2024-12-20'));
    expect(then).toMatchObject({ label: 'fulfilled', facets: { time: 'met-on-time' } });
  });

  it('when the rest comes after the deadline, then it is fulfilled late from that day', () => {
    const all = [...promise, covering('2024'), delivered('sixty', '60', '2025-02-10')];
    expect(on('2025-02-09', ...all).label).toBe('overdue-evidenced');
    expect(on('2025-02-10', ...all).label).toBe('fulfilled-late');
  });

  it('when a delivery may have come by then, then complete or not, whether it was met cannot be told', () => {
    const perhaps = delivered('sixty', '60', '2024-12-20/2025-01-20');
    expect(on('2025-01-15', ...promise, perhaps, covering('2024-11-16/2025-01-31'))).toMatchObject({
      label: 'overdue-unproven',
      fulfilment: { outcome: 'undetermined', delivered: { lo: '40', hi: '100' } },
    });
  });

  it('a batch of unknown size bounds nothing from above, complete or not, but the promise still does', () => {
    const batch = [fact.generators(), fact.delivery(), covering('2024-11-16/2025-01-31')];
    expect(on('2025-01-15', ...batch).fulfilment).toMatchObject({
      outcome: 'undetermined',
      delivered: { lo: '1', hi: '100' },
    });
  });

  it('an end comes before a missed deadline in the label, evidenced or not', () => {
    const all = [...promise, covering('2024'), fact.withdrawal({ withdrawn: '2025-02-01' })];
    expect(on('2025-01-31', ...all).label).toBe('overdue-evidenced');
    expect(on('2025-02-01', ...all).label).toBe('withdrawn');
  });
});

describe('where the criterion has a window of its own', () => {
  it('an event that was to be held in 2025 was not, where the record of 2025 is complete', () => {
    const cover = (period: string) => fact.coverage({ commitment: 'hosting', period });
    expect(on('2026-01-01', fact.hosting(), cover('2025')).label).toBe('overdue-evidenced');
    expect(on('2026-01-01', fact.hosting(), cover('2025-01-02/2025-12-31')).label).toBe('overdue-unproven');
  });

  it('acts that count from before the announcement must be covered from there', () => {
    const visa = fact.standing({
      commitment: 'visa',
      criterion: { type: 'step-taken', step: 'a visa waiver', after: '2024-09-30' },
      due: '2024',
    });
    const cover = (period: string) => fact.coverage({ commitment: 'visa', period });
    expect(on('2025-01-15', visa, cover('2024-11-16/2024-12-31')).label).toBe('overdue-unproven');
    expect(on('2025-01-15', visa, cover('2024-10/2024-12')).label).toBe('overdue-evidenced');
  });

  it('what stands has nothing to be complete, and the period is told all the same', () => {
    const then = on('2025-01-15', fact.standing(), fact.coverage({ commitment: 'dialogue' }));
    expect(then.label).toBe('standing');
    expect(statements(then, 'coverage')).toHaveLength(1);
  });
});

describe('given any true deliveries, some of them recorded, and periods of which all are', () => {
  const day = fc
    .integer({ min: 0, max: 120 })
    .map((days) => new Date(Date.UTC(2024, 10, 16) + days * 86_400_000).toISOString().slice(0, 10));
  const truth = fc.record({ day, count: fc.integer({ min: 1, max: 60 }), recorded: fc.boolean() });
  const period = fc.uniqueArray(day, { minLength: 2, maxLength: 2 }).map((days) => days.sort().join('/'));

  it('then what was truly delivered is within the interval, and no outcome is wrong', () => {
    fc.assert(
      fc.property(
        fc.array(truth, { maxLength: 6 }),
        fc.array(fc.oneof(period, fc.constantFrom('2024', '2024-11-16/2025-03-31')), { maxLength: 3 }),
        day,
        (truths, periods, asked) => {
          const covered = (happened: string) =>
            periods.some((each) => {
              const [from = '', to = from] = each === '2024' ? ['2024-01-01', '2024-12-31'] : each.split('/');
              return from <= happened && happened <= to;
            });
          const recorded = truths.filter((each) => each.recorded || covered(each.day));
          const { fulfilment, label } = on(
            asked,
            fact.generators(),
            ...recorded.map((each, index) => delivered(`batch-${index}`, `${each.count}`, each.day)),
            ...periods.map((each, index) => covering(each, `cover-${index}`)),
          );
          const sum = (by: string) =>
            truths
              .filter((each) => standingOn(by, each.day) === 'certain')
              .reduce((so, { count }) => so + count, 0);
          const { lo, hi } = fulfilment.delivered ?? { lo: '', hi: '' };
          // What goes beyond a promise of exactly 100 does not count towards it.
          const counted = Number(lo) > 100 ? sum(asked) : Math.min(sum(asked), 100);
          expect(counted).toBeGreaterThanOrEqual(Number(lo));
          if (hi !== null) expect(counted).toBeLessThanOrEqual(Number(hi));
          if (fulfilment.outcome === 'met') expect(sum(asked)).toBeGreaterThanOrEqual(100);
          if (fulfilment.outcome === 'not-met')
            expect(sum(asked < '2024-12-31' ? asked : '2024-12-31')).toBeLessThan(100);
          if (label === 'overdue-evidenced') expect(sum('2024-12-31')).toBeLessThan(100);
        },
      ),
      { numRuns: 500 },
    );
  });
});
