import { cloneDatabase, type TestDatabase } from '#libs/testkit';
import { ApiUnderTest } from './api-under-test.ts';
import { document, meetingRecord, newsItem } from './example-records.ts';

const QUESTIONS = [
  '/v1/commitments',
  '/v1/commitments?sort=-due&label=partly-delivered',
  '/v1/commitments/generators',
  '/v1/commitments/pressure',
  '/v1/commitments/generators/timeline',
  '/v1/timeline?limit=200',
  '/v1/timeline?limit=3&direction=descending',
  '/v1/meetings',
  '/v1/meetings/kyiv-meeting',
  '/v1/sanctions-packages',
  '/v1/positions',
  '/v1/reconciliations',
  '/v1/totals',
  '/v1/totals?commitments=generators,pressure',
  '/v1/matrix',
  '/v1/sources',
  '/v1/sources/press-release',
  '/v1/commitments/loan',
];
const DAYS = ['2024-12-31', '2025-01-15'];

let database: TestDatabase;
let api: ApiUnderTest;

beforeAll(async () => {
  database = await cloneDatabase();
  api = await ApiUnderTest.start(database);
  await recorded('/v1/records', meetingRecord);
  await recorded('/v1/sources', newsItem);
});
afterAll(async () => {
  await api.stop();
  await database.drop();
});

/** Records, and lets the answers tell of it. */
async function recorded(path: string, body: object): Promise<void> {
  const { status, body: receipt } = await api.post(path, body);
  expect([status, receipt.errors]).toEqual([201, undefined]);
  await api.project();
}

/** Every question about every day, by what was known at a position: the very text of each answer. */
async function asked(knownAt: number): Promise<readonly (readonly [string, number, string])[]> {
  const answers: [string, number, string][] = [];
  for (const question of QUESTIONS) {
    for (const day of DAYS) {
      const path = `${question}${question.includes('?') ? '&' : '?'}validAt=${day}&knownAt=${knownAt}`;
      const { status, text } = await api.get(path);
      // A problem names its own request; all else is an answer.
      answers.push([path, status, status === 200 ? text : '']);
    }
  }
  return answers;
}

const towards = (what: string, body: object) => (): Promise<void> =>
  recorded(`/v1/commitments/generators/${what}`, { source: 'news-item', ...body });

const LATER: readonly (readonly [string, () => Promise<void>])[] = [
  [
    'a delivery told late',
    towards('deliveries', {
      ...{ id: 'late', quantity: '99 generators', milestone: 'handed-over', delivered: '2024-12-20' },
    }),
  ],
  [
    'a correction of what was promised',
    towards('corrections', {
      ...{ id: 'fix-1', corrects: 'generators', reason: 'The number was misread.' },
      replacement: {
        ...{ type: 'commitment', title: '90 generators', kind: 'goods', strength: 'declared' },
        ...{ committers: ['JP'], beneficiaries: ['UA'], announced: '2024-11-16', due: '2024' },
        criterion: { type: 'count-reached', target: '90 generators', milestone: 'handed-over' },
      },
    }),
  ],
  [
    'a correction of that correction',
    towards('corrections', { id: 'fix-2', corrects: 'fix-1', retracted: true, reason: 'It was read well.' }),
  ],
  ['a withdrawal', towards('withdrawals', { id: 'end', by: 'JP', withdrawn: '2025-01-10' })],
  ['a challenge', towards('challenges', { id: 'doubt', about: 'first-batch', grounds: 'Nobody saw it.' })],
  [
    'a package told late',
    () =>
      recorded('/v1/sanctions-packages', {
        ...{ imposer: 'JP', target: 'RU', against: ['RU'], number: 27, adopted: '2024-12-01' },
        source: 'news-item',
      }),
  ],
  [
    'a loan told late, with a payment',
    () =>
      recorded('/v1/records', {
        source: 'news-item',
        attribution: { saidBy: 'A minister', onBehalfOf: 'JP' },
        commitments: [
          {
            ...{
              id: 'loan',
              title: 'A loan',
              kind: 'financial',
              strength: 'agreed',
              announced: '2024-11-16',
            },
            ...{ committers: ['JP'], beneficiaries: ['UA'] },
            criterion: { type: 'sum-reached', target: 'over 3 billion USD', milestone: 'disbursed' },
          },
        ],
        disbursements: [
          {
            ...{ id: 'first', commitment: 'loan', amount: '1 billion USD', milestone: 'disbursed' },
            disbursed: '2024-11-16',
          },
        ],
      }),
  ],
  [
    'the source document, kept late',
    async () => {
      const headers = { 'content-type': 'text/plain' };
      const path = `/v1/documents/${document.sha256}`;
      expect((await api.ask('PUT', path, { body: document.text, headers })).status).toBe(201);
    },
  ],
];

describe('asked again with the same validAt and knownAt, every question has the same answer to the byte', () => {
  it('whatever was recorded since, however late and of whatever day, and whatever was corrected', async () => {
    const given = new Map<number, Awaited<ReturnType<typeof asked>>>();
    const remember = async (): Promise<void> => {
      const { position } = await api.store.head();
      if (!given.has(position)) given.set(position, await asked(position));
    };
    await remember();
    for (const [, record] of LATER) {
      await record();
      await remember();
    }
    for (const [position, answers] of given) expect(await asked(position)).toEqual(answers);
    // They are answers that could have changed: no two of these states of knowledge say the same of all.
    const told = [...given.values()].map((answers) =>
      JSON.stringify(answers).replaceAll(/"(position|knownAt)\\":\d+|knownAt=\d+/g, ''),
    );
    expect(new Set(told).size).toBe(given.size);
    expect(given.size).toBe(LATER.length);
  }, 900_000);

  it('and what is said today quotes the document, as what was known before it does not', async () => {
    const quoted = async (more: string) =>
      (await api.get(`/v1/commitments/generators?validAt=2024-12-31${more}`)).text.includes('"text"');
    const { position } = await api.store.head();
    expect([await quoted(''), await quoted(`&knownAt=${position}`)]).toEqual([true, false]);
    await recorded('/v1/sources', { ...newsItem, id: 'after-the-document' });
    expect(await quoted(`&knownAt=${position + 1}`)).toBe(true);
  });
});
