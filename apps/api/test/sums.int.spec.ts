import { cloneDatabase, type TestDatabase } from '#libs/testkit';
import { lists, matrix, totals } from '../src/queries/answers/index.ts';
import { answered } from './answered.ts';
import { ApiUnderTest } from './api-under-test.ts';
import { meetingRecord, newsItem } from './example-records.ts';

let database: TestDatabase;
let api: ApiUnderTest;

beforeAll(async () => {
  database = await cloneDatabase();
  api = await ApiUnderTest.start(database);
  await api.post('/v1/records', meetingRecord);
  await api.post('/v1/sources', newsItem);
  await api.project();
});
afterAll(async () => {
  await api.stop();
  await database.drop();
});

const DAY = 'validAt=2024-12-31';

describe('a package of sanctions', () => {
  it('is told with when it was decided, published and in force, and how many it lists', async () => {
    const recorded = await api.post('/v1/sanctions-packages', {
      ...{ id: 'jp-29', imposer: 'JP', target: 'RU', against: ['RU'], number: 29, source: 'news-item' },
      ...{ adopted: '2025-01-10', published: '2025-01-11', inForce: '2025-02', targets: { entities: 29 } },
    });
    expect(recorded.status).toBe(201);
    await api.project();
    const at = '/v1/sanctions-packages?validAt=2025-01-10';
    const { items } = answered(await api.get(at), lists.sanctionsPackages);
    expect(items).toMatchObject([{ highestNumber: 29, gaps: [{ from: 27, to: 28 }], unnumbered: [] }]);
    expect(items[0]?.packages.at(-1)).toMatchObject({
      published: { edtf: '2025-01-11' },
      inForce: { edtf: '2025-02' },
      targets: { individuals: null, entities: 29, vessels: null },
    });
    const nothing = { id: 'jp-31', imposer: 'JP', target: 'RU', against: ['RU'], number: 31, targets: {} };
    const { body } = await api.post('/v1/sanctions-packages', {
      ...{ ...nothing, adopted: '2025-01-10', source: 'news-item' },
    });
    expect([body.code, body.errors[0].pointer]).toEqual(['invalid-body', '/targets']);
  });
});

describe('a question about sums', () => {
  it('is answered with each amount once, what is left out and why', async () => {
    const answer = answered(await api.get(`/v1/totals?${DAY}&committer=JP`), totals);
    expect(answer).toMatchObject({
      items: [{ id: 'generators', promised: { lo: '100', hi: '100' }, joint: false }],
      leftOut: [{ id: 'pressure', code: 'no-amount', reason: expect.any(String) }],
      sums: [{ unit: 'generators', commitments: 1, delivered: { lo: '1', hi: '100' } }],
      asOf: { validAt: '2024-12-31' },
    });
    expect(answer.derivation[0]).toMatch(/^generators, over 1 commitment: promised 100 generators;/);
    expect(answered(await api.get(`/v1/totals?${DAY}&unit=USD`), totals).items).toEqual([]);
  });

  it('of a set named that overlaps is refused with the pair and the way between them', async () => {
    const related = (id: string, type: string, commitment: string) => ({
      ...{ id, title: id, kind: 'goods', strength: 'declared', committers: ['JP'], beneficiaries: ['UA'] },
      criterion: { type: 'count-reached', target: '10 trucks', milestone: 'handed-over' },
      ...(commitment !== '' && { relations: [{ type, commitment }] }),
      ...{ announced: '2025-01-20', source: 'news-item' },
    });
    for (const body of [
      related('trucks', '', ''),
      related('first-trucks', 'part-of', 'trucks'),
      related('red-trucks', 'part-of', 'first-trucks'),
    ])
      expect((await api.post('/v1/commitments', body)).status).toBe(201);
    await api.project();
    const asked = '/v1/totals?validAt=2025-01-20&commitments=';
    const { status, body } = await api.get(`${asked}red-trucks,generators,trucks`);
    expect([status, body.code, body.errors]).toEqual([
      422,
      'overlapping-commitments',
      [
        {
          parameter: 'commitments',
          code: 'overlapping-commitments',
          fault:
            'names both red-trucks and trucks, and red-trucks is part of first-trucks, which is part of trucks',
          remedy: 'leave out red-trucks or trucks',
        },
      ],
    ]);
    const allowed = answered(await api.get(`${asked}red-trucks,generators`), totals);
    expect(allowed.items.map(({ id }) => id)).toEqual(['generators', 'red-trucks']);
    expect((await api.get(`${asked}unheard-of`)).body.code).toBe('not-found');
    for (const wrong of ['A,B', 'one,,two', ''])
      expect((await api.get(`${asked}${wrong}`)).body.code).toBe('invalid-parameter');
  });

  it('of who owes whom has a row for each pair, and each commitment once overall', async () => {
    const answer = answered(await api.get(`/v1/matrix?${DAY}`), matrix);
    expect(answer).toMatchObject({
      rows: [
        { committer: 'JP', beneficiary: 'UA', commitments: 2, joint: 1, sums: [{ unit: 'generators' }] },
      ],
      overall: { commitments: 2, labels: { 'partly-delivered': 1, announced: 1 } },
    });
    const inDollars = answered(await api.get(`/v1/matrix?${DAY}&unit=USD`), matrix);
    expect([inDollars.rows, inDollars.overall.commitments]).toEqual([[], 0]);
    expect((await api.get('/v1/matrix?unit=Dollars')).body.code).toBe('invalid-parameter');
  });
});
