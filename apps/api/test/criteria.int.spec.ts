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
const commitment = (id: string, criterion: object, more = {}) =>
  api.post('/v1/commitments', {
    ...{ id, title: id, kind: 'agreement', strength: 'agreed', committers: ['JP', 'UA'] },
    ...{ beneficiaries: ['UA'], announced: '2024-11-16', criterion, source, ...more },
  });

describe('the milestones of a delivery over HTTP', () => {
  it('given a delivery sent, when it is handed over, then it counts from that day, and once', async () => {
    const sent = {
      id: 'by-sea',
      quantity: '40 generators',
      milestone: 'dispatched',
      delivered: '2024-11-20',
    };
    expect((await tell('deliveries', sent)).status).toBe(201);
    const handed = { id: 'sea-handed', of: 'by-sea', milestone: 'handed-over', passed: '2024-12-05' };
    const told = await tell('passages', handed);
    expect([told.status, eventsIn(told)]).toMatchObject([
      201,
      [{ type: 'MilestonePassed', stream: 'commitment-generators' }],
    ]);
    expect((await tell('passages', handed)).status).toBe(200);
    await tell('passages', {
      of: 'by-sea',
      milestone: 'in-use',
      passed: '2024-12',
      quantity: '15 generators',
    });
    expect((await asked('2024-12-04')).fulfilment.recorded).toEqual({ lo: '1', hi: null });
    const then = await asked('2024-12-31');
    expect(then.fulfilment.recorded).toEqual({ lo: '41', hi: null });
    expect(then.happenings.find(({ id }: { id: string }) => id === 'by-sea')).toMatchObject({
      milestone: 'dispatched',
      passages: [
        { id: 'sea-handed', milestone: 'handed-over', quantity: null, certain: true },
        { milestone: 'in-use', quantity: { value: '15' }, passed: { edtf: '2024-12' } },
      ],
    });
    expect(then.evidence).toContainEqual(expect.objectContaining({ supports: 'sea-handed', source }));
  });

  it('given what cannot be, then each refusal has its status, code and place', async () => {
    await tell('deliveries', {
      ...{ id: 'by-sea', quantity: '40 generators', milestone: 'dispatched', delivered: '2024-11-20' },
    });
    const handed = { of: 'by-sea', milestone: 'handed-over', passed: '2024-12-05' };
    const refused = async (body: object) => refusal(await tell('passages', { ...handed, ...body }));
    expect(await refused({ of: 'by-air' })).toEqual([422, 'unknown-delivery', '/of']);
    expect(await refused({ milestone: 'credited' })).toEqual([422, 'not-on-its-way', '/milestone']);
    expect(await refused({ milestone: 'dispatched' })).toEqual([
      409,
      'milestone-told-differently',
      '/milestone',
    ]);
    expect(await refused({ passed: '2024-11-19' })).toEqual([422, 'milestones-out-of-order', '/passed']);
    expect(await refused({ quantity: '41 generators' })).toEqual([422, 'more-than-delivered', '/quantity']);
    expect(await refused({ quantity: '4 trucks' })).toEqual([422, 'other-unit', '/quantity/unit']);
  });
});

describe('criteria over HTTP', () => {
  it('given a treaty to be ratified, then it is met once each party has', async () => {
    const parties = ['JP', 'UA'];
    await commitment('treaty', { type: 'stage-reached', agreement: 'a treaty', stage: 'ratified', parties });
    const stage = { stage: 'ratified', reached: '2025-02-03' };
    const told = await tell('agreement-stages', { ...stage, by: 'JP' }, 'treaty');
    expect([told.status, eventsIn(told)]).toMatchObject([201, [{ type: 'AgreementStageReached' }]]);
    expect(refusal(await tell('agreement-stages', { ...stage, by: 'PL' }, 'treaty'))).toEqual([
      422,
      'not-a-party',
      '/by',
    ]);
    expect(refusal(await tell('agreement-stages', { ...stage, meets: 'other' }, 'treaty'))).toEqual([
      422,
      'unknown-condition',
      '/meets',
    ]);
    expect(await asked('2025-02-03', 'treaty')).toMatchObject({
      label: 'partly-delivered',
      fulfilment: { members: [{ condition: 'Japan', outcome: 'met' }, { outcome: 'undetermined' }] },
      happenings: [{ type: 'agreement-stage', stage: 'ratified', by: 'JP' }],
    });
    await tell('agreement-stages', { ...stage, by: 'UA' }, 'treaty');
    expect((await asked('2025-02-03', 'treaty')).label).toBe('fulfilled');
  });

  it('given conditions joined, then a package of a register that one of them waits for is found', async () => {
    const recorded = await commitment('package-deal', {
      type: 'all',
      of: [
        { type: 'sum-reached', target: 'over 1 billion USD', milestone: 'credited' },
        {
          type: 'any',
          of: [
            { type: 'acts-after', imposer: 'JP', target: 'RU', after: '2024-11-16' },
            { type: 'sessions-held', session: 'a dialogue', every: 'year', within: '2025/2026' },
          ],
        },
      ],
    });
    expect(eventsIn(recorded).map(({ type }) => type)).toEqual(['CommitmentAnnounced', 'FulfilmentAwaited']);
    await api.post('/v1/sanctions-packages', {
      ...{ imposer: 'JP', target: 'RU', against: ['RU'], number: 27, adopted: '2025-01-10', source },
    });
    await tell(
      'disbursements',
      { amount: '1 billion USD', milestone: 'disbursed', disbursed: '2025-01-05', id: 'tranche' },
      'package-deal',
    );
    expect(await asked('2025-02-01', 'package-deal')).toMatchObject({
      label: 'partly-delivered',
      fulfilment: {
        unit: 'conditions',
        delivered: { lo: '1', hi: '2' },
        members: [{ outcome: 'undetermined' }, { outcome: 'met', members: [{ outcome: 'met' }, {}] }],
      },
    });
    await tell('passages', { of: 'tranche', milestone: 'credited', passed: '2025-02-10' }, 'package-deal');
    expect((await asked('2025-02-10', 'package-deal')).label).toBe('fulfilled');
    const totals = await api.get('/v1/totals?validAt=2025-02-10');
    expect(totals.body.leftOut).toContainEqual(
      expect.objectContaining({
        id: 'package-deal',
        code: 'joins-conditions',
        reason: expect.stringContaining('over 1,000,000,000 USD'),
      }),
    );
  });

  it('given a criterion with a fault deep within, then the answer points there', async () => {
    const { status, body } = await commitment('wrong', {
      type: 'all',
      of: [
        { type: 'standing' },
        { type: 'any', of: [{ type: 'step-taken', step: 'a', after: '2024' }, { type: 'event-held' }] },
      ],
    });
    expect(status).toBe(422);
    expect(body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual(
      expect.arrayContaining([
        '/criterion/of/0/type',
        '/criterion/of/1/of/0/after',
        '/criterion/of/1/of/1/event',
      ]),
    );
  });
});
