import { cloneDatabase, type TestDatabase, until } from '#libs/testkit';
import { createHash } from 'node:crypto';
import { type Answer, ApiUnderTest } from './api-under-test.ts';
import { document, meetingRecord } from './example-records.ts';

let database: TestDatabase;
let api: ApiUnderTest;
let reader: string;
let last: number;

const PATIENCE_MS = 180_000;

/** Asks for a report and waits until it is made, or is not to be. */
async function made(body: object, key = reader): Promise<Answer> {
  const asked = await api.post('/v1/reports', body, { key });
  expect([200, 202]).toContain(asked.status);
  return ended(asked.headers.get('location') ?? '', key);
}

async function ended(address: string, key = reader): Promise<Answer> {
  let answer: Answer | undefined;
  await until(
    `${address} is made`,
    async () => {
      answer = await api.get(address, { key });
      return answer.body.state === 'done' || answer.body.state === 'failed';
    },
    PATIENCE_MS,
  );
  if (!answer) throw new Error('there is no answer');
  return answer;
}

const fileOf = async (report: Answer, key = reader): Promise<Answer> =>
  api.get(report.body.file.href as string, { key });

beforeAll(async () => {
  database = await cloneDatabase();
  api = await ApiUnderTest.start(database);
  reader = await api.keyOf('reader');
  expect(
    (
      await api.ask('PUT', `/v1/documents/${document.sha256}`, {
        body: document.text,
        headers: { 'content-type': 'text/plain' },
      })
    ).status,
  ).toBe(201);
  last = (await api.post('/v1/records', meetingRecord)).body.position as number;
});
afterAll(async () => {
  await api.stop();
  await database.drop();
});

describe('a report asked for over HTTP', () => {
  it('is made aside, and fetched when it is there', async () => {
    const asked = await api.post(
      '/v1/reports',
      { scope: 'commitment:generators', validAt: '2024-12-31', format: 'json' },
      { key: reader },
    );
    expect(asked).toMatchObject({
      status: 202,
      body: { scope: 'commitment:generators', validAt: '2024-12-31', knownAt: last, file: null, fault: null },
    });
    const report = await ended(asked.headers.get('location') ?? '');
    expect(report.body).toMatchObject({ state: 'done', fault: null, progress: expect.anything() });
    const { file } = report.body;
    const got = await fileOf(report);
    expect(got.headers.get('content-type')).toBe('application/json');
    expect(got.headers.get('content-disposition')).toBe(
      `attachment; filename="report-commitment-generators-2024-12-31-at-${last}.json"`,
    );
    expect(createHash('sha256').update(got.text).digest('hex')).toBe(file.sha256);
    expect(Buffer.byteLength(got.text)).toBe(file.bytes);
    expect(got.body).toMatchObject({
      cover: { scope: 'commitment:generators', validAt: '2024-12-31', knownAt: { position: last } },
      commitments: [{ id: 'generators', answer: { label: 'partly-delivered' } }],
    });
  }, 400_000);

  it('answers of a commitment what the ledger itself answers', async () => {
    await api.project();
    const { body } = await fileOf(await made({ validAt: '2025-01-01', format: 'json' }));
    for (const { id, answer } of body.commitments) {
      const asked = await api.get(`/v1/commitments/${id}?validAt=2025-01-01&knownAt=${last}`, {
        key: reader,
      });
      const { asOf: _, ...same } = JSON.parse(asked.text.replace(/,"text":"[^"]*"/g, ''));
      expect(answer).toEqual(same);
    }
  }, 400_000);

  it('is the same one, asked for again', async () => {
    const first = await made({ scope: 'ledger', validAt: '2024-11-20', format: 'html' });
    const again = await api.post(
      '/v1/reports',
      { validAt: '2024-11-20', knownAt: last, format: 'html' },
      { key: reader },
    );
    expect(again).toMatchObject({ status: 200, body: { id: first.body.id, state: 'done' } });
  }, 400_000);

  it('is the same to the byte, made on several threads', async () => {
    const large = await ApiUnderTest.start(database, { reports: { threadsFrom: 1 } });
    try {
      for (const format of ['json', 'pdf']) {
        const body = { format, validAt: '2024-12-31', documents: [document.sha256] };
        const { headers } = await large.post('/v1/reports', body, { key: reader });
        const address = headers.get('location') ?? '';
        const answer = () => large.get(address, { key: reader });
        await until(
          `${address} is made`,
          async () => ['done', 'failed'].includes((await answer()).body.state as string),
          PATIENCE_MS,
        );
        const alone = await made(body);
        expect((await answer()).body).toMatchObject({
          state: 'done',
          file: { sha256: alone.body.file.sha256 as string },
        });
      }
    } finally {
      await large.stop();
    }
  }, 400_000);

  it('is of the time asked for', async () => {
    const future = new Date(Date.now() + 3_600_000).toISOString();
    expect(await api.post('/v1/reports', { format: 'json', knownAt: future }, { key: reader })).toMatchObject(
      {
        status: 400,
        body: { code: 'invalid-parameter' },
      },
    );
    const before = await api.post(
      '/v1/reports',
      { format: 'json', knownAt: '2020-01-01T00:00:00Z' },
      { key: reader },
    );
    expect(before).toMatchObject({ status: 422, body: { code: 'nothing-to-report' } });
  }, 400_000);

  it('quotes the documents that are named, and only those that are kept', async () => {
    const { body } = await fileOf(await made({ format: 'json', documents: [document.sha256] }));
    const quotes = body.commitments.flatMap((sheet: { quotes: { text: string }[] }) =>
      sheet.quotes.map(({ text }) => text),
    );
    expect(quotes).toContain('one hundred generators 🔌 this year');
    const unknown = await api.post(
      '/v1/reports',
      { format: 'json', documents: ['0'.repeat(64)] },
      { key: reader },
    );
    expect(unknown).toMatchObject({ status: 404, body: { code: 'not-found' } });
  }, 400_000);

  it('belongs to whoever asked for it', async () => {
    const other = await api.keyOf('reader', 'another-reader');
    const report = await made({ validAt: '2024-11-21', format: 'json' });
    const address = `/v1/reports/${report.body.id}`;
    for (const path of [address, `${address}/file`])
      expect((await api.get(path, { key: other })).status).toBe(404);
    expect((await api.ask('DELETE', address, { key: other })).status).toBe(404);
    expect((await api.get('/v1/reports', { key: other })).body.items).toEqual([]);
    const mine = (await api.get('/v1/reports', { key: reader })).body.items as { id: string }[];
    expect(mine.map(({ id }) => id)).toContain(report.body.id);
    expect((await api.ask('DELETE', address, { key: reader })).status).toBe(204);
    expect((await api.get(address, { key: reader })).status).toBe(404);
  }, 400_000);

  it('of nothing fails, and says so', async () => {
    const report = await made({ scope: 'commitment:unheard-of', format: 'json' });
    expect(report.body).toMatchObject({ state: 'failed', file: null, fault: { code: 'nothing-to-report' } });
    expect(await api.get(`/v1/reports/${report.body.id}/file`, { key: reader })).toMatchObject({
      status: 422,
      body: { code: 'nothing-to-report' },
    });
  }, 400_000);

  it.each([
    [{}, '/format'],
    [{ format: 'docx' }, '/format'],
    [{ format: 'json', scope: 'all' }, '/scope'],
    [{ format: 'json', validAt: 'today' }, '/validAt'],
    [{ format: 'json', knownAt: 'now' }, '/knownAt'],
    [{ format: 'json', documents: ['x'] }, '/documents/0'],
  ])(
    'is refused as %j',
    async (body, pointer) => {
      const refused = await api.post('/v1/reports', body, { key: reader });
      expect(refused).toMatchObject({
        status: 422,
        body: { code: 'invalid-body', errors: [{ pointer }] },
      });
    },
    400_000,
  );
});

describe('reports of one owner', () => {
  it('that are done make room for others', async () => {
    const small = await ApiUnderTest.start(database, { reports: { perOwner: 1 } });
    const made = async (validAt: string): Promise<string> => {
      const { status, body } = await small.post('/v1/reports', { format: 'json', validAt }, { key: reader });
      expect(status).toBe(202);
      const address = `/v1/reports/${body.id}`;
      await until(
        `${address} is made`,
        async () => (await small.get(address, { key: reader })).body.state === 'done',
        PATIENCE_MS,
      );
      return address;
    };
    try {
      const first = await made('2024-12-01');
      const second = await made('2024-12-02');
      expect((await small.get(first, { key: reader })).status).toBe(404);
      expect((await small.get(second, { key: reader })).status).toBe(200);
    } finally {
      await small.stop();
    }
  }, 400_000);

  it('that wait for their turn cannot be fetched yet', async () => {
    const idle = await ApiUnderTest.start(database, { reports: { atOnce: 0, perOwner: 1 } });
    try {
      const asked = await idle.post('/v1/reports', { format: 'json' }, { key: reader });
      expect(asked.body.state).toBe('waiting');
      expect(await idle.get(`/v1/reports/${asked.body.id}/file`, { key: reader })).toMatchObject({
        status: 409,
        body: { code: 'report-not-ready' },
      });
      const refused = await idle.post('/v1/reports', { format: 'html' }, { key: reader });
      expect(refused).toMatchObject({ status: 429, body: { code: 'too-many-reports' } });
      expect(refused.headers.get('retry-after')).toBe('10');
    } finally {
      await idle.stop();
    }
  }, 400_000);

  it('that are done go after their time', async () => {
    const hasty = await ApiUnderTest.start(database, { reports: { keptMs: 1 } });
    try {
      const asked = await hasty.post('/v1/reports', { format: 'json' }, { key: reader });
      await until(
        'it is gone',
        async () => (await hasty.get(`/v1/reports/${asked.body.id}`, { key: reader })).status === 404,
        PATIENCE_MS,
      );
    } finally {
      await hasty.stop();
    }
  }, 400_000);
});
