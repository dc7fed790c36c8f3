import { foldAll } from '#libs/read-models';
import {
  emptyReadModels,
  exactly,
  fact,
  generatorsHandedOver,
  kyivMeeting,
  PaperLedger,
  type Projected,
} from '#libs/testkit';

const at = (validAt: string, knownAt?: number) => ({ validAt, ...(knownAt !== undefined && { knownAt }) });

describe('given the meeting in Kyiv', () => {
  const ledger = new PaperLedger();
  let projected: Projected;
  let head: number;

  beforeAll(async () => {
    projected = await emptyReadModels();
    ledger.record(...kyivMeeting);
    await projected.project(ledger.events);
    head = ledger.events.length;
  });
  afterAll(() => projected.close());

  const commitment = async (id: string, validAt: string, knownAt?: number) => {
    const found = await projected.readModels.commitment(id, at(validAt, knownAt));
    if (found.outcome !== 'found') throw new Error(`${id} is ${found.outcome}`);
    return found.commitment;
  };
  const ids = async (filter: object, validAt = '2024-11-16', knownAt?: number) => {
    const { items } = await projected.readModels.commitments(filter, at(validAt, knownAt));
    return items.map(({ id }) => id);
  };

  it('then generators-2024 is partly delivered, 1 to 100 of 100, with its trace, its evidence and where each fact stands', async () => {
    const found = await commitment('generators-2024', '2024-11-16');
    expect(found).toMatchObject({
      id: 'generators-2024',
      label: 'partly-delivered',
      due: { edtf: '2024', earliest: '2024-01-01', latest: '2024-12-31' },
      announced: { edtf: '2024-11-16' },
      meeting: 'kyiv',
      fulfilment: {
        outcome: 'undetermined',
        delivered: { lo: '1', hi: '100' },
        target: { lo: '100', hi: '100' },
        unit: 'generators',
        share: { lo: '0.01', hi: '1' },
      },
      happenings: [{ id: 'batch-1', type: 'delivery', certain: true, position: expect.any(Number) }],
      evidence: [
        { source: 'press-release', supports: 'generators-2024', attachment: null },
        { source: 'press-release', supports: 'batch-1', attachment: null },
      ],
      asOf: { position: head, validAt: '2024-11-16', knownAt: null },
    });
    expect(found.fulfilment.derivation.length).toBeGreaterThan(4);
  });

  it('then every other promise stands as the document leaves it', async () => {
    const { items, next } = await projected.readModels.commitments({}, at('2024-11-16'));
    expect(items.map(({ id, label }) => [id, label])).toEqual([
      ['demining-conference-2025', 'announced'],
      ['generators-2024', 'partly-delivered'],
      ['jp-frozen-assets-loan', 'allocated'],
      ['sanctions-pressure', 'announced'],
      ['security-dialogue', 'standing'],
      ['support-agreement', 'standing'],
    ]);
    expect(next).toBeNull();
  });

  it('then relations are told from both ends', async () => {
    expect((await commitment('security-dialogue', '2024-11-16')).relations).toEqual([
      { type: 'part-of', commitment: 'support-agreement', title: 'To carry out the agreement' },
    ]);
    expect((await commitment('support-agreement', '2024-11-16')).relations).toEqual([
      { type: 'has-part', commitment: 'security-dialogue', title: 'A security dialogue' },
    ]);
  });

  it('when asked of the day before, then nothing is listed and each says that it was not yet announced', async () => {
    expect(await ids({}, '2024-11-15')).toEqual([]);
    expect(await projected.readModels.commitment('generators-2024', at('2024-11-15'))).toMatchObject({
      outcome: 'not-yet-announced',
      announced: { latest: '2024-11-16' },
    });
    expect(await projected.readModels.commitment('nobody-said', at('2024-11-16'))).toMatchObject({
      outcome: 'unknown',
    });
  });

  it.each([
    [{ kind: 'financial' }, ['jp-frozen-assets-loan']],
    [{ label: 'standing' }, ['security-dialogue', 'support-agreement']],
    [{ committer: 'UA' }, ['sanctions-pressure', 'security-dialogue', 'support-agreement']],
    [{ party: 'JP', strength: 'readiness' }, ['demining-conference-2025']],
    [{ beneficiary: 'JP' }, []],
    [{ dueTo: '2024-12-31' }, ['generators-2024']],
    [{ dueFrom: '2025-06-01' }, ['demining-conference-2025']],
    [{ text: 'GENER japan' }, ['generators-2024']],
    [{ text: 'frozen -- assets' }, ['jp-frozen-assets-loan']],
    [{ text: 'nothing' }, []],
  ])('when asked for %j, then %j', async (filter, expected) => {
    expect(await ids(filter)).toEqual(expected);
  });

  it.each([
    'due',
    '-due',
    'announced',
    '-announced',
    'title',
    '-title',
    'label',
    '-label',
    'id',
    '-id',
  ] as const)('when paged two by two by %s, then each comes once and in that order', async (sort) => {
    const whole = await ids({ sort });
    const paged: string[] = [];
    let cursor: string | null | undefined;
    while (cursor !== null) {
      const page = await projected.readModels.commitments(
        { sort, limit: 2, ...(cursor !== undefined && { cursor }) },
        at('2024-11-16'),
      );
      paged.push(...page.items.map(({ id }) => id));
      cursor = page.next;
    }
    expect(paged).toEqual(whole);
    expect(new Set(whole).size).toBe(6);
  });

  it('when given a cursor of another order, or none of ours, then it is refused', async () => {
    const { next } = await projected.readModels.commitments({ sort: 'due', limit: 1 }, at('2024-11-16'));
    const refusal = { code: 'bad-cursor' };
    await expect(ids({ sort: 'title', cursor: next })).rejects.toMatchObject(refusal);
    await expect(ids({ cursor: 'rubbish' })).rejects.toMatchObject(refusal);
  });

  describe('when a delivery of 20 December that completes the hundred is recorded in March', () => {
    let before: number;

    beforeAll(async () => {
      before = ledger.events.length;
      const added = ledger.record(
        generatorsHandedOver('batch-2', '99', '2024-12-20'),
        fact.package({ package: 'jp-27', number: 27, adopted: '2025-01-10' }),
        fact.disbursement({
          commitment: 'jp-frozen-assets-loan',
          amount: exactly('1000000000', 'USD'),
          disbursed: '2025-02-01',
        }),
        fact.standing({
          commitment: 'agreement-annex',
          relations: [{ type: 'part-of', commitment: 'support-agreement' }],
        }),
      );
      await projected.project(added, 2);
    });

    it('then by today’s knowledge it was fulfilled on time in January, and by that of January it was overdue, unproven', async () => {
      expect(await commitment('generators-2024', '2025-01-15')).toMatchObject({
        label: 'fulfilled',
        facets: { time: 'met-on-time' },
        position: before + 1,
      });
      const then = await commitment('generators-2024', '2025-01-15', before);
      expect(then).toMatchObject({ label: 'overdue-unproven', asOf: { knownAt: before } });
      expect(then.happenings).toHaveLength(1);
      expect(await commitment('generators-2024', '2024-12-31', before)).toMatchObject({
        label: 'partly-delivered',
      });
    });

    it('then package 27 fulfils the promise of further sanctions from its day on', async () => {
      expect((await commitment('sanctions-pressure', '2025-01-09')).label).toBe('announced');
      expect((await commitment('sanctions-pressure', '2025-01-10')).label).toBe('fulfilled');
    });

    it('then lists tell both truths, filtered and in order', async () => {
      expect(await ids({ label: 'fulfilled' }, '2025-01-15')).toEqual([
        'generators-2024',
        'sanctions-pressure',
      ]);
      expect(await ids({ label: 'fulfilled' }, '2025-01-15', before)).toEqual([]);
      expect(await ids({ label: 'overdue-unproven' }, '2025-01-15', before)).toEqual(['generators-2024']);
      expect(await ids({ sort: '-title', party: 'JP' }, '2025-01-15', before)).toEqual(
        (await ids({ sort: '-title' }, '2025-01-15')).filter((id) => id !== 'agreement-annex'),
      );
      expect(await ids({ kind: 'goods', text: 'gen' }, '2025-01-15', before)).toEqual(['generators-2024']);
    });

    it('then what was recorded since is in no answer of before', async () => {
      const now = await commitment('support-agreement', '2025-01-15');
      const then = await commitment('support-agreement', '2025-01-15', before);
      expect(now.relations).toHaveLength(2);
      expect(then.relations).toHaveLength(1);
      expect(
        await projected.readModels.commitment('agreement-annex', at('2025-01-15', before)),
      ).toMatchObject({
        outcome: 'unknown',
      });
    });

    it('then pages of before go on in order over what changed and what did not', async () => {
      const first = await projected.readModels.commitments({ limit: 3 }, at('2025-01-15', before));
      const second = await projected.readModels.commitments(
        { limit: 3, cursor: first.next ?? '' },
        at('2025-01-15', before),
      );
      expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(
        await ids({}, '2024-11-16', before),
      );
    });
  });

  it('when every event is projected again, one by one, then no row changes', async () => {
    const { rows } = await projected.database
      .pool('admin')
      .query('select * from read_models.tracking order by 1');
    await projected.project(ledger.events, 1);
    const again = await projected.database
      .pool('admin')
      .query('select * from read_models.tracking order by 1');
    expect(again.rows).toEqual(rows);
  });

  it('then the rows are what the pure fold says', () => {
    expect(foldAll([ledger.events])['tracking']).toHaveLength(7);
  });
});
