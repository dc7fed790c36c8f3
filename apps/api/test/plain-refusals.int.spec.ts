import { cloneDatabase, type TestDatabase } from '#libs/testkit';
import { ApiUnderTest, type Answer } from './api-under-test.ts';
import { document, meetingRecord, newsItem } from './example-records.ts';

let database: TestDatabase;
let api: ApiUnderTest;

beforeAll(async () => {
  database = await cloneDatabase();
  api = await ApiUnderTest.start(database);
  await api.post('/v1/records', meetingRecord);
  await api.post('/v1/sources', newsItem);
});
afterAll(async () => {
  await api.stop();
  await database.drop();
});

const source = 'news-item';
const refusal = ({ status, body }: Answer) => [status, body.code, body.errors?.[0]?.pointer];
const delivery = {
  ...{ quantity: '1 generator', milestone: 'handed-over', delivered: '2024-12-01' },
};
const loan = {
  ...{ id: 'loan', title: 'A loan', kind: 'financial', strength: 'agreed', announced: '2024-11-16' },
  ...{ committers: ['JP'], beneficiaries: ['UA'], source },
  criterion: { type: 'sum-reached', target: '3 billion USD', milestone: 'disbursed' },
};

describe('over HTTP, what is told cannot stand', () => {
  it.each<readonly [string, () => Promise<Answer>, readonly unknown[]]>([
    [
      'at a meeting that nobody recorded',
      () => api.post('/v1/commitments/generators/deliveries', { ...delivery, source, meeting: 'nowhere' }),
      [422, 'not-held', '/meeting'],
    ],
    [
      'on a passage of another document than that of its source',
      () =>
        api.post('/v1/commitments/generators/deliveries', {
          ...delivery,
          evidence: [{ source: 'press-release', document: 'f'.repeat(64), ...document.anchor('Kyiv') }],
        }),
      [422, 'other-document', '/evidence/0/document'],
    ],
    [
      'towards what is not measured so',
      () => api.post('/v1/commitments/pressure/deliveries', { ...delivery, source }),
      [422, 'not-measured-so', '/quantity'],
    ],
    [
      'where a commitment is related to itself',
      () => api.post('/v1/commitments', { ...loan, relations: [{ type: 'part-of', commitment: 'loan' }] }),
      [422, 'related-to-itself', '/relations/0/commitment'],
    ],
  ])('%s', async (_, asked, expected) => {
    expect(refusal(await asked())).toEqual(expected);
  });
});
