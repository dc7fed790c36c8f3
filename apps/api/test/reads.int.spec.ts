import { cloneDatabase, type TestDatabase, until } from '#libs/testkit';
import { ApiUnderTest } from './api-under-test.ts';
import { meetingRecord } from './example-records.ts';

let database: TestDatabase;
let api: ApiUnderTest;
let auditor: string;
let reader: string;
let last: number;

interface Read {
  readonly number: number;
  readonly reader: string;
  readonly what: string;
  readonly position: number;
}
const readsBy = async (name: string): Promise<readonly Read[]> =>
  (await api.get(`/v1/reads?reader=${name}&direction=ascending`)).body.items as readonly Read[];

beforeAll(async () => {
  database = await cloneDatabase();
  api = await ApiUnderTest.start(database);
  [auditor, reader] = [await api.keyOf('auditor'), await api.keyOf('reader')];
  last = (await api.post('/v1/records', meetingRecord)).body.position as number;
  await api.project();
});
afterAll(async () => {
  await api.stop();
  await database.drop();
});

describe('what an auditor reads', () => {
  it('is kept: who, what, when, and as of which position', async () => {
    const before = Date.now() - 60_000;
    expect((await api.get('/v1/commitments?party=JP', { key: auditor })).status).toBe(200);
    const [read] = await readsBy('test-auditor');
    expect(read).toEqual({
      number: expect.any(Number),
      readAt: expect.any(String),
      reader: 'test-auditor',
      role: 'auditor',
      method: 'GET',
      what: '/v1/commitments?party=JP',
      position: last,
    });
    expect(Date.parse((read as unknown as { readAt: string }).readAt)).toBeGreaterThan(before);
  });

  it('is kept also where it is a report, a stream, or nothing that is there', async () => {
    await api.post('/v1/reports', { format: 'json' }, { key: auditor });
    expect((await api.get('/v1/commitments/unheard-of', { key: auditor })).status).toBe(404);
    const stream = await fetch(`${api.url}/v1/events?after=0`, {
      headers: { authorization: `Bearer ${auditor}`, accept: 'text/event-stream' },
    });
    await stream.body?.cancel();
    expect((await readsBy('test-auditor')).map(({ what }) => what)).toEqual([
      '/v1/commitments?party=JP',
      '/v1/reports',
      '/v1/commitments/unheard-of',
      '/v1/events?after=0',
    ]);
  });

  it('is kept of many who ask at once, each once', async () => {
    const other = await api.keyOf('auditor', 'busy-auditor');
    const days = Array.from(
      { length: 40 },
      (_, index) => `2024-12-${String((index % 31) + 1).padStart(2, '0')}`,
    );
    await Promise.all(
      days.map((day, index) => api.get(`/v1/matrix?validAt=${day}&unit=u${index}`, { key: other })),
    );
    const kept = await readsBy('busy-auditor');
    expect(new Set(kept.map(({ what }) => what)).size).toBe(40);
    expect(kept).toHaveLength(40);
  });
});

describe('the log of reads', () => {
  it('has what administrators read, and nothing of readers, recordings or what is for everybody', async () => {
    await api.get('/v1/commitments', { key: reader });
    await api.get('/health/live');
    await api.get('/v1/keys');
    expect(await readsBy('test-reader')).toEqual([]);
    const whats = (await readsBy('admin')).map(({ what }) => what);
    expect(whats).toContain('/v1/keys');
    expect(whats).not.toContain('/v1/records');
    expect(whats).not.toContain('/health/live');
  });

  it('is read by administrators alone, page by page', async () => {
    expect((await api.get('/v1/reads', { key: auditor })).status).toBe(403);
    const first = (await api.get('/v1/reads?reader=test-auditor&limit=3&direction=ascending')).body;
    const second = (
      await api.get(`/v1/reads?reader=test-auditor&limit=3&direction=ascending&beyond=${first.next}`)
    ).body;
    expect([...first.items, ...second.items].map(({ what }: Read) => what)).toEqual(
      (await readsBy('test-auditor')).map(({ what }) => what),
    );
    expect(second.next).toBeNull();
    const [newest] = (await api.get('/v1/reads?limit=1')).body.items as Read[];
    expect(newest?.reader).toBe('admin');
  });

  it('is a condition of reading: what cannot be kept is not answered', async () => {
    const admin = database.pool('admin');
    await admin.query('revoke insert (reader, role, method, what, position) on ledger.reads from ledger_api');
    try {
      const refused = await api.get('/v1/commitments', { key: auditor });
      expect(refused).toMatchObject({ status: 503, body: { code: 'read-not-recorded' } });
      expect(refused.headers.get('retry-after')).toBe('2');
      expect((await api.get('/v1/commitments', { key: reader })).status).toBe(200);
      expect((await api.get('/health/live')).status).toBe(200);
    } finally {
      await admin.query('grant insert (reader, role, method, what, position) on ledger.reads to ledger_api');
    }
    await until(
      'it is answered again',
      async () => (await api.get('/v1/commitments', { key: auditor })).status === 200,
    );
  });
});
