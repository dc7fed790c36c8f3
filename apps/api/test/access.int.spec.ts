import { cloneDatabase, type TestDatabase } from '#libs/testkit';
import {
  type Permission,
  permissions,
  type Role,
  roles,
  type RoutePermission,
} from '../src/access/permissions.ts';
import { type Route } from '../src/route-table.ts';
import { ADMIN_KEY, ApiUnderTest } from './api-under-test.ts';

let database: TestDatabase;
let api: ApiUnderTest;
const keys = new Map<Role, string>();

beforeAll(async () => {
  database = await cloneDatabase();
  api = await ApiUnderTest.start(database);
  for (const role of roles) keys.set(role, await api.keyOf(role));
});
afterAll(async () => {
  await api.stop();
  await database.drop();
});

/** The address of a route with something in the place of its parameters. */
const addressOf = ({ url }: Route): string => url.replace(/:\w+/g, 'nothing');

const isRefused = async (route: Route, key: string | null): Promise<string | undefined> => {
  const takesBody = route.method === 'POST' || route.method === 'PUT';
  const { status } = await api.ask(route.method, addressOf(route), {
    key,
    ...(takesBody && { body: {} }),
  });
  if (status === 401 || status === 403) return String(status);
  return undefined;
};

describe('access', () => {
  it('is declared by every route there is', () => {
    const undeclared = api.running.routes.routes.filter(({ permission }) => permission === undefined);
    expect(undeclared).toEqual([]);
    expect(api.running.routes.routes.length).toBeGreaterThan(50);
  });

  it('to each route is given to each role as the permissions say, and to nobody else', async () => {
    const found: string[] = [];
    const expected: string[] = [];
    const record = (route: Route, who: string, allowed: boolean) =>
      `${route.method} ${route.url} ${who} ${allowed ? 'may' : 'may not'}`;
    const may = (role: Role, permission: RoutePermission | undefined): boolean =>
      permission === 'public' || (permission !== undefined && permissions[permission].includes(role));
    for (const route of api.running.routes.routes) {
      for (const role of roles) {
        expected.push(record(route, role, may(role, route.permission)));
        found.push(record(route, role, (await isRefused(route, keys.get(role) ?? '')) === undefined));
      }
      expected.push(record(route, 'nobody', route.permission === 'public'));
      found.push(record(route, 'nobody', (await isRefused(route, null)) === undefined));
    }
    expect(found).toEqual(expected);
  });

  it('lets a reader only read, a recorder also record, an auditor inspect, an administrator all of it', () => {
    const of = (role: Role) =>
      (Object.keys(permissions) as Permission[]).filter((each) => permissions[each].includes(role));
    expect(Object.fromEntries(roles.map((role) => [role, of(role)]))).toEqual({
      reader: ['read', 'subscribe'],
      recorder: ['read', 'subscribe', 'record'],
      auditor: ['read', 'subscribe', 'inspect'],
      admin: ['read', 'subscribe', 'record', 'inspect', 'operate', 'administer'],
    });
  });

  it('without a key is answered with a challenge', async () => {
    const { status, headers, body } = await api.get('/v1/commitments', { key: null });
    expect([status, body.code, headers.get('www-authenticate')]).toEqual([
      401,
      'missing-credentials',
      'Bearer realm="Commitment Ledger"',
    ]);
  });

  it('with a role that is not enough names the roles that are', async () => {
    const { status, body } = await api.post('/v1/sources', {}, { key: keys.get('reader') ?? '' });
    expect([status, body.code, body.detail]).toEqual([
      403,
      'not-permitted',
      'test-reader has the role reader, and this takes the role recorder or admin.',
    ]);
  });

  it('with a key never given out is refused, also where reading is free', async () => {
    for (const key of ['lk_never-given-out', 'nonsense', 'a.b.c', 'x'.repeat(9000)]) {
      const { status, body, headers } = await api.get('/v1/commitments', { key });
      expect([status, body.code]).toEqual([401, 'invalid-credentials']);
      expect(headers.get('www-authenticate')).toContain('invalid_token');
    }
  });

  it('may be had by X-Api-Key as well', async () => {
    const headers = { 'x-api-key': keys.get('reader') ?? '' };
    expect((await api.get('/v1/commitments', { key: null, headers })).status).toBe(200);
  });
});

describe('keys', () => {
  it('show their secret once, and never again', async () => {
    const { status, body } = await api.post('/v1/keys', { name: 'kyiv-desk', role: 'recorder' });
    expect([status, body]).toMatchObject([
      201,
      { name: 'kyiv-desk', role: 'recorder', createdBy: 'admin', revokedAt: null },
    ]);
    expect(body.secret).toMatch(/^lk_[\w-]{43}$/);
    const { text } = await api.get('/v1/keys');
    expect(text).toContain('kyiv-desk');
    expect(text).not.toContain(body.secret);
    const { rows } = await database
      .pool('admin')
      .query('select row_to_json(k)::text as key from ledger.api_keys k');
    expect(JSON.stringify(rows)).not.toContain(body.secret);
  });

  it('open nothing once revoked, and their name may be given again', async () => {
    const first = await api.post('/v1/keys', { name: 'lent-out', role: 'reader' });
    const taken = await api.post('/v1/keys', { name: 'lent-out', role: 'reader' });
    expect([taken.status, taken.body.code]).toEqual([409, 'key-name-taken']);
    expect((await api.get('/v1/commitments', { key: first.body.secret })).status).toBe(200);
    expect((await api.ask('DELETE', `/v1/keys/${first.body.id}`)).status).toBe(204);
    expect((await api.ask('DELETE', `/v1/keys/${first.body.id}`)).status).toBe(204);
    expect((await api.get('/v1/commitments', { key: first.body.secret })).status).toBe(401);
    expect((await api.post('/v1/keys', { name: 'lent-out', role: 'reader' })).status).toBe(201);
    expect((await api.ask('DELETE', '/v1/keys/nothing')).body.code).toBe('not-found');
  });

  it('cannot be called as the ledger calls itself', async () => {
    for (const name of ['admin', 'anonymous', 'oidc:somebody']) {
      expect((await api.post('/v1/keys', { name, role: 'reader' })).body.code).toBe('invalid-body');
    }
  });

  it('stand on what they record', async () => {
    const { body } = await api.post(
      '/v1/sources',
      { publisher: 'P', title: 'T', published: '2024', language: 'en' },
      { key: keys.get('recorder') ?? '' },
    );
    expect((await api.get(`/v1/events/${body.position}`)).body.data.actor).toBe('test-recorder');
  });
});

describe('reading without a key', () => {
  let open: ApiUnderTest;
  let own: TestDatabase;
  beforeAll(async () => {
    own = await cloneDatabase();
    open = await ApiUnderTest.start(own, { anonymousReads: true });
  });
  afterAll(async () => {
    await open.stop();
    await own.drop();
  });

  it('is allowed where it is configured, and recording is not', async () => {
    expect((await open.get('/v1/commitments', { key: null })).status).toBe(200);
    expect((await open.get('/v1/events', { key: null })).status).toBe(200);
    expect((await open.post('/v1/sources', {}, { key: null })).status).toBe(401);
    expect((await open.get('/v1/projections/comparison', { key: null })).status).toBe(401);
    expect((await open.get('/v1/keys', { key: null })).status).toBe(401);
    expect((await open.get('/v1/commitments', { key: 'lk_wrong' })).status).toBe(401);
    expect((await open.get('/v1/keys', { key: ADMIN_KEY })).status).toBe(200);
  });
});

describe('too many requests', () => {
  it('are refused with the time to wait, each caller for themselves', async () => {
    const own = await cloneDatabase();
    const limited = await ApiUnderTest.start(own, { rateLimit: { max: 3, windowMs: 60_000 } });
    try {
      const answers = [];
      for (let count = 0; count < 4; count += 1)
        answers.push(await limited.get('/health/live', { key: null }));
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 429]);
      const [, , , last] = answers;
      expect(last?.body).toMatchObject({ code: 'too-many-requests', status: 429 });
      expect(Number(last?.headers.get('retry-after'))).toBeGreaterThan(0);
      expect((await limited.get('/no/such/address', { key: null })).status).toBe(429);
      expect((await limited.get('/health/live')).status).toBe(200);
    } finally {
      await limited.stop();
      await own.drop();
    }
  });
});
