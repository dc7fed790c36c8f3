import {
  assess,
  evolveAll,
  isCommitmentEvent,
  wouldBe,
  type Assessment,
  type EventData,
  type Known,
  type LedgerEvent,
} from '#libs/domain';
import { exactly, fact } from '#libs/testkit';

const known = (...events: readonly LedgerEvent[]): Known =>
  evolveAll(undefined, events.filter(isCommitmentEvent));
const on = (day: string, ...events: readonly LedgerEvent[]): Assessment => {
  const answer = assess(known(...events), day);
  if (!answer) throw new Error(`not yet announced on ${day}`);
  return answer;
};
type Readings = EventData<'DisputeOpened'>['readings'];
const side = (reporter: 'committer' | 'beneficiary' | 'third-party', source: string) => ({
  attribution: { saidBy: source, onBehalfOf: 'UA', reporter },
  evidence: [{ source }],
});
const ministry = { reading: 'ministry', ...side('beneficiary', 'press-release') };
const donor = { reading: 'donor', ...side('committer', 'donor-release') };
const amounts = (one: string, other: string, unit = 'generators'): Readings => [
  { ...ministry, quantity: exactly(one, unit) },
  { ...donor, quantity: exactly(other, unit) },
];
const statements = ({ fulfilment }: Assessment): readonly string[] =>
  fulfilment.derivation.filter(({ rule }) => rule === 'dispute').map(({ statement }) => statement);

const promise = fact.generators();
const batch = (value: string, delivered = '2024-12-20') =>
  fact.delivery({ quantity: exactly(value), delivered });

describe('sources that disagree on how many were delivered', () => {
  const matters = fact.dispute({ readings: amounts('100', '99') });
  const of = [promise, batch('100')];

  it('leave the amount open between their readings, on every day of the delivery', () => {
    for (const day of ['2024-12-20', '2025-01-09', '2025-01-10', '2026-01-01'])
      expect(on(day, ...of, matters).fulfilment).toMatchObject({
        recorded: { lo: '99', hi: '100' },
        delivered: { lo: '99', hi: '100' },
        share: { lo: '0.99', hi: '1' },
        outcome: 'undetermined',
      });
  });

  it('make it disputed from the day of the dispute, where one reading would meet the promise and another not', () => {
    expect(on('2025-01-09', ...of, matters)).toMatchObject({
      label: 'overdue-unproven',
      facets: { evidence: 'single-source' },
    });
    expect(on('2025-01-10', ...of, matters)).toMatchObject({
      label: 'disputed',
      facets: { evidence: 'disputed', time: 'overdue', delivery: 'partial', normative: 'announced' },
    });
  });

  it('leave the label alone where all readings make the same of it, and dispute the evidence only', () => {
    const idle = fact.dispute({ readings: amounts('50', '49') });
    expect(on('2025-01-10', promise, batch('50'), idle)).toMatchObject({
      label: 'overdue-unproven',
      facets: { evidence: 'disputed' },
      fulfilment: { recorded: { lo: '49', hi: '50' } },
    });
    const more = fact.dispute({ readings: amounts('138', '137') });
    expect(on('2025-01-10', promise, batch('138'), more)).toMatchObject({
      label: 'fulfilled',
      facets: { evidence: 'disputed', time: 'met-on-time', delivery: 'exceeded' },
      fulfilment: { outcome: 'met', recorded: { lo: '137', hi: '138' } },
    });
  });

  it('are shown with what each alone would make of it', () => {
    const all = known(...of, matters);
    const [dispute] = all.contentions;
    if (!dispute) throw new Error('a dispute');
    expect(wouldBe(all, dispute, 'ministry', '2025-01-10')).toEqual({
      label: 'fulfilled',
      outcome: 'met',
      delivered: { lo: '100', hi: '100' },
    });
    expect(wouldBe(all, dispute, 'donor', '2025-01-10')).toEqual({
      label: 'overdue-unproven',
      outcome: 'undetermined',
      delivered: { lo: '99', hi: '100' },
    });
    expect(wouldBe(all, dispute, 'donor', '2024-11-15')).toBeNull();
    const resolved = known(...of, matters, fact.resolution());
    expect(wouldBe(resolved, dispute, 'ministry', '2025-03-01')?.label).toBe('fulfilled');
  });

  it.each([
    ['ministry', { lo: '100', hi: '100' }, 'fulfilled'],
    ['donor', { lo: '99', hi: '99' }, 'overdue-unproven'],
    [null, { lo: '1', hi: null }, 'overdue-unproven'],
  ])('are resolved for %s on all days, and the evidence was disputed until then', (held, recorded, label) => {
    const all = [...of, matters, fact.resolution({ held })];
    for (const day of ['2024-12-31', '2025-01-10', '2025-02-01'])
      expect(on(day, ...all).fulfilment.recorded).toEqual(recorded);
    expect(on('2025-01-31', ...all)).toMatchObject({ label, facets: { evidence: 'disputed' } });
    expect(on('2025-02-01', ...all).label).toBe(label);
    expect(on('2025-02-01', ...all).facets.evidence).not.toBe('disputed');
  });

  it('are taken up again by a new dispute', () => {
    const again = fact.dispute({ dispute: 'again', readings: amounts('100', '90'), opened: '2025-03-01' });
    const all = [...of, matters, fact.resolution(), again];
    expect(on('2025-02-15', ...all)).toMatchObject({
      label: 'overdue-unproven',
      facets: { evidence: 'two-sided' },
    });
    expect(on('2025-03-01', ...all)).toMatchObject({
      label: 'disputed',
      fulfilment: { recorded: { lo: '90', hi: '100' } },
    });
  });

  it('come after an end and before a fulfilment in the label', () => {
    expect(on('2025-01-10', ...of, matters, fact.withdrawal({ withdrawn: '2024-12-25' })).label).toBe(
      'withdrawn',
    );
  });

  it('are told in the derivation, open and resolved', () => {
    expect(statements(on('2025-01-10', ...of, matters))).toEqual([
      'Since 2025-01-10 sources disagree on the quantity of batch-1: 100 generators (press-release); 99 generators (donor-release). Until that is resolved it counts as all that they leave possible.',
    ]);
    expect(statements(on('2025-01-10', ...of, matters, fact.resolution()))).toEqual([
      'Since 2025-01-10 sources disagree on the quantity of batch-1: 100 generators (press-release); 99 generators (donor-release). Resolved 2025-02-01: 99 generators holds. The ministry corrected its list.',
    ]);
    expect(statements(on('2025-01-10', ...of, matters, fact.resolution({ held: null })))).toMatchObject([
      expect.stringContaining('none of it holds.'),
    ]);
  });

  it('compare units of one dimension in that of the fact', () => {
    const energy = fact.generators({
      criterion: { type: 'count-reached', target: exactly('20', 'MWh'), milestone: 'handed-over' },
    });
    const dispute = fact.dispute({ readings: amounts('19000', '20000', 'kWh') });
    const delivery = fact.delivery({ quantity: exactly('20', 'MWh'), delivered: '2024-12-20' });
    expect(on('2025-01-10', energy, delivery, dispute).fulfilment).toMatchObject({
      recorded: { lo: '19', hi: '20' },
      unit: 'MWh',
    });
  });
});

describe('sources that disagree on when it was', () => {
  const late = fact.dispute({
    aspect: 'date',
    readings: [
      { ...ministry, date: '2024-12-20' },
      { ...donor, date: '2025-01-05' },
    ],
  });
  const of = [promise, batch('100'), late];

  it('leave open every day between, and make it disputed where that decides on time or late', () => {
    expect(on('2024-12-19', ...of).fulfilment.recorded).toEqual({ lo: '0', hi: '0' });
    expect(on('2024-12-31', ...of).fulfilment.recorded).toEqual({ lo: '0', hi: '100' });
    expect(on('2025-01-10', ...of)).toMatchObject({
      label: 'disputed',
      facets: { time: 'met' },
      fulfilment: { outcome: 'met', recorded: { lo: '100', hi: '100' } },
    });
  });

  it.each([
    ['ministry', 'fulfilled'],
    ['donor', 'fulfilled-late'],
    [null, 'fulfilled'],
  ])('are resolved for %s', (held, label) => {
    expect(on('2025-02-01', ...of, fact.resolution({ held })).label).toBe(label);
  });

  it('leave the day open where none holds, and know that it was by then', () => {
    const none = [...of, fact.resolution({ held: null })];
    expect(on('2025-01-31', ...none).fulfilment.recorded).toEqual({ lo: '0', hi: '100' });
    expect(on('2025-02-01', ...none).fulfilment.recorded).toEqual({ lo: '100', hi: '100' });
  });
});

describe('sources that disagree on how much was promised', () => {
  const dispute = fact.dispute({ about: 'generators', readings: amounts('100', '120') });

  it('hold it to the most that any of them asks for, and show both', () => {
    const short = on('2025-01-10', promise, batch('110'), dispute);
    expect(short).toMatchObject({
      label: 'disputed',
      fulfilment: {
        outcome: 'undetermined',
        target: { lo: '100', hi: '120' },
        recorded: { lo: '110', hi: '110' },
      },
    });
    expect(on('2025-01-10', promise, batch('120'), dispute)).toMatchObject({
      label: 'fulfilled',
      facets: { evidence: 'disputed' },
    });
  });

  it('are not certain that it was missed where one of them would call it met', () => {
    const covered = [promise, batch('110'), fact.coverage(), dispute];
    expect(on('2025-02-01', ...covered)).toMatchObject({
      label: 'disputed',
      fulfilment: { outcome: 'undetermined' },
    });
    expect(on('2025-02-01', ...covered, fact.resolution()).label).toBe('overdue-evidenced');
    expect(on('2025-02-01', ...covered, fact.resolution({ held: 'ministry' })).label).toBe('fulfilled');
  });

  it('leave nothing to measure it against where none holds', () => {
    expect(
      on('2025-02-01', promise, batch('110'), dispute, fact.resolution({ held: null })).fulfilment,
    ).toMatchObject({
      outcome: 'undetermined',
      target: { lo: '0', hi: null },
      share: null,
    });
  });
});

describe('sources that disagree on a figure beside the criterion', () => {
  const linked: LedgerEvent = {
    type: 'FulfilmentLinked',
    data: {
      commitment: 'hosting',
      fulfilment: 'tokyo-2025',
      by: 'conference',
      title: 'Mine action conference',
      happened: '2025-10-22/2025-10-23',
      ...side('committer', 'mofa'),
    },
  };
  const people = (stated: object) => ({ ...stated, unit: 'participants' }) as Readings[number]['quantity'];
  const attendance = fact.dispute({
    commitment: 'hosting',
    about: 'tokyo-2025',
    aspect: 'figure',
    figure: 'attendance',
    readings: [
      { ...donor, quantity: people({ qualifier: 'exactly', value: '75' }) },
      { ...ministry, quantity: people({ qualifier: 'over', value: '70' }) },
      { ...ministry, reading: 'agency', quantity: people({ qualifier: 'about', value: '60' }) },
    ],
    opened: '2025-10-24',
  });

  it('leave it fulfilled on time, with the evidence disputed', () => {
    expect(on('2025-10-24', fact.hosting(), linked, attendance)).toMatchObject({
      label: 'fulfilled',
      facets: { normative: 'discharged', time: 'met-on-time', evidence: 'disputed' },
      fulfilment: { outcome: 'met' },
    });
    expect(on('2025-10-23', fact.hosting(), linked, attendance).facets.evidence).toBe('two-sided');
  });
});
