import { BadConfig } from '#libs/platform';
import { cloneDatabase, type TestDatabase, untilLocked } from '#libs/testkit';
import { Logger } from '@nestjs/common';
import { startApi } from '../src/api.ts';
import { apiConfig } from '../src/config.ts';
import { ApiUnderTest } from './api-under-test.ts';
import { newsItem } from './example-records.ts';

let database: TestDatabase;

beforeEach(async () => {
  database = await cloneDatabase();
});
afterEach(() => database.drop());

describe('the door', () => {
  it('on stopping lets those who wait go at once, and takes nobody new', async () => {
    const [api, other] = [await ApiUnderTest.start(database), await ApiUnderTest.start(database)];
    // Who began to wait before them for as long, at a door that stays open, goes on waiting.
    const waitsOn = other.get('/v1/events?wait=20');
    await other.get('/health/live');
    const waiting = Array.from({ length: 5 }, () => api.get('/v1/events?wait=20'));
    await api.get('/health/live');
    const stopped = Promise.all([api.stop(), api.stop()]);
    const first = Promise.race([waitsOn.then(() => 'who waits on'), stopped.then(() => 'who was let go')]);
    expect((await Promise.all(waiting)).map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(await first).toBe('who was let go');
    await expect(api.get('/health/live')).rejects.toThrow();
    await other.stop();
    await waitsOn;
  });

  it('finishes what is under way before it ends', async () => {
    const api = await ApiUnderTest.start(database);
    const admin = database.pool('admin');
    const lock = await admin.connect();
    await lock.query('begin; select from ledger.head for update');
    const recording = api.post('/v1/sources', newsItem);
    await untilLocked(admin, 'ledger.append');
    const stopped = api.stop();
    await lock.query('commit');
    lock.release();
    expect((await recording).status).toBe(201);
    await stopped;
  });

  it('keeps an idle connection for longer than proxies do', async () => {
    const api = await ApiUnderTest.start(database);
    const { headers } = await fetch(`${api.url}/health/live`);
    expect(headers.get('keep-alive')).toMatch(/^timeout=(6[1-9]|[7-9]\d)$/);
    await api.stop();
  });

  it('does not open on a connection that could change what was recorded', async () => {
    const config = { ...apiConfig({ DATABASE_URL: database.urls.admin }), port: 0 };
    await expect(startApi(config)).rejects.toMatchObject({ code: 'overprivileged-role' });
  });

  it('does not open where another program listens, and says which port', async () => {
    const api = await ApiUnderTest.start(database);
    const config = apiConfig({ DATABASE_URL: database.urls.api, PORT: new URL(api.url).port });
    await expect(startApi(config)).rejects.toMatchObject({
      code: 'port-in-use',
      message: expect.stringContaining(new URL(api.url).port),
    });
    await api.stop();
  });

  it('leaves the logger of its process as it is', async () => {
    const warned: unknown[] = [];
    const quiet = () => undefined;
    Logger.overrideLogger({ log: quiet, error: quiet, warn: (line: unknown) => warned.push(line) });
    const api = await startApi({ ...apiConfig({ DATABASE_URL: database.urls.api }), port: 0 });
    new Logger('another role').warn('of something');
    await api.stop();
    expect(warned).toEqual(['of something']);
  });

  it('survives the loss of its connections to the database', async () => {
    const api = await ApiUnderTest.start(database);
    try {
      await api.post('/v1/sources', newsItem);
      await database
        .pool('admin')
        .query(
          `select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and usename = 'ledger_api'`,
          [database.name],
        );
      const { status, body, headers } = await api.get('/v1/events/1');
      // It depends on whose connection was lost: that which reads, or that which keeps who read.
      if (status !== 200) {
        expect([status, headers.get('retry-after')]).toEqual([503, '2']);
        expect(['database-unavailable', 'read-not-recorded']).toContain(body.code);
      }
      expect((await api.get('/v1/events/1')).status).toBe(200);
    } finally {
      await api.stop();
    }
  });

  it('tells a recorder to come again when the database takes too long, and has recorded nothing', async () => {
    const api = await ApiUnderTest.start(database);
    const lock = await database.pool('admin', 1).connect();
    try {
      await lock.query('begin; select from ledger.head for update');
      const before = await api.store.head();
      const { status, body, headers } = await api.post('/v1/sources', { ...newsItem, id: 'held-up' });
      expect([status, body.code, headers.get('retry-after')]).toEqual([503, 'store-busy', '2']);
      await lock.query('rollback');
      expect(await api.store.head()).toEqual(before);
    } finally {
      lock.release();
      await api.stop();
    }
  });

  it('is measured', async () => {
    const api = await ApiUnderTest.start(database);
    try {
      await api.post('/v1/sources', newsItem);
      await api.get('/v1/events?after=0&wait=5');
      const { text, headers } = await api.get('/metrics');
      expect(headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
      expect(text).toMatch(
        /ledger_http_request_duration_seconds_count\{method="POST",route="\/v1\/sources",status="201"\} 1/,
      );
      expect(text).toMatch(/^ledger_head_position 1$/m);
      expect(text).toMatch(/^ledger_read_models_position 0$/m);
      expect(text).toMatch(/^ledger_read_models_lag_events 1$/m);
      expect(text).toMatch(/^ledger_parked_events 0$/m);
      expect(text).toMatch(/^ledger_published_position 0$/m);
    } finally {
      await api.stop();
    }
  });

  it('says with every answer what a browser may do with it', async () => {
    const api = await ApiUnderTest.start(database);
    try {
      const { headers } = await api.get('/v1/commitments');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('content-security-policy')).toContain("default-src 'self'");
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
      expect(headers.get('x-powered-by')).toBeNull();
    } finally {
      await api.stop();
    }
  });
});

describe('the configuration', () => {
  const DATABASE_URL = 'postgres://ledger_api:x@127.0.0.1/ledger';

  it('needs only the database', () => {
    expect(apiConfig({ DATABASE_URL })).toEqual({
      databaseUrl: DATABASE_URL,
      host: '127.0.0.1',
      port: 3000,
      anonymousReads: false,
      poolSize: 10,
      rateLimit: { max: 30_000, windowMs: 60_000 },
      patienceMs: 5_000,
      streams: { clients: 2_000, clientsPerCaller: 200 },
      webhooks: { allowHttp: false, networks: [] },
    });
  });

  it.each([
    [{}, 'DATABASE_URL is missing: set it to postgres://ledger_api:PASSWORD@HOST:PORT/DATABASE.'],
    [{ DATABASE_URL: 'mysql://x' }, 'DATABASE_URL must begin with postgres://.'],
    [{ DATABASE_URL, PORT: 'http' }, 'PORT must be a whole number.'],
    [{ DATABASE_URL, PORT: '70000' }, 'PORT must be between 0 and 65535.'],
    [{ DATABASE_URL, LEDGER_ADMIN_KEY: 'short' }, 'LEDGER_ADMIN_KEY must be at least 16 characters long.'],
    [{ DATABASE_URL, LEDGER_ANONYMOUS_READS: 'maybe' }, 'LEDGER_ANONYMOUS_READS must be true or false.'],
    [
      { DATABASE_URL, OIDC_ISSUER: 'https://id.example' },
      'OIDC_ISSUER must be set together with OIDC_AUDIENCE, or neither.',
    ],
  ])('that is wrong is told in one sentence: %#', (env, sentence) => {
    expect(() => apiConfig(env)).toThrow(new BadConfig(sentence));
  });
});
