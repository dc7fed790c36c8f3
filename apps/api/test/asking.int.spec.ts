import { cloneDatabase, type TestDatabase } from '#libs/testkit';
import { commitment, lists, meeting, source } from '../src/queries/answers/index.ts';
import { answered } from './answered.ts';
import { ApiUnderTest } from './api-under-test.ts';
import { document, meetingRecord, newsItem } from './example-records.ts';

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

describe('a question about a commitment', () => {
  it('is answered with its state, the reasons for it and what it rests on', async () => {
    const answer = answered(await api.get(`/v1/commitments/generators?${DAY}`), commitment);
    expect(answer).toMatchObject({
      id: 'generators',
      label: 'partly-delivered',
      due: { edtf: '2024', earliest: '2024-01-01', latest: '2024-12-31' },
      fulfilment: {
        outcome: 'undetermined',
        delivered: { lo: '1', hi: '100' },
        target: { lo: '100', hi: '100' },
        unit: 'generators',
      },
      asOf: { position: (await api.store.head()).position, validAt: '2024-12-31', knownAt: null },
    });
    expect(answer.fulfilment.derivation.length).toBeGreaterThan(0);
  });

  it('of another day is answered by what held on that day', async () => {
    const answer = answered(await api.get('/v1/commitments/generators?validAt=2025-01-01'), commitment);
    expect(answer.label).toBe('overdue-unproven');
  });

  it('without a day is asked of today', async () => {
    const answer = answered(await api.get('/v1/commitments/generators'), commitment);
    expect(answer.asOf.validAt).toBe(new Date().toISOString().slice(0, 10));
  });

  it('of a day before it was announced says when it was', async () => {
    const { status, body } = await api.get('/v1/commitments/generators?validAt=2024-01-01');
    expect([status, body.detail]).toEqual([404, expect.stringContaining('2024-11-16')]);
    expect((await api.get('/v1/commitments/unheard-of')).body.code).toBe('not-found');
    expect((await api.get('/v1/commitments/unheard-of/timeline')).body.code).toBe('not-found');
  });
});

describe('a list', () => {
  it('of commitments is filtered, sorted and cut into pages', async () => {
    const all = answered(await api.get(`/v1/commitments?${DAY}`), lists.commitments);
    expect(all.items.map(({ id }) => id)).toEqual(['generators', 'pressure']);
    const some = answered(await api.get(`/v1/commitments?${DAY}&kind=goods&party=JP`), lists.commitments);
    expect(some.items.map(({ id }) => id)).toEqual(['generators']);
    const first = answered(await api.get(`/v1/commitments?${DAY}&sort=-title&limit=1`), lists.commitments);
    const second = answered(
      await api.get(`/v1/commitments?${DAY}&sort=-title&limit=1&cursor=${first.next ?? ''}`),
      lists.commitments,
    );
    expect([first.items[0]?.id, second.items[0]?.id, second.next]).toEqual(['pressure', 'generators', null]);
    const { body } = await api.get(`/v1/commitments?${DAY}&sort=title&cursor=${first.next ?? ''}`);
    expect([body.code, body.errors[0].parameter]).toEqual(['invalid-parameter', 'cursor']);
  });

  it('of each kind is as the OpenAPI document says', async () => {
    const timeline = answered(await api.get('/v1/timeline?limit=200'), lists.timeline);
    expect(timeline.items.length).toBeGreaterThan(30);
    const one = answered(await api.get('/v1/commitments/generators/timeline'), lists.timeline);
    expect(one.items.map(({ type }) => type)).toEqual(['CommitmentAnnounced', 'GeneratorsDelivered']);
    expect(answered(await api.get('/v1/meetings'), lists.meetings).items).toHaveLength(1);
    const registers = answered(await api.get('/v1/sanctions-packages?imposer=JP'), lists.sanctionsPackages);
    expect(registers.items).toMatchObject([
      { imposer: 'JP', target: 'RU', count: 26, highestNumber: 26, gaps: [] },
    ]);
    expect(answered(await api.get('/v1/positions?party=UA'), lists.positions).items).toHaveLength(1);
    expect(answered(await api.get('/v1/reconciliations'), lists.reconciliations).items).toMatchObject([
      { id: 'assistance', stated: { lo: '12000000000', hi: null, unit: 'USD' } },
    ]);
    expect(answered(await api.get('/v1/sources'), lists.sources).items).toHaveLength(2);
    expect(answered(await api.get('/v1/sources/press-release'), source).facts).toBeGreaterThan(0);
    const held = answered(await api.get('/v1/meetings/kyiv-meeting'), meeting);
    expect([held.commitments.length, held.positions.length, held.totals.length]).toEqual([2, 1, 1]);
    expect((await api.get('/v1/meetings/unheard-of')).status).toBe(404);
    expect((await api.get('/v1/sources/unheard-of')).status).toBe(404);
  });
});

describe('the words of the evidence', () => {
  it('are served when the document is stored, and not before', async () => {
    const before = answered(await api.get(`/v1/commitments/generators?${DAY}`), commitment);
    expect(before.evidence.map(({ text }) => text)).toEqual([undefined, undefined]);
    const headers = { 'content-type': 'text/plain' };
    await api.ask('PUT', `/v1/documents/${document.sha256}`, { body: document.text, headers });
    const after = answered(await api.get(`/v1/commitments/generators?${DAY}`), commitment);
    expect(after.evidence.map(({ text }) => text)).toEqual([
      'one hundred generators 🔌 this year',
      'A first batch was handed over today.',
    ]);
    const timeline = answered(await api.get('/v1/commitments/generators/timeline'), lists.timeline);
    expect(timeline.items[0]?.evidence[0]?.text).toBe('one hundred generators 🔌 this year');
  });
});

describe('what was known', () => {
  it('at a position or a time is asked for, and stays the answer for ever', async () => {
    const { position, recordedAt } = await api.store.head();
    const path = '/v1/commitments/generators?validAt=2025-01-15';
    const recorded = await api.post('/v1/commitments/generators/deliveries', {
      id: 'late-news',
      quantity: '100 generators',
      milestone: 'handed-over',
      delivered: '2024-12-20',
      source: 'news-item',
    });
    expect(recorded.status).toBe(201);
    await api.project();
    expect(answered(await api.get(`${path}&atLeast=${recorded.body.position}`), commitment).label).toBe(
      'fulfilled',
    );
    for (const knownAt of [String(position), encodeURIComponent(recordedAt ?? '')]) {
      const then = answered(await api.get(`${path}&knownAt=${knownAt}`), commitment);
      expect([then.label, then.asOf.knownAt]).toEqual(['overdue-unproven', position]);
    }
  });

  it('of the future, or beyond the log, is refused', async () => {
    for (const [query, parameter] of [
      ['knownAt=999999', 'knownAt'],
      ['knownAt=2999-01-01T00:00:00Z', 'knownAt'],
      ['knownAt=yesterday', 'knownAt'],
      ['knownAt=2024-11-16', 'knownAt'],
      ['atLeast=999999', 'atLeast'],
      ['atLeast=-1', 'atLeast'],
    ] as const) {
      const { status, body } = await api.get(`/v1/commitments?${query}`);
      expect([query, status, body.errors?.[0]?.parameter]).toEqual([query, 400, parameter]);
    }
  });

  it('is waited for, and where it does not come the answer says when to ask again', async () => {
    const { body } = await api.post('/v1/sources', { ...newsItem, id: 'not-projected-yet' });
    for (const parameter of ['atLeast', 'knownAt']) {
      const behind = await api.get(`/v1/sources?${parameter}=${body.position}`);
      expect([behind.status, behind.body.code]).toEqual([503, 'read-models-behind']);
      expect(Number(behind.headers.get('retry-after'))).toBeGreaterThan(0);
    }
    await api.project();
    expect((await api.get(`/v1/sources/not-projected-yet?atLeast=${body.position}`)).status).toBe(200);
  });
});

describe('the projections', () => {
  it('tell how they stand, and compare with a fold of the log', async () => {
    await api.project();
    const head = (await api.store.head()).position;
    expect((await api.get('/v1/projections')).body).toMatchObject({
      head,
      asOf: head,
      held: [],
      rebuild: null,
    });
    expect((await api.get('/v1/projections/comparison')).body).toMatchObject({
      position: head,
      differing: 0,
      differences: [],
      ahead: 0,
    });
    await database
      .pool('admin')
      .query(`update read_models.tracking set title = 'Something else' where commitment = 'pressure'`);
    expect((await api.get('/v1/projections/comparison')).body).toMatchObject({
      differing: 1,
      differences: [
        {
          table: 'tracking',
          key: 'pressure',
          fault: 'different',
          columns: expect.arrayContaining(['title']),
        },
      ],
    });
  });

  it('are asked to retry and to rebuild, and what became of it can be asked', async () => {
    const retry = await api.post('/v1/projections/retry', { projection: 'tracking' });
    expect(retry.status).toBe(202);
    const rebuild = await api.ask('POST', '/v1/projections/rebuild');
    const asked = await api.get(rebuild.headers.get('location') ?? '');
    expect(asked.body).toMatchObject({
      id: rebuild.body.id,
      kind: 'rebuild',
      requestedBy: 'admin',
      state: 'requested',
    });
    const unknown = await api.post('/v1/projections/retry', { projection: 'trackin' });
    expect([unknown.status, unknown.body.errors[0].pointer]).toEqual([422, '/projection']);
    expect((await api.get('/v1/projections/requests/99999')).status).toBe(404);
  });
});

describe('while there are no read models', () => {
  it('questions are answered with when to ask again, and the ledger is not ready', async () => {
    const own = await cloneDatabase();
    const bare = await ApiUnderTest.start(own);
    try {
      expect((await bare.get('/health/ready', { key: null })).body).toEqual({ status: 'ok', reasons: [] });
      await own.pool('admin').query('drop schema read_models cascade');
      const { status, body, headers } = await bare.get('/v1/commitments');
      expect([status, body.code, headers.get('retry-after')]).toEqual([503, 'read-models-behind', '2']);
      const ready = await bare.get('/health/ready', { key: null });
      expect([ready.status, ready.body]).toEqual([
        503,
        { status: 'unavailable', reasons: ['The read models are absent; the projector makes them.'] },
      ]);
      expect((await bare.get('/health/live', { key: null })).status).toBe(200);
      expect((await bare.get('/v1/projections')).body).toMatchObject({ asOf: 0, partitions: [] });
      expect((await bare.post('/v1/sources', newsItem)).status).toBe(201);
    } finally {
      await bare.stop();
      await own.drop();
    }
  });
});
