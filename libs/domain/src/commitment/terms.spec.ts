import {
  assess,
  evolveAll,
  isCommitmentEvent,
  observationsOf,
  termsOn,
  turningPoints,
  type Known,
  type LedgerEvent,
} from '#libs/domain';
import { exactly, fact } from '#libs/testkit';

const known = (...events: readonly LedgerEvent[]): Known =>
  evolveAll(undefined, events.filter(isCommitmentEvent));
const labelOn = (day: string, of: Known) => assess(of, day)?.label;
const statedIn = (of: Known, day: string, rule: string) =>
  (assess(of, day)?.fulfilment.derivation ?? []).filter((step) => step.rule === rule);
const counted = (value: string) => ({
  type: 'count-reached' as const,
  target: exactly(value),
  milestone: 'handed-over' as const,
});
const delivered = (count: string, day: string) =>
  fact.delivery({ delivery: `of-${day}`, quantity: exactly(count), delivered: day });

describe('a deadline that was extended after it had passed', () => {
  const extended = fact.amendment({ amended: '2025-01-20', terms: { due: '2025-03-31' } });
  const promise = known(fact.generators(), extended);

  it('was overdue until the amendment, runs again from then on, and is overdue again in the end', () => {
    expect(labelOn('2024-12-31', promise)).toBe('announced');
    expect(labelOn('2025-01-19', promise)).toBe('overdue-unproven');
    expect(labelOn('2025-01-20', promise)).toBe('announced');
    expect(assess(promise, '2025-01-20')?.facets.time).toBe('running');
    expect(assess(promise, '2025-03-02')?.facets.time).toBe('due-soon');
    expect(labelOn('2025-04-01', promise)).toBe('overdue-unproven');
  });

  it('is met on time by the terms in force, where it is met after the amendment', () => {
    const met = known(fact.generators(), extended, delivered('100', '2025-02-10'));
    expect(assess(met, '2025-02-10')).toMatchObject({ label: 'fulfilled', facets: { time: 'met-on-time' } });
    const late = known(fact.generators(), extended, delivered('100', '2025-04-10'));
    expect(labelOn('2025-04-10', late)).toBe('fulfilled-late');
  });

  it('stays missed where it was met before the amendment, and the derivation says why', () => {
    const met = known(fact.generators(), extended, delivered('100', '2025-01-10'));
    for (const day of ['2025-01-10', '2025-01-19', '2025-01-20', '2025-06-01'])
      expect([day, labelOn(day, met)]).toEqual([day, 'fulfilled-late']);
    expect(statedIn(met, '2025-06-01', 'statement')[0]?.statement).toContain(
      'so the deadline by which that is judged stays the earlier one',
    );
  });

  it('is named by the derivation, with the statement that set it', () => {
    expect(statedIn(promise, '2025-01-20', 'deadline')).toEqual([
      {
        rule: 'deadline',
        statement: 'Due 2025-03-31, that is from 2025-03-31 to 2025-03-31.',
        facts: ['generators', 'amended'],
      },
    ]);
    expect(statedIn(promise, '2025-01-20', 'statement')).toEqual([
      {
        rule: 'statement',
        statement: '2025-01-20: amended by Japan and Ukraine: due 2025-03-31. These terms hold from then on.',
        facts: ['amended'],
      },
    ]);
    expect(statedIn(promise, '2025-01-19', 'statement')).toEqual([]);
    expect(statedIn(promise, '2025-01-19', 'deadline')[0]?.facts).toEqual(['generators']);
  });

  it('turns where the old and the new deadline do, and on the day of the amendment', () => {
    expect(turningPoints(promise)).toEqual([
      ...['2024-11-16', '2024-12-02', '2024-12-31', '2025-01-01', '2025-01-20'],
      ...['2025-03-02', '2025-03-31', '2025-04-01'],
    ]);
  });
});

describe('the terms of a promise', () => {
  const raised = fact.amendment({
    amendment: 'raised',
    amended: '2024-12-10',
    terms: { criterion: counted('120') },
  });
  const halved = fact.amendment({
    amendment: 'halved',
    amended: '2024-12-05',
    terms: { criterion: counted('50') },
  });

  it('are those of the last statement certain by the day, in whatever order they were recorded', () => {
    for (const all of [known(fact.generators(), raised, halved), known(fact.generators(), halved, raised)]) {
      const targetOn = (day: string) => assess(all, day)?.fulfilment.target?.hi;
      expect(['2024-12-04', '2024-12-05', '2024-12-10'].map(targetOn)).toEqual(['100', '50', '120']);
    }
  });

  it('hold from the last day that the date of the statement can mean', () => {
    const vague = known(
      fact.generators(),
      fact.amendment({ amended: '2024-12', terms: { criterion: counted('50') } }),
    );
    expect(termsOn(vague, '2024-12-30').setBy).toEqual({});
    expect(termsOn(vague, '2024-12-31').setBy).toEqual({ criterion: 'amended' });
    expect(statedIn(vague, '2024-12-15', 'statement')[0]?.statement).toContain('so it changes nothing yet');
  });

  it('of two statements of one day are those recorded later, term by term', () => {
    const due = fact.amendment({ amended: '2024-12-10', amendment: 'longer', terms: { due: '2025' } });
    const again = fact.amendment({
      amendment: 'again',
      amended: '2024-12-10',
      terms: { criterion: counted('130') },
    });
    const { announced, setBy } = termsOn(known(fact.generators(), raised, due, again), '2024-12-10');
    expect([announced.due, announced.criterion, setBy]).toEqual([
      '2025',
      counted('130'),
      { criterion: 'again', due: 'longer' },
    ]);
  });

  it('may lose their deadline', () => {
    const open = known(fact.generators(), fact.amendment({ terms: { due: null } }));
    expect(assess(open, '2025-06-01')?.facets.time).toBe('no-deadline');
    expect(statedIn(open, '2025-06-01', 'statement')[0]?.statement).toContain(': no deadline.');
  });

  it('stay what they were when the commitment ended, in whatever order it was told', () => {
    for (const all of [
      known(fact.generators(), fact.withdrawal({ withdrawn: '2024-12-08' }), raised),
      known(fact.generators(), raised, fact.withdrawal({ withdrawn: '2024-12-08' })),
    ]) {
      expect(assess(all, '2024-12-20')).toMatchObject({
        label: 'withdrawn',
        fulfilment: { target: { hi: '100' } },
      });
      expect(statedIn(all, '2024-12-20', 'statement')[0]?.statement).toContain('It had ended by then');
    }
  });

  it('make more of a promise that was met, which is then met in part', () => {
    const met = known(fact.generators(), delivered('100', '2024-12-01'), raised);
    expect([labelOn('2024-12-09', met), labelOn('2024-12-10', met)]).toEqual([
      'fulfilled',
      'partly-delivered',
    ]);
  });

  it('turn talk into a promise, and bind whom they name', () => {
    const talk = known(
      fact.generators({ strength: 'discussed' }),
      fact.amendment({ by: ['JP', 'PL'], terms: { strength: 'agreed', committers: ['JP', 'PL'] } }),
    );
    expect([labelOn('2024-12-09', talk), labelOn('2024-12-10', talk)]).toEqual([
      'under-discussion',
      'announced',
    ]);
    expect(statedIn(talk, '2024-12-10', 'promise')[0]).toMatchObject({
      statement: expect.stringContaining('Japan and Poland towards Ukraine (agreed)'),
      facts: ['generators', 'amended'],
    });
  });
});

describe('the loan, better specified', () => {
  const loan = known(fact.loan(), fact.allocation(), fact.disbursement(), fact.specification());

  it('is measured in yen from then on, and the dollars stand beside it as observations', () => {
    expect(assess(loan, '2025-04-17')?.fulfilment).toMatchObject({
      unit: 'USD',
      recorded: { lo: '1000000000' },
    });
    expect(assess(loan, '2025-04-18')).toMatchObject({
      label: 'in-delivery',
      facets: { normative: 'allocated', time: 'no-deadline' },
      fulfilment: { unit: 'JPY', recorded: { lo: '0', hi: '0' }, delivered: { lo: '0', hi: '471900000000' } },
    });
    expect(
      observationsOf(loan, '2025-04-18').map(({ type, statedBy, on, quantity }) => [
        type,
        statedBy,
        on,
        quantity.unit,
      ]),
    ).toEqual([
      ['promise', 'loan', '2024-11-16', 'USD'],
      ['allocation', 'decision', '../2024-11-16', 'USD'],
      ['disbursement', 'tranche-1', '2025-03-01', 'USD'],
    ]);
    expect(observationsOf(loan, '2025-04-17')).toEqual([]);
  });

  it('says of each amount in dollars that it is neither converted nor added', () => {
    const steps = statedIn(loan, '2025-04-18', 'happening').map(({ statement }) => statement);
    expect(steps).toHaveLength(2);
    for (const step of steps)
      expect(step).toContain(
        'An observation: the promise is measured in JPY, and USD is neither converted nor added.',
      );
  });

  it('counts what is paid in yen', () => {
    const yen = fact.disbursement({
      disbursement: 'yen',
      amount: exactly('200000000000', 'JPY'),
      disbursed: '2025-05-01',
    });
    const paid = known(fact.loan(), fact.specification(), yen);
    expect(assess(paid, '2025-05-01')).toMatchObject({
      label: 'partly-delivered',
      fulfilment: { recorded: { lo: '200000000000' } },
    });
  });
});

describe('a reaffirmation', () => {
  it('is a further voice, and changes nothing else', () => {
    const attribution = { saidBy: 'A minister', onBehalfOf: 'JP', reporter: 'committer' } as const;
    const evidence = [{ source: 'other' }];
    const promise = fact.generators();
    const before = assess(known(promise), '2024-12-11');
    const after = assess(known(promise, fact.reaffirmation({ attribution, evidence })), '2024-12-11');
    expect(after?.facets).toEqual({ ...before?.facets, evidence: 'two-sided' });
    expect(after?.label).toBe(before?.label);
    const { derivation: one, ...told } = after?.fulfilment ?? { derivation: [] };
    const { derivation: _, ...silent } = before?.fulfilment ?? { derivation: [] };
    expect(told).toEqual(silent);
    expect(one.find(({ rule }) => rule === 'statement')?.statement).toBe(
      '2024-12-10: reaffirmed. It promises nothing further and changes no terms.',
    );
  });
});
