import { evolveAll, isCommitmentEvent, type EventData, type LedgerEvent } from '#libs/domain';
import { exactly, fact, refusalsOf } from '#libs/testkit';

type Dispute = EventData<'DisputeOpened'>;
type Aspect = Dispute['aspect'];

const sources = [fact.source(), fact.source({ source: 'donor-release' }), fact.source({ source: 'agency' })];
const [ministry, donor] = fact.dispute().data.readings;
if (!ministry || !donor) throw new Error('a dispute of two readings');
const readings = (one: object, other: object): Dispute['readings'] =>
  [
    { ...ministry, quantity: undefined, ...one },
    { ...donor, quantity: undefined, ...other },
  ] as never;
const disagreeing = (aspect: Aspect, unit = 'generators'): Partial<Dispute> => ({
  aspect,
  ...(aspect === 'figure' && { figure: 'trucks' }),
  readings: {
    quantity: readings({ quantity: exactly('1', unit) }, { quantity: exactly('2', unit) }),
    date: readings({ date: '2025-01-01' }, { date: '2025-01-02' }),
    occurrence: readings({ occurred: true }, { occurred: false }),
    figure: readings({ quantity: exactly('1', 'trucks') }, { quantity: exactly('2', 'trucks') }),
  }[aspect],
});
const codes = (history: readonly LedgerEvent[], asked: LedgerEvent) =>
  refusalsOf([...sources, ...history], asked).map((said) => said.slice(0, said.indexOf(':')));

const generators = fact.generators();
const batch = fact.delivery({ quantity: exactly('40'), milestone: 'dispatched' });
const loan = fact.loan();
const goods: LedgerEvent = { type: 'GoodsDelivered', data: batch.data };
const linked: LedgerEvent = {
  type: 'FulfilmentLinked',
  data: {
    ...fact.support().data,
    fulfilment: 'tokyo',
    by: 'conference',
    title: 'A conference',
    happened: '2025',
  },
};
const treaty = fact.standing({
  commitment: 'treaty',
  criterion: { type: 'stage-reached', agreement: 'a treaty', stage: 'ratified', parties: ['JP'] },
});

describe('sources can disagree', () => {
  it.each<[string, readonly LedgerEvent[], string, string, string]>([
    ['a promise of an amount', [generators], 'generators', 'generators', 'quantity occurrence figure'],
    ['any other promise', [fact.standing()], 'dialogue', 'dialogue', 'occurrence figure'],
    ['an allocation', [loan, fact.allocation()], 'loan', 'decision', 'quantity date occurrence figure'],
    ['a disbursement', [loan, fact.disbursement()], 'loan', 'tranche-1', 'quantity date occurrence figure'],
    ['a delivery', [generators, batch], 'generators', 'batch-1', 'quantity date occurrence figure'],
    ['a delivery of goods', [generators, goods], 'generators', 'batch-1', 'quantity date occurrence figure'],
    [
      'a milestone',
      [generators, batch, fact.passage()],
      'generators',
      'handed-over-then',
      'date occurrence figure',
    ],
    [
      'a milestone that a part passed',
      [generators, batch, fact.passage({ quantity: exactly('30') })],
      ...(['generators', 'handed-over-then', 'quantity date occurrence figure'] as const),
    ],
    [
      'a step',
      [generators, fact.step({ commitment: 'generators' })],
      'generators',
      'waiver',
      'date occurrence figure',
    ],
    ['a stage', [treaty, fact.stage()], 'treaty', 'ratified-by-japan', 'date occurrence figure'],
    ['a conference', [generators, linked], 'generators', 'tokyo', 'date occurrence figure'],
    ['a withdrawal', [generators, fact.withdrawal()], 'generators', 'taken-back', 'date occurrence figure'],
    ['a release', [generators, fact.release()], 'generators', 'let-go', 'date occurrence figure'],
    [
      'a supersession',
      [generators, loan, fact.supersession()],
      'generators',
      'replaced',
      'date occurrence figure',
    ],
    ['an amendment', [generators, fact.amendment()], 'generators', 'amended', 'date occurrence figure'],
    ['a specification', [loan, fact.specification()], 'loan', 'notes-exchanged', 'date occurrence figure'],
    [
      'a reaffirmation',
      [generators, fact.reaffirmation()],
      'generators',
      'said-again',
      'date occurrence figure',
    ],
    ['a declaration', [generators, fact.coverage()], 'generators', 'whole-period', 'occurrence figure'],
    ['a further source', [generators, fact.support()], 'generators', 'second-source', ''],
    ['a relation', [generators, loan, fact.relation()], 'generators', 'part-of-loan', ''],
  ])('about %s', (_, history, commitment, about, aspects) => {
    const all: readonly Aspect[] = ['quantity', 'date', 'occurrence', 'figure'];
    const unit = commitment === 'loan' ? 'USD' : 'generators';
    const taken = all.filter((aspect) => {
      const dispute = fact.dispute({ commitment, about, ...disagreeing(aspect, unit) });
      return codes(history, dispute).length === 0;
    });
    expect(taken.join(' ')).toBe(aspects);
    const refused = all.find((aspect) => !taken.includes(aspect));
    if (refused === undefined) return;
    const said = refusalsOf(
      [...sources, ...history],
      fact.dispute({ commitment, about, ...disagreeing(refused) }),
    );
    expect(said).toEqual([
      taken.length > 0
        ? expect.stringContaining(`; dispute one of ${taken.join(', ')}, or record a correction`)
        : expect.stringContaining('; name the fact that it is about'),
    ]);
  });

  it.each<[string, readonly LedgerEvent[], string, string]>([
    ['a promise', [generators], 'generators', 'generators'],
    ['an allocation', [loan, fact.allocation()], 'loan', 'decision'],
    ['a disbursement', [loan, fact.disbursement()], 'loan', 'tranche-1'],
    ['a delivery', [generators, batch], 'generators', 'batch-1'],
    ['a delivery of goods', [generators, goods], 'generators', 'batch-1'],
    [
      'a milestone',
      [generators, batch, fact.passage({ quantity: exactly('30') })],
      'generators',
      'handed-over-then',
    ],
  ])('about the amount of %s in its own unit only', (_, history, commitment, about) => {
    const dispute = fact.dispute({ commitment, about, ...disagreeing('quantity', 'trucks') });
    expect(codes(history, dispute)).toEqual(["incomparable-reading at '/readings/0/quantity/unit'"]);
  });

  it('where no two of them say the same', () => {
    const [one, other] = disagreeing('quantity').readings ?? [];
    if (!one || !other) throw new Error('two readings');
    const third = { ...other, reading: 'agency' };
    const said = refusalsOf([...sources, generators, batch], fact.dispute({ readings: [one, other, third] }));
    expect(said).toEqual([
      expect.stringMatching(/^readings-agree at '\/readings\/2': says the same as donor;/),
    ]);
  });

  it('on several things about one fact, and once on each', () => {
    const open = [generators, batch, fact.dispute(disagreeing('quantity'))];
    const again = (more: Partial<Dispute>) => codes(open, fact.dispute({ dispute: 'again', ...more }));
    expect(again(disagreeing('date'))).toEqual([]);
    expect(again(disagreeing('quantity'))).toEqual(["already-disputed at '/about'"]);
    const trucks = [generators, batch, fact.dispute(disagreeing('figure'))];
    const figure = (name: string) =>
      fact.dispute({ dispute: 'again', ...disagreeing('figure'), figure: name });
    expect(codes(trucks, figure('trucks'))).toEqual(["already-disputed at '/about'"]);
    expect(codes(trucks, figure('convoys'))).toEqual([]);
  });

  it('whether it happened, which is what a challenge of the whole fact says too', () => {
    const challenged = [generators, batch, fact.challenge()];
    expect(codes(challenged, fact.dispute({ dispute: 'again', ...disagreeing('occurrence') }))).toEqual([
      "already-disputed at '/about'",
    ]);
    expect(codes(challenged, fact.dispute({ dispute: 'again', ...disagreeing('date') }))).toEqual([]);
  });
});

describe('a challenge', () => {
  const second = fact.support({ supports: 'batch-1', evidence: [{ source: 'donor-release' }] });
  const of = (contestedSource: string) => fact.challenge({ contestedSource });

  it('is of a source that speaks for the fact, itself or attached to it', () => {
    expect(codes([generators, batch, second], of('press-release'))).toEqual([]);
    expect(codes([generators, batch, second], of('donor-release'))).toEqual([]);
    const both = fact.delivery({ evidence: [{ source: 'press-release' }, { source: 'agency' }] });
    expect(codes([generators, both], of('agency'))).toEqual([]);
  });

  it('is of no source that speaks for something else', () => {
    const elsewhere = fact.support({ evidence: [{ source: 'donor-release' }] });
    const other = fact.delivery({ delivery: 'batch-2', evidence: [{ source: 'agency' }] });
    for (const source of ['donor-release', 'agency'])
      expect(codes([generators, batch, elsewhere, other], of(source))).toEqual([
        "unknown-fact at '/contestedSource'",
      ]);
  });

  it('is of a source beside one of another, and of the whole fact', () => {
    const open = [generators, batch, second, of('press-release')];
    const again = (more: object) => codes(open, fact.challenge({ challenge: 'again', ...more }));
    expect(again({ contestedSource: 'donor-release' })).toEqual([]);
    expect(again({})).toEqual([]);
    expect(again({ contestedSource: 'press-release' })).toEqual(["already-disputed at '/about'"]);
  });

  it('is of nothing that is itself a doubt', () => {
    const open = [generators, batch, fact.dispute(), fact.resolution(), fact.challenge()];
    for (const about of ['how-many', 'counted-again', 'not-seen'])
      expect(codes(open, fact.challenge({ challenge: 'again', about }))).toEqual([
        "not-disputable at '/about'",
      ]);
  });
});

describe('a resolution', () => {
  it('is taken on the day of the dispute, and where no day is certain', () => {
    const open = [generators, batch, fact.dispute()];
    for (const resolved of ['2025-01-10', '2025', '2024/..'])
      expect(codes(open, fact.resolution({ resolved }))).toEqual([]);
    const undated = [generators, batch, fact.dispute({ opened: '../2025' })];
    expect(codes(undated, fact.resolution({ resolved: '2024-12-01' }))).toEqual([]);
  });

  it('settles its own dispute and no other', () => {
    const two = [
      generators,
      batch,
      fact.dispute(),
      fact.dispute({ dispute: 'when', ...disagreeing('date') }),
    ];
    const first = fact.resolution();
    expect(codes([...two, first], fact.resolution({ resolution: 'then', dispute: 'when' }))).toEqual([]);
    const again = fact.dispute({ dispute: 'again', ...disagreeing('date') });
    expect(codes([...two, first], again)).toEqual(["already-disputed at '/about'"]);
  });
});

describe('what is known of a commitment', () => {
  it('holds each challenge and judgement under its own id', () => {
    const events = [generators, batch, fact.challenge(), fact.assessment()];
    const known = evolveAll(undefined, events.filter(isCommitmentEvent));
    expect(known.contentions).toMatchObject([{ type: 'challenge', id: 'not-seen', about: 'batch-1' }]);
    expect(known.assessments).toMatchObject([{ id: 'view-of-a-desk', label: 'overdue-unproven' }]);
  });
});
