import {
  assess,
  evolveAll,
  isCommitmentEvent,
  type Assessment,
  type EventData,
  type LedgerEvent,
} from '#libs/domain';
import { exactly, fact, reasonsOf } from '#libs/testkit';

const on = (day: string, ...events: readonly LedgerEvent[]): Assessment => {
  const answer = assess(evolveAll(undefined, events.filter(isCommitmentEvent)), day);
  if (!answer) throw new Error(`not yet announced on ${day}`);
  return answer;
};
const recorded = (day: string, ...events: readonly LedgerEvent[]) => on(day, ...events).fulfilment.recorded;
const by = (reporter: 'committer' | 'beneficiary' | 'third-party', source: string) => ({
  attribution: { saidBy: source, onBehalfOf: 'UA', reporter } as const,
  evidence: [{ source }],
});
const promise = fact.generators();
const batch = fact.delivery({ quantity: exactly('100'), delivered: '2024-12-20' });
const challenged = (about: string, contestedSource = 'press-release') =>
  fact.challenge({ about, contestedSource });
const fell = fact.resolution({ dispute: 'not-seen', held: 'falls', ...by('third-party', 'court') });
type Reading = EventData<'DisputeOpened'>['readings'][number];
const [ministry, donor] = fact.dispute().data.readings;
const read = (one: object, other: object): readonly Reading[] =>
  [
    { ...ministry, quantity: undefined, ...one },
    { ...donor, quantity: undefined, ...other },
  ] as never;

describe('a source that is challenged', () => {
  const agency = (supports: string) => fact.support({ supports, ...by('third-party', 'agency') });

  it('leaves a fact possible only where it alone speaks for it', () => {
    expect(recorded('2025-01-10', promise, batch, challenged('batch-1'))).toEqual({ lo: '0', hi: '100' });
    expect(recorded('2025-01-10', promise, batch, agency('generators'), challenged('batch-1'))).toEqual({
      ...{ lo: '0', hi: '100' },
    });
    expect(recorded('2025-01-10', promise, batch, agency('batch-1'), challenged('batch-1'))).toEqual({
      ...{ lo: '100', hi: '100' },
    });
  });

  it('leaves certain a delivery of which another source tells a milestone', () => {
    const sent = fact.delivery({
      quantity: exactly('100'),
      milestone: 'dispatched',
      delivered: '2024-12-01',
    });
    const arrived = fact.passage({ ...by('third-party', 'agency') });
    expect(recorded('2025-01-10', promise, sent, arrived, challenged('batch-1'))).toEqual({
      lo: '100',
      hi: '100',
    });
    expect(recorded('2025-01-10', promise, sent, arrived, challenged('handed-over-then', 'agency'))).toEqual({
      ...{ lo: '0', hi: '100' },
    });
    const attested = [arrived, fact.support({ supports: 'handed-over-then' })];
    expect(
      recorded('2025-01-10', promise, sent, ...attested, challenged('handed-over-then', 'agency')),
    ).toEqual({
      ...{ lo: '100', hi: '100' },
    });
  });

  it.each<[string, LedgerEvent, string, string]>([
    ['a withdrawal', fact.withdrawal(), 'taken-back', 'withdrawn'],
    [
      'an amendment',
      fact.amendment({ terms: { criterion: { type: 'standing' }, due: null } }),
      'amended',
      'standing',
    ],
  ])('leaves %s without effect where it alone speaks for it', (_, act, id, label) => {
    expect(on('2024-12-31', promise, act).label).toBe(label);
    const alone = [promise, act, challenged(id), fell];
    expect(on('2025-02-01', ...alone).label).toBe('overdue-unproven');
    const together = [promise, act, agency(id), challenged(id), fell];
    expect(on('2025-02-01', ...together).label).toBe(label);
  });

  it('leaves nothing of a declaration where it alone speaks for it', () => {
    const alone = [promise, fact.coverage(), challenged('whole-period'), fell];
    expect(on('2025-02-01', ...alone).label).toBe('overdue-unproven');
    const together = [promise, fact.coverage(), agency('whole-period'), challenged('whole-period'), fell];
    expect(on('2025-02-01', ...together).label).toBe('overdue-evidenced');
  });

  it('leaves a promise as mere talk where it alone speaks for it, and else as the others tell it', () => {
    const alone = [fact.standing({ commitment: 'generators' }), challenged('generators'), fell];
    expect(on('2025-02-01', ...alone)).toMatchObject({ label: 'under-discussion' });
    const together = [promise, agency('generators'), challenged('generators')];
    expect(on('2025-02-01', ...together, fell)).toMatchObject({
      label: 'overdue-unproven',
      facets: { evidence: 'single-source' },
    });
    expect(on('2025-02-01', promise, agency('generators')).facets.evidence).toBe('corroborated');
  });
});

describe('what sources leave possible', () => {
  it.each<[string, object, object, string]>([
    [
      'up to the most',
      { qualifier: 'up-to', value: '50' },
      { qualifier: 'exactly', value: '100' },
      'up to 100',
    ],
    [
      'at least the least',
      { qualifier: 'at-least', value: '50' },
      { qualifier: 'exactly', value: '100' },
      'at least 50',
    ],
    [
      'from one to the other',
      { qualifier: 'exactly', value: '50' },
      { qualifier: 'exactly', value: '7' },
      'between 7 and 50',
    ],
  ])('of an amount is %s', (_, one, other, words) => {
    const unit = 'generators';
    const readings = read({ quantity: { ...one, unit } }, { quantity: { ...other, unit } });
    const said = reasonsOf('2025-01-10', [promise, batch, fact.dispute({ readings })]);
    expect(said).toContainEqual(
      expect.stringMatching(new RegExp(`^happening: 2024-12-20: delivery of ${words} generators \\(`)),
    );
  });

  it.each<[string, string, string, string]>([
    ['from the first to the last', '2024-12-25', '2024-12-20', '2024-12-20/2024-12-25'],
    ['from the first to the last of months', '2024-11-20/2024-11-25', '2024-12', '2024-11-20/2024-12-31'],
    ['without a first day', '../2024-12-20', '2024-12-25', '../2024-12-25'],
    ['without a last day', '2024-12-20', '2024-12-25/..', '2024-12-20/..'],
  ])('of a date is any day %s', (_, one, other, days) => {
    const dispute = fact.dispute({ aspect: 'date', readings: read({ date: one }, { date: other }) });
    const said = reasonsOf('2025-01-10', [promise, batch, dispute]);
    expect(said).toContainEqual(expect.stringContaining(`happening: ${days}: delivery of 100 generators`));
  });

  it('of a promise is judged by the most that any of them asks for, whoever says it', () => {
    const parts = [
      fact.delivery({ quantity: exactly('110'), delivered: '2024-12-20' }),
      fact.delivery({ delivery: 'late', quantity: exactly('10'), delivered: '2025-01-05' }),
    ];
    for (const [one, other] of [
      ['100', '120'],
      ['120', '100'],
    ] as const) {
      const readings = read({ quantity: exactly(one) }, { quantity: exactly(other) });
      const then = on('2025-01-10', promise, ...parts, fact.dispute({ about: 'generators', readings }));
      expect(then).toMatchObject({
        label: 'disputed',
        facets: { time: 'met-late' },
        fulfilment: { outcome: 'met' },
      });
    }
  });

  it('of a promise is judged by a reading without an amount, which nothing can be shown to meet', () => {
    const target = { qualifier: 'some' as const, unit: 'USD' };
    const loan = fact.loan({ criterion: { type: 'sum-reached', target, milestone: 'disbursed' } });
    for (const [one, other] of [
      ['some', '5'],
      ['5', 'some'],
    ] as const) {
      const said = (value: string) => ({ quantity: value === 'some' ? target : exactly(value, 'USD') });
      const readings = read(said(one), said(other));
      const dispute = fact.dispute({ commitment: 'loan', about: 'loan', readings });
      const statements = on('2025-01-10', loan, dispute).fulfilment.derivation.map(
        ({ statement }) => statement,
      );
      expect(statements[0]).toBe(
        'Japan towards Ukraine (declared): USD, amount not stated, counted once disbursed.',
      );
    }
  });
});
