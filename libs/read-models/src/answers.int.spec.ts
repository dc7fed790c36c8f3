import { emptyReadModels, exactly, fact, kyivMeeting, PaperLedger, type Projected } from '#libs/testkit';

const thatDay = { validAt: '2024-11-16' };

describe('given the meeting in Kyiv', () => {
  const ledger = new PaperLedger();
  let projected: Projected;

  beforeAll(async () => {
    projected = await emptyReadModels();
    ledger.record(...kyivMeeting);
    ledger.record(
      fact.conference({ conference: 'tokyo-2025', towards: ['demining-conference-2025'] }),
      fact.package({
        ...{ package: 'jp-30', number: 30, adopted: '2025-09-12' },
        ...{ published: '2025-09-13', inForce: '2025-10', targets: { individuals: 14, entities: 0 } },
      }),
      fact.package({ package: 'jp-unnumbered', number: null, adopted: '2025-01-10/2025-12-31' }),
      fact.disbursement({
        commitment: 'jp-frozen-assets-loan',
        amount: exactly('1', 'USD'),
        disbursed: '2025-03-01',
      }),
    );
    await projected.project(ledger.events);
  });
  afterAll(() => projected.close());

  it('then the meeting tells everything said there', async () => {
    const meeting = await projected.readModels.meeting('kyiv', thatDay);
    expect(meeting).toMatchObject({
      id: 'kyiv',
      type: 'meeting',
      held: { edtf: '2024-11-16' },
      place: { city: 'Kyiv', country: 'UA' },
      positions: [{ topic: 'Global partnership' }, { topic: 'North Korea', basis: 'Ukrainian intelligence' }],
      totals: [{ id: 'total-2024', stated: { lo: '12000000000', hi: null, unit: 'USD', verb: 'provided' } }],
      exhibitions: [{ exhibition: 'archives' }],
      progress: [{ type: 'FundsAllocated' }, { type: 'GeneratorsDelivered' }],
      asOf: { position: ledger.events.length },
    });
    expect(meeting?.packages).toHaveLength(26);
    expect(meeting?.commitments.map(({ id, label }) => [id, label])).toContainEqual([
      'generators-2024',
      'partly-delivered',
    ]);
    // When in 2024 it was signed is not known, so by that day it may not have been.
    expect(meeting?.agreements).toMatchObject([{ id: 'support-2024', type: 'signing', certain: false }]);
    expect(await projected.readModels.meeting('kyiv', { validAt: '2024-11-15' })).toBeUndefined();
    expect(await projected.readModels.meeting('kyiv', { ...thatDay, knownAt: 1 })).toBeUndefined();
  });

  it('then meetings, conferences and signings are listed by their days', async () => {
    const { items } = await projected.readModels.meetings({}, { validAt: '2025-12-31' });
    expect(items.map(({ id }) => id)).toEqual(['support-2024', 'kyiv', 'tokyo-2025']);
  });

  it('then the timeline of a commitment has what stands elsewhere and names it, by days, from either end', async () => {
    const subject = { commitment: 'demining-conference-2025' };
    const { items } = await projected.readModels.timeline(subject, {}, { validAt: '2025-12-31' });
    expect(items.map(({ type, occurred, summary }) => [type, occurred.edtf, summary])).toEqual([
      ['CommitmentAnnounced', '2024-11-16', 'Japan towards Ukraine (readiness): A conference on demining.'],
      ['ConferenceHeld', '2025-10-22/2025-10-23', 'Conference held in Tokyo: Mine action conference.'],
      [
        'FulfilmentLinked',
        '2025-10-22/2025-10-23',
        'Counts towards demining-conference-2025: Mine action conference.',
      ],
    ]);
    const back = await projected.readModels.timeline(
      subject,
      { direction: 'descending' },
      { validAt: '2025-12-31' },
    );
    expect(back.items).toEqual([...items].reverse());
    const during = await projected.readModels.timeline(subject, {}, { validAt: '2025-10-22' });
    expect(during.items.map(({ certain }) => certain)).toEqual([true, false, false]);
  });

  it('then a delivery is in the timeline of those to whom and by whom it was promised', async () => {
    const { items } = await projected.readModels.timeline(
      { party: 'JP', source: 'press-release' },
      { limit: 200 },
      thatDay,
    );
    expect(items.map(({ type }) => type)).toContain('GeneratorsDelivered');
  });

  it.each(['ascending', 'descending'] as const)(
    'then a timeline in pages is the whole of it, %s',
    async (direction) => {
      const whole = await projected.readModels.timeline({}, { limit: 200, direction }, thatDay);
      const paged: number[] = [];
      let cursor: string | null | undefined;
      while (cursor !== null) {
        const page = await projected.readModels.timeline(
          {},
          { limit: 7, direction, ...(cursor !== undefined && { cursor }) },
          thatDay,
        );
        paged.push(...page.items.map(({ position }) => position));
        cursor = page.next;
      }
      expect(paged).toEqual(whole.items.map(({ position }) => position));
      await expect(projected.readModels.timeline({}, { cursor: 'rubbish' }, thatDay)).rejects.toMatchObject({
        code: 'bad-cursor',
      });
    },
  );

  it('then the register has 26 packages that day, and later shows what is missing in its numbering', async () => {
    const of = async (validAt: string) =>
      (await projected.readModels.sanctionsPackages({}, {}, { validAt })).items;
    expect(await of('2024-11-16')).toMatchObject([
      { imposer: 'JP', target: 'RU', count: 26, highestNumber: 26, gaps: [], unnumbered: [] },
    ]);
    const [register] = await of('2025-12-01');
    expect(register).toMatchObject({ count: 27, highestNumber: 30, gaps: [{ from: 27, to: 29 }] });
    expect(register?.packages.at(0)).toMatchObject({ published: null, inForce: null, targets: null });
    expect(register?.packages.at(-1)).toMatchObject({
      number: 30,
      adopted: { edtf: '2025-09-12' },
      published: { edtf: '2025-09-13' },
      inForce: { edtf: '2025-10', earliest: '2025-10-01', latest: '2025-10-31' },
      targets: { individuals: 14, entities: 0, vessels: null },
    });
    expect(register?.unnumbered).toMatchObject([{ id: 'jp-unnumbered', number: null, certain: false }]);
    expect((await projected.readModels.sanctionsPackages({ imposer: 'UA' }, {}, thatDay)).items).toEqual([]);
  });

  it('then positions are found by party, topic and meeting', async () => {
    const found = async (filter: object) =>
      (await projected.readModels.positions(filter, {}, thatDay)).items.map(({ id }) => id);
    expect(await found({ party: 'UA' })).toEqual(['threat', 'pyongyang']);
    expect(await found({ topic: 'korea', meeting: 'kyiv' })).toEqual(['pyongyang']);
    expect(await found({ party: 'JP' })).toEqual([]);
  });

  it('then the total is reconciled with nothing, since what was paid was paid after its period', async () => {
    const { items } = await projected.readModels.reconciliations(
      { committer: 'JP' },
      {},
      { validAt: '2025-12-31' },
    );
    expect(items).toMatchObject([
      {
        id: 'total-2024',
        stated: { lo: '12000000000', hi: null, reporter: 'beneficiary' },
        itemised: {
          lo: '0',
          hi: '0',
          commitments: [],
          leftOut: [{ id: 'jp-frozen-assets-loan' }, { fact: 'tranche-1' }],
        },
        residual: { lo: '12000000000', hi: null },
      },
    ]);
    expect((await projected.readModels.commitments({ text: 'total' }, thatDay)).items).toEqual([]);
  });

  it('then sources are listed, and one tells how much rests on it', async () => {
    const { items } = await projected.readModels.sources({}, thatDay);
    expect(items.map(({ id }) => id)).toEqual(['press-release']);
    const source = await projected.readModels.source('press-release', thatDay);
    expect(source?.facts).toBe(
      ledger.events.filter(({ type }) => type !== 'SourceRegistered' && type !== 'FulfilmentAwaited').length,
    );
    expect(await projected.readModels.source('other', thatDay)).toBeUndefined();
  });

  it('then events are found by what they are about, in the order of the log', async () => {
    const positions = async (filter: object, knownAt?: number) => {
      const at = { ...thatDay, ...(knownAt !== undefined && { knownAt }) };
      return (await projected.readModels.eventPositions({ after: 0, limit: 100, ...filter }, at)).positions;
    };
    const goods = ledger.events
      .filter(({ stream }) => stream === 'commitment-generators-2024')
      .map(({ position }) => position);
    expect(await positions({ kind: ['goods'] })).toEqual(goods);
    expect(await positions({ stream: ['commitment-generators-2024'], after: goods[0] })).toEqual(
      goods.slice(1),
    );
    expect(await positions({ type: ['GeneratorsDelivered'], party: ['JP'] })).toEqual(goods.slice(1));
    expect(
      await positions({
        kind: ['goods', 'dialogue'],
        party: ['SE', 'UA'],
        type: ['GeneratorsDelivered', 'StepTaken'],
      }),
    ).toEqual(goods.slice(1));
    expect(await positions({ kind: ['goods'] }, goods[0])).toEqual(goods.slice(0, 1));
    expect(await positions({ limit: 3 })).toEqual([1, 2, 3]);
  });
});
