import { cloneDatabase, type TestDatabase } from '#libs/testkit';
import { ApiUnderTest, eventsIn, type Answer } from './api-under-test.ts';
import { meetingRecord, newsItem } from './example-records.ts';

let database: TestDatabase;
let api: ApiUnderTest;

beforeEach(async () => {
  database = await cloneDatabase();
  api = await ApiUnderTest.start(database);
  await api.post('/v1/records', meetingRecord);
  await api.post('/v1/sources', newsItem);
});
afterEach(async () => {
  await api.stop();
  await database.drop();
});

const source = 'news-item';
const tell = (what: string, body: object, commitment = 'generators') =>
  api.post(`/v1/commitments/${commitment}/${what}`, { source, ...body });
const asked = async (validAt: string, commitment = 'generators'): Promise<Answer['body']> => {
  await api.project();
  return (await api.get(`/v1/commitments/${commitment}?validAt=${validAt}`)).body as unknown;
};
const refusal = ({ status, body }: Answer) => [status, body.code, body.errors[0].pointer];

describe('the end of a commitment over HTTP', () => {
  it('given a withdrawal by a committer, then it is withdrawn from that day, and by nobody else', async () => {
    expect(refusal(await tell('withdrawals', { by: 'UA', withdrawn: '2024-12-10' }))).toEqual([
      422,
      'not-a-committer',
      '/by',
    ]);
    const told = await tell('withdrawals', { id: 'taken-back', by: 'JP', withdrawn: '2024-12-10' });
    expect([told.status, eventsIn(told)]).toMatchObject([
      201,
      [{ type: 'CommitmentWithdrawn', stream: 'commitment-generators' }],
    ]);
    expect((await asked('2024-12-09')).label).toBe('partly-delivered');
    expect(await asked('2024-12-10')).toMatchObject({
      label: 'withdrawn',
      facets: { normative: 'withdrawn' },
      ends: [
        {
          ...{ id: 'taken-back', type: 'withdrawal', by: 'JP', successor: null, certain: true },
          ...{ ended: { edtf: '2024-12-10' }, position: told.body.position as number },
        },
      ],
    });
  });

  it('given a release by a beneficiary, then it is released, and no later end is taken', async () => {
    expect(refusal(await tell('releases', { by: 'JP', released: '2025-02' }))).toEqual([
      422,
      'not-a-beneficiary',
      '/by',
    ]);
    expect((await tell('releases', { by: 'UA', released: '2025-02' })).status).toBe(201);
    expect(refusal(await tell('withdrawals', { by: 'JP', withdrawn: '2025-03-01' }))).toEqual([
      409,
      'already-ended',
      '/withdrawn',
    ]);
    const open = await asked('2025-02-15');
    expect(open).toMatchObject({ label: 'overdue-unproven', ends: [{ certain: false }] });
    expect((await asked('2025-02-28')).label).toBe('released');
  });

  it('given another commitment takes its place, then it is superseded, and the two of them tell of it', async () => {
    expect(
      refusal(await tell('supersessions', { successor: 'nobody-promised', superseded: '2024-12-10' })),
    ).toEqual([422, 'unknown-commitment', '/successor']);
    const told = await tell('supersessions', { successor: 'pressure', superseded: '2024-12-10' });
    expect(told.status).toBe(201);
    expect(
      refusal(await tell('supersessions', { successor: 'generators', superseded: '2025' }, 'pressure')),
    ).toEqual([422, 'relation-circle', '/successor']);
    expect(await asked('2024-12-10')).toMatchObject({
      label: 'superseded',
      ends: [{ type: 'supersession', successor: 'pressure' }],
    });
    const timeline = await api.get('/v1/commitments/pressure/timeline');
    expect(timeline.body.items).toContainEqual(
      expect.objectContaining({
        type: 'CommitmentSuperseded',
        summary: 'Superseded by pressure: generators.',
      }),
    );
  });

  it('given ten pairs that would supersede each other at once, then of each only one is recorded', async () => {
    const pairs = Array.from({ length: 10 }, (_, index) => [`left-${index}`, `right-${index}`] as const);
    const [, commitment] = meetingRecord.commitments;
    const commitments = pairs
      .flat()
      .map((id) => ({ ...commitment, id, criterion: 'standing', announced: '2024', evidence: undefined }));
    await api.post('/v1/records', { source: newsItem.id, commitments });
    const both = await Promise.all(
      pairs.map(([left, right]) =>
        Promise.all([
          tell('supersessions', { successor: right, superseded: '2025' }, left),
          tell('supersessions', { successor: left, superseded: '2025' }, right),
        ]),
      ),
    );
    for (const answers of both) expect(answers.map(({ status }) => status).sort()).toEqual([201, 422]);
  });

  it('given the record is declared complete, then the missed deadline is evidenced', async () => {
    const known = { milestone: 'handed-over', delivered: '2024-12-20', quantity: '40 generators' };
    const record = {
      source: newsItem.id,
      commitments: [
        { ...meetingRecord.commitments[0], id: 'others', announced: '2024-11-16', evidence: undefined },
      ],
      deliveries: [{ id: 'forty', commitment: 'others', ...known }],
    };
    expect((await api.post('/v1/records', record)).status).toBe(201);
    expect(refusal(await tell('coverage', { period: '2024-11-16/2025-12-31' }, 'others'))).toEqual([
      422,
      'period-not-over',
      '/period',
    ]);
    expect((await asked('2025-01-05', 'others')).label).toBe('overdue-unproven');
    const told = await tell('coverage', { period: '2024-11-16/2025-01-10' }, 'others');
    expect([told.status, eventsIn(told)]).toMatchObject([201, [{ type: 'CoverageDeclared' }]]);
    expect(await asked('2025-01-05', 'others')).toMatchObject({
      label: 'overdue-evidenced',
      fulfilment: { outcome: 'not-met', delivered: { lo: '40', hi: '40' } },
      coverage: [{ period: { latest: '2025-01-10' }, declared: { edtf: newsItem.published } }],
    });
    const before = told.body.position - 1;
    const then = await api.get(`/v1/commitments/others?validAt=2025-01-05&knownAt=${before}`);
    expect(then.body).toMatchObject({ label: 'overdue-unproven', coverage: [] });
    const list = await api.get('/v1/commitments?validAt=2025-01-05&label=overdue-evidenced');
    expect(list.body.items.map(({ id }: { id: string }) => id)).toEqual(['others']);
  });

  it('given all of it in one record, then the commitments it names may be announced in it', async () => {
    const commitment = { ...meetingRecord.commitments[1], evidence: undefined };
    const record = {
      source: newsItem.id,
      supersessions: [
        { id: 'renewed', commitment: 'pressure', successor: 'new-pressure', superseded: '2025-01-10' },
      ],
      withdrawals: [{ id: 'given-up', commitment: 'generators', by: 'JP', withdrawn: '2025-01' }],
      coverages: [{ id: 'covered', commitment: 'generators', period: '2024', note: 'From the register' }],
      commitments: [{ ...commitment, id: 'new-pressure', announced: '2025-01-10' }],
    };
    const { status, body } = await api.post('/v1/records', record);
    expect([status, body.errors]).toEqual([201, undefined]);
    expect((await asked('2025-01-31')).label).toBe('withdrawn');
    expect((await asked('2025-01-31', 'pressure')).label).toBe('superseded');
  });
});
