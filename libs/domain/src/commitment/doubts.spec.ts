import {
  assess,
  evolveAll,
  isCommitmentEvent,
  turningPoints,
  verdicts,
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
const occurrence: Readings = [
  { ...ministry, occurred: true },
  { ...donor, occurred: false },
];
const statements = ({ fulfilment }: Assessment): readonly string[] =>
  fulfilment.derivation.filter(({ rule }) => rule === 'dispute').map(({ statement }) => statement);

const promise = fact.generators();
const batch = (value: string, delivered = '2024-12-20') =>
  fact.delivery({ quantity: exactly(value), delivered });

describe('sources that disagree whether it happened at all', () => {
  const denied = fact.dispute({ aspect: 'occurrence', readings: occurrence });
  const of = [promise, batch('100'), denied];

  it('leave it possible and not certain', () => {
    expect(on('2025-01-10', ...of)).toMatchObject({
      label: 'disputed',
      fulfilment: { recorded: { lo: '0', hi: '100' }, outcome: 'undetermined' },
    });
  });

  it('refute what rested on it alone, once resolved against it', () => {
    const all = [...of, fact.resolution({ held: 'donor' })];
    expect(on('2025-01-31', ...all).facets.evidence).toBe('disputed');
    expect(on('2025-02-01', ...all)).toMatchObject({
      label: 'overdue-unproven',
      facets: { evidence: 'refuted', delivery: 'none-known' },
      fulfilment: { recorded: { lo: '0', hi: '0' } },
    });
    expect(on('2024-12-31', ...all).facets.evidence).toBe('single-source');
    const other = fact.delivery({ delivery: 'batch-2', quantity: exactly('5'), delivered: '2025-02-03' });
    expect(on('2025-02-02', ...all, other).facets.evidence).toBe('refuted');
    expect(on('2025-02-03', ...all, other).facets.evidence).toBe('single-source');
  });

  it('leave it as it was, with the voices of those who were right, once resolved for it', () => {
    const readings: Readings = [
      { ...ministry, ...side('third-party', 'observer'), occurred: true },
      { ...donor, occurred: false },
    ];
    const seen = fact.dispute({ aspect: 'occurrence', readings });
    const all = [promise, batch('100'), seen, fact.resolution({ held: 'ministry' })];
    expect(on('2025-02-01', ...all)).toMatchObject({
      label: 'fulfilled',
      facets: { evidence: 'corroborated' },
    });
  });

  it('leave it possible where none of them holds', () => {
    const all = [...of, fact.resolution({ held: null })];
    expect(on('2025-02-01', ...all).fulfilment.recorded).toEqual({ lo: '0', hi: '100' });
  });

  it('may disagree about an end, which then does not count as certain', () => {
    const end = fact.withdrawal();
    const dispute = fact.dispute({ about: 'taken-back', aspect: 'occurrence', readings: occurrence });
    expect(on('2025-01-09', promise, end, dispute).label).toBe('overdue-unproven');
    expect(on('2025-01-10', promise, end, dispute).label).toBe('disputed');
    const refuted = on('2025-02-01', promise, end, dispute, fact.resolution({ held: 'donor' }));
    expect(refuted).toMatchObject({ label: 'overdue-unproven', facets: { evidence: 'refuted' } });
    expect(on('2025-02-01', promise, end, dispute, fact.resolution({ held: 'ministry' })).label).toBe(
      'withdrawn',
    );
  });

  it('may disagree about coverage, which then closes nothing', () => {
    const dispute = fact.dispute({ about: 'whole-period', aspect: 'occurrence', readings: occurrence });
    const all = [promise, batch('50'), fact.coverage(), dispute];
    expect(on('2025-01-09', ...all).label).toBe('overdue-unproven');
    expect(on('2025-01-10', ...all)).toMatchObject({
      label: 'disputed',
      fulfilment: { outcome: 'undetermined' },
    });
    expect(on('2025-02-01', ...all, fact.resolution({ held: 'ministry' })).label).toBe('overdue-evidenced');
  });

  it('may disagree whether it was promised: what was not was only talked of', () => {
    const dispute = fact.dispute({ about: 'generators', aspect: 'occurrence', readings: occurrence });
    expect(on('2025-01-10', promise, dispute).label).toBe('disputed');
    expect(on('2025-02-01', promise, dispute, fact.resolution({ held: 'donor' }))).toMatchObject({
      label: 'under-discussion',
      facets: { normative: 'under-discussion', evidence: 'refuted' },
    });
  });
});

describe('a challenge', () => {
  const of = [promise, batch('100')];

  it('leaves a fact possible and not certain, until it is answered', () => {
    const all = [...of, fact.challenge()];
    expect(on('2025-01-09', ...all).facets.evidence).toBe('single-source');
    expect(on('2025-01-10', ...all)).toMatchObject({ label: 'disputed', facets: { evidence: 'disputed' } });
    const stands = fact.resolution({ dispute: 'not-seen', held: 'stands' });
    expect(on('2025-02-01', ...all, stands)).toMatchObject({
      label: 'fulfilled',
      facets: { evidence: 'single-source' },
    });
    const falls = fact.resolution({ dispute: 'not-seen', held: 'falls' });
    expect(on('2025-02-01', ...all, falls)).toMatchObject({
      label: 'overdue-unproven',
      facets: { evidence: 'refuted' },
    });
    expect(statements(on('2025-02-01', ...all, falls))).toEqual([
      'Since 2025-01-10 batch-1 is contested by Ministry of the donor: Nobody saw them arrive. Resolved 2025-02-01: it does not count. The ministry corrected its list.',
    ]);
  });

  it('of one source among several takes nothing away but its voice', () => {
    const second = fact.support({ supports: 'batch-1', ...side('third-party', 'observer') });
    const all = [...of, second, fact.challenge({ contestedSource: 'observer' })];
    expect(on('2025-01-09', ...all).facets.evidence).toBe('corroborated');
    expect(on('2025-01-10', ...all)).toMatchObject({ label: 'fulfilled', facets: { evidence: 'disputed' } });
    const falls = fact.resolution({
      dispute: 'not-seen',
      held: 'falls',
      ...side('beneficiary', 'press-release'),
    });
    expect(on('2025-02-01', ...all, falls)).toMatchObject({
      label: 'fulfilled',
      facets: { evidence: 'single-source' },
    });
  });

  it('of the only source of a fact is one of the fact', () => {
    const all = [...of, fact.challenge({ contestedSource: 'press-release' })];
    expect(on('2025-01-10', ...all).label).toBe('disputed');
    const falls = fact.resolution({ dispute: 'not-seen', held: 'falls' });
    expect(on('2025-02-01', ...all, falls).facets.evidence).toBe('refuted');
  });

  it('of a further source takes its voice away', () => {
    const second = fact.support({ ...side('third-party', 'observer') });
    const falls = fact.resolution({ dispute: 'not-seen', held: 'falls' });
    const all = [...of, second, fact.challenge({ about: 'second-source' }), falls];
    expect(on('2025-02-01', ...all)).toMatchObject({
      label: 'fulfilled',
      facets: { evidence: 'single-source' },
    });
  });
});

describe('an assessment', () => {
  it('changes nothing of what is computed', () => {
    const events = [promise, batch('40'), fact.dispute({ readings: amounts('40', '41') })];
    for (const day of ['2024-12-20', '2025-01-10', '2025-06-01'])
      expect(on(day, ...events, fact.assessment())).toEqual(on(day, ...events));
  });
});

describe('doubt about what came further', () => {
  const sent = fact.delivery({ quantity: exactly('100'), milestone: 'dispatched', delivered: '2024-12-01' });
  const arrived = fact.passage({
    passage: 'received',
    of: 'batch-1',
    milestone: 'handed-over',
    passed: '2024-12-20',
  });
  const of = [promise, sent, arrived];

  it('of a delivery makes all that came of it possible only, and takes it away once it falls', () => {
    const contest = fact.challenge();
    expect(on('2025-01-09', ...of).label).toBe('fulfilled');
    expect(on('2025-01-10', ...of, contest)).toMatchObject({
      label: 'disputed',
      fulfilment: { recorded: { lo: '0', hi: '100' } },
    });
    const falls = fact.resolution({ dispute: 'not-seen', held: 'falls' });
    expect(on('2025-02-01', ...of, contest, falls)).toMatchObject({
      label: 'overdue-unproven',
      facets: { evidence: 'refuted', delivery: 'none-known' },
    });
  });

  it('of a milestone leaves the delivery as it was', () => {
    const readings: Readings = [
      { ...ministry, date: '2024-12-20' },
      { ...donor, date: '2025-01-05' },
    ];
    const when = fact.dispute({ about: 'received', aspect: 'date', readings });
    expect(on('2025-01-10', ...of, when)).toMatchObject({ label: 'disputed', facets: { time: 'met' } });
    expect(on('2025-02-01', ...of, when, fact.resolution())).toMatchObject({ label: 'fulfilled-late' });
    const contest = fact.challenge({ about: 'received' });
    const falls = fact.resolution({ dispute: 'not-seen', held: 'falls' });
    expect(on('2025-02-01', ...of, contest, falls)).toMatchObject({
      label: 'overdue-unproven',
      facets: { evidence: 'single-source', delivery: 'in-delivery' },
    });
  });
});

describe('the turning points of a contested commitment', () => {
  it('are all the days on which anything changes', () => {
    const readings: Readings = [
      { ...ministry, date: '2024-12-20' },
      { ...donor, date: '2025-01-05' },
    ];
    const all = known(
      ...[promise, batch('100'), fact.dispute({ aspect: 'date', readings }), fact.resolution()],
      fact.dispute({ dispute: 'again', readings: amounts('100', '99'), opened: '2025-03' }),
    );
    const turns = turningPoints(all);
    const days = Array.from({ length: 200 }, (_, index) =>
      new Date(Date.UTC(2024, 10, 16 + index)).toISOString().slice(0, 10),
    );
    const said = verdicts(all, days).map((verdict) => JSON.stringify(verdict));
    const changes = days.filter((_, index) => index > 0 && said[index] !== said[index - 1]);
    expect(changes.length).toBeGreaterThan(3);
    expect(turns).toEqual(expect.arrayContaining(changes));
  });
});
