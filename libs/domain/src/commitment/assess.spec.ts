import {
  assess,
  evolve,
  figures,
  isCommitmentEvent,
  turningPoints,
  type Known,
  type LedgerEvent,
} from '#libs/domain';
import { exactly, fact } from '#libs/testkit';

const known = (...events: readonly LedgerEvent[]): Known => {
  const state = events
    .filter(isCommitmentEvent)
    .reduce<Known | undefined>((before, event) => evolve(before, event), undefined);
  if (!state) throw new Error('no announcement given');
  return state;
};
const on = (day: string, ...events: readonly LedgerEvent[]) => {
  const answer = assess(known(...events), day);
  if (!answer) throw new Error(`not yet announced on ${day}`);
  return answer;
};
const delivered = (delivery: string, value: string, day: string) =>
  fact.delivery({ delivery, quantity: exactly(value), delivered: day });
const link = (by: 'sanctions-package' | 'conference', commitment: string, happened: string): LedgerEvent => ({
  type: 'FulfilmentLinked',
  data: { ...fact.package().data, commitment, fulfilment: 'linked', by, title: 'Linked', happened },
});

describe('100 generators promised for 2024, a batch of unknown size handed over', () => {
  const promise = [fact.generators(), fact.delivery()];

  it('is partly delivered: between 1 and 100 of 100, and whether it is met cannot be told', () => {
    expect(on('2024-11-16', ...promise)).toMatchObject({
      label: 'partly-delivered',
      facets: { normative: 'announced', delivery: 'partial', time: 'running', evidence: 'single-source' },
      fulfilment: {
        outcome: 'undetermined',
        delivered: { lo: '1', hi: '100' },
        recorded: { lo: '1', hi: null },
        target: { lo: '100', hi: '100' },
        unit: 'generators',
        share: { lo: '0.01', hi: '1' },
      },
    });
  });

  it('is still partly delivered on the last day and overdue, unproven on the next', () => {
    expect(on('2024-12-31', ...promise)).toMatchObject({
      label: 'partly-delivered',
      facets: { time: 'due-soon' },
    });
    expect(on('2025-01-01', ...promise)).toMatchObject({
      label: 'overdue-unproven',
      facets: { time: 'overdue' },
    });
  });

  it('narrows to between 41 and 100 with 40 more, exactly', () => {
    const { fulfilment } = on('2024-12-05', ...promise, delivered('batch-2', '40', '2024-12-01'));
    expect(fulfilment).toMatchObject({ outcome: 'undetermined', delivered: { lo: '41', hi: '100' } });
  });

  it('is fulfilled on time with 60 more, though the batch of unknown size makes it more than promised', () => {
    const all = [
      ...promise,
      delivered('batch-2', '40', '2024-12-01'),
      delivered('batch-3', '60', '2024-12-20'),
    ];
    expect(on('2025-01-15', ...all)).toMatchObject({
      label: 'fulfilled',
      facets: { normative: 'discharged', delivery: 'exceeded', time: 'met-on-time' },
      fulfilment: { outcome: 'met', delivered: { lo: '101', hi: null } },
    });
  });

  it('is fulfilled late only where what came in time certainly fell short', () => {
    const late = [fact.generators(), delivered('a', '40', '2024-12-01'), delivered('b', '60', '2025-02-01')];
    expect(on('2025-03-01', ...late)).toMatchObject({
      label: 'fulfilled-late',
      facets: { time: 'met-late' },
    });
    const perhaps = [...promise, delivered('b', '99', '2025-02-01')];
    expect(on('2025-03-01', ...perhaps)).toMatchObject({ label: 'fulfilled', facets: { time: 'met' } });
  });

  it('knows nothing of what happens later, whenever it was recorded', () => {
    const all = [...promise, delivered('batch-2', '99', '2024-12-20')];
    expect(on('2024-12-19', ...all).label).toBe('partly-delivered');
    expect(on('2024-12-20', ...all).label).toBe('fulfilled');
  });

  it('counts a delivery whose day is not known only from the day by which it was certain', () => {
    const vague = [fact.generators(), fact.delivery({ quantity: exactly('100'), delivered: '2024-12' })];
    expect(on('2024-12-15', ...vague)).toMatchObject({
      label: 'in-delivery',
      fulfilment: { outcome: 'undetermined', recorded: { lo: '0', hi: '100' } },
    });
    expect(on('2024-12-31', ...vague).label).toBe('fulfilled');
  });

  it('does not count what has only been dispatched', () => {
    const sent = [fact.generators(), fact.delivery({ quantity: exactly('100'), milestone: 'dispatched' })];
    expect(on('2024-11-20', ...sent)).toMatchObject({
      label: 'in-delivery',
      fulfilment: { recorded: { lo: '0' } },
    });
  });

  it('says how it comes to its answer in sentences', () => {
    expect(on('2024-11-16', ...promise).fulfilment.derivation.map(({ statement }) => statement)).toEqual([
      'Japan towards Ukraine (declared): 100 generators, counted once handed over.',
      'Due 2024, that is from 2024-01-01 to 2024-12-31.',
      '2024-11-16: delivery of generators, number not stated (handed over). It counts as at least 1 generator.',
      'Recorded by 2024-11-16: at least 1 generator.',
      'No source declares its record complete, so more may have happened than is recorded; no more than the promised 100 can count towards it.',
      'Delivered: between 1 and 100 generators; wanted: 100 generators; so whether it is met cannot be told.',
      'One side alone says so.',
      'Partly delivered: some of it has certainly passed the milestone that counts, not all of it.',
    ]);
  });
});

describe('a commitment', () => {
  it('is not there before the day by which it was certainly announced', () => {
    expect(assess(known(fact.generators()), '2024-11-15')).toBeUndefined();
    expect(assess(known(fact.generators({ announced: '2024' })), '2024-12-30')).toBeUndefined();
  });

  it('with a lower bound is measured against its stated floor, and says so', () => {
    const paid = [fact.loan(), fact.disbursement({ amount: exactly('3000000000', 'USD') })];
    const answer = on('2025-03-01', ...paid);
    expect(answer).toMatchObject({
      label: 'fulfilled',
      facets: { time: 'no-deadline', delivery: 'complete' },
    });
    expect(answer.fulfilment.derivation.map(({ rule }) => rule)).toContain('floor');
  });

  it('whose funds are set aside is allocated, with nothing known delivered', () => {
    expect(on('2024-11-16', fact.loan(), fact.allocation())).toMatchObject({
      label: 'allocated',
      facets: { normative: 'allocated', delivery: 'none-known', time: 'no-deadline' },
      fulfilment: {
        outcome: 'undetermined',
        recorded: { lo: '0', hi: '0' },
        delivered: { lo: '0', hi: null },
      },
    });
  });

  it('"up to" an amount is not met by nothing', () => {
    const upTo = { qualifier: 'up-to' as const, value: '471900000000', unit: 'JPY' };
    const loan = fact.loan({ criterion: { type: 'sum-reached', target: upTo, milestone: 'credited' } });
    expect(on('2025-04-18', loan).fulfilment).toMatchObject({
      outcome: 'undetermined',
      delivered: { lo: '0' },
    });
  });

  it('that was only discussed is under discussion, and never overdue', () => {
    const talk = fact.hosting({ strength: 'discussed' });
    expect(on('2026-06-01', talk).label).toBe('under-discussion');
  });

  it('that stands is standing until its term ends, and then expired', () => {
    expect(on('2030-01-01', fact.standing()).label).toBe('standing');
    const term = fact.standing({ due: '2027' });
    expect(on('2027-12-31', term)).toMatchObject({ label: 'standing', facets: { time: 'no-deadline' } });
    expect(on('2028-01-01', term).label).toBe('expired');
  });

  it('to adopt more sanctions is announced until a package follows, and fulfilled from that day', () => {
    const pressure = [fact.pressure(), link('sanctions-package', 'pressure', '2025-01-10')];
    expect(on('2025-01-09', ...pressure).label).toBe('announced');
    expect(on('2025-01-10', ...pressure)).toMatchObject({
      label: 'fulfilled',
      fulfilment: { outcome: 'met', delivered: { lo: '1', hi: null }, unit: 'sanctions packages' },
    });
  });

  it('to host an event is met by one held within its window, and not by one outside of it', () => {
    expect(
      on('2025-10-23', fact.hosting(), link('conference', 'hosting', '2025-10-22/2025-10-23')),
    ).toMatchObject({
      label: 'fulfilled',
      facets: { time: 'met-on-time' },
    });
    expect(on('2026-02-01', fact.hosting(), link('conference', 'hosting', '2026-01-10')).label).toBe(
      'overdue-unproven',
    );
  });

  it('to take a step is not met by a step taken before it was promised', () => {
    const visa = fact.standing({
      commitment: 'visa',
      criterion: { type: 'step-taken', step: 'a visa waiver', after: '2024-11-16' },
    });
    expect(on('2025-01-01', visa, fact.step()).label).toBe('announced');
    expect(on('2025-01-01', visa, fact.step({ taken: '2024-12-24' })).label).toBe('fulfilled');
  });
});

describe('evidence', () => {
  const told = (source: string, reporter: 'committer' | 'third-party' | 'beneficiary') =>
    fact.support({
      attachment: source,
      evidence: [{ source }],
      attribution: { saidBy: 'Somebody', onBehalfOf: 'JP', reporter },
    });

  it('of two sources on one side is still a single voice', () => {
    expect(on('2024-11-20', fact.generators(), told('another', 'beneficiary')).facets.evidence).toBe(
      'single-source',
    );
  });

  it('is two-sided when committer and beneficiary both say so', () => {
    expect(on('2024-11-20', fact.generators(), told('mofa', 'committer')).facets.evidence).toBe('two-sided');
  });

  it('is corroborated when somebody else says so, from the day they do', () => {
    const facts = [fact.generators(), told('agency', 'third-party')];
    expect(on('2024-11-16', ...facts).facets.evidence).toBe('single-source');
    expect(on('2024-11-17', ...facts).facets.evidence).toBe('corroborated');
  });
});

describe('figures', () => {
  it('are what an assessment finds, without its share and its sentences, on every day', () => {
    const told = known(fact.generators(), fact.delivery(), delivered('rest', '100', '2025-01-10'));
    for (const day of ['2024-11-15', ...turningPoints(told)]) {
      const assessment = assess(told, day);
      const { share: _, members: __, derivation: ___, ...fulfilment } = assessment?.fulfilment ?? {};
      expect(figures(told, day)).toEqual(assessment && { ...assessment, fulfilment });
    }
  });
});

describe('turning points', () => {
  it('are the only days on which the assessment changes', () => {
    const facts = known(
      fact.generators({ due: '2025-02' }),
      fact.delivery(),
      fact.delivery({ delivery: 'vague', quantity: exactly('40'), delivered: '2024-12' }),
      fact.delivery({ delivery: 'late', quantity: exactly('60'), delivered: '2025-03-05' }),
      fact.support({ attached: '2025-01-05' }),
    );
    const points = new Set(turningPoints(facts));
    const judged = (day: string) => {
      const { label, facets, fulfilment } = assess(facts, day) ?? {};
      const { derivation, ...rest } = fulfilment ?? { derivation: [] };
      return JSON.stringify({ label, facets, ...rest });
    };
    for (let ms = Date.parse('2024-11-10'); ms < Date.parse('2025-04-01'); ms += 86_400_000) {
      const [before, day] = [ms - 86_400_000, ms].map((at) => new Date(at).toISOString().slice(0, 10)) as [
        string,
        string,
      ];
      if (!points.has(day)) expect([day, judged(day)]).toEqual([day, judged(before)]);
    }
  });
});
