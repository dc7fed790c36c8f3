import { cloneDatabase, type TestDatabase } from '#libs/testkit';
import { subscriptionList } from '../src/subscriptions/subscription-answers.ts';
import { type Answer, ApiUnderTest } from './api-under-test.ts';
import { InPlaceOfTheDispatcher, subscribed, wish } from './subscribing-desk.ts';

let database: TestDatabase;
let api: ApiUnderTest;
let dispatcher: InPlaceOfTheDispatcher;
let reader: string;
let other: string;

beforeAll(async () => {
  database = await cloneDatabase();
  api = await ApiUnderTest.start(database);
  dispatcher = new InPlaceOfTheDispatcher(database);
  reader = await api.keyOf('reader', 'press-desk');
  other = await api.keyOf('recorder', 'kyiv-desk');
  for (const key of [undefined, reader, other, reader, other]) await subscribed(api, {}, key ? { key } : {});
});
afterAll(async () => {
  await api.stop();
  await database.drop();
});

const codes = ({ body }: Answer) => [body.status, body.code];

describe('what a key sees', () => {
  const each = (id: string): readonly (readonly [string, string])[] => [
    ...[['GET', `/v1/subscriptions/${id}`] as const, ['GET', `/v1/subscriptions/${id}/deliveries`] as const],
    ...['verify', 'pause', 'resume', 'rotate', 'test', 'replay', 'deliveries/1/replay'].map(
      (verb) => ['POST', `/v1/subscriptions/${id}/${verb}`] as const,
    ),
    ['GET', `/v1/subscriptions/${id}/deliveries/1`],
    ['DELETE', `/v1/subscriptions/${id}`],
  ];

  it('is its own: those of another are not there, whatever is asked of them', async () => {
    const { id } = (await subscribed(api, {}, { key: reader })).body;
    for (const [method, path] of each(id)) {
      expect([path, (await api.ask(method, path, { key: other })).body.code]).toEqual([path, 'not-found']);
    }
    const { body } = await api.get('/v1/subscriptions', { key: other });
    expect(body.items.every(({ owner }: { owner: string }) => owner === 'kyiv-desk')).toBe(true);
    expect((await api.get(`/v1/subscriptions/${id}`, { key: reader })).status).toBe(200);
    expect((await api.get(`/v1/subscriptions/${id}`)).status).toBe(200);
  });

  it('is not there for what is no id either', async () => {
    for (const [method, path] of each('nothing')) {
      expect([path, (await api.ask(method, path)).body.code]).toEqual([path, 'not-found']);
    }
  });

  it('comes in pages, for an administrator of everybody', async () => {
    const whole = await api.get('/v1/subscriptions?limit=200');
    expect(subscriptionList.safeParse(whole.body).error?.issues ?? []).toEqual([]);
    const owners = new Set(whole.body.items.map(({ owner }: { owner: string }) => owner));
    expect([...owners].sort()).toEqual(['admin', 'kyiv-desk', 'press-desk']);
    const seen: string[] = [];
    for (let cursor = ''; ;) {
      const { body } = await api.get(`/v1/subscriptions?limit=4${cursor}`);
      seen.push(...body.items.map(({ id }: { id: string }) => id));
      if (body.next === null) break;
      cursor = `&cursor=${body.next}`;
    }
    expect(seen).toEqual(whole.body.items.map(({ id }: { id: string }) => id));
    const { body: stopped } = await api.get('/v1/subscriptions?status=unverified&limit=200');
    expect(stopped.items.every(({ status }: { status: string }) => status === 'unverified')).toBe(true);
    expect(codes(await api.get('/v1/subscriptions?cursor=1'))).toEqual([400, 'invalid-parameter']);
  });

  it('needs a key, also where reading does not', async () => {
    const own = await cloneDatabase();
    const open = await ApiUnderTest.start(own, { anonymousReads: true });
    try {
      expect((await open.get('/v1/events', { key: null })).status).toBe(200);
      expect(codes(await open.get('/v1/subscriptions', { key: null }))).toEqual([401, 'missing-credentials']);
      expect(codes(await open.post('/v1/subscriptions', wish, { key: null }))).toEqual([
        401,
        'missing-credentials',
      ]);
    } finally {
      await open.stop();
      await own.drop();
    }
  });

  it('ends with the key: what it had sent is stopped, and nothing of another key of its name', async () => {
    const list = async () =>
      (await api.get('/v1/keys')).body.items as { id: string; name: string; revokedAt: null }[];
    const lent = await api.keyOf('reader', 'lent-out');
    const first = (await subscribed(api, {}, { key: lent })).body.id;
    await dispatcher.verify(first);
    const key = (await list()).find(({ name }) => name === 'lent-out');
    expect((await api.ask('DELETE', `/v1/keys/${key?.id}`)).status).toBe(204);
    expect((await api.get(`/v1/subscriptions/${first}`)).body).toMatchObject({
      ...{ status: 'stopped', reason: 'the key of its owner was revoked' },
    });
    const second = (await subscribed(api, {}, { key: await api.keyOf('reader', 'lent-out') })).body.id;
    expect((await api.ask('DELETE', `/v1/keys/${key?.id}`)).status).toBe(204);
    expect((await api.get(`/v1/subscriptions/${second}`)).body.status).toBe('unverified');
  });

  it('is at most a hundred subscriptions, also when asked for at once', async () => {
    const busy = await api.keyOf('reader', 'busy-desk');
    await database.pool('admin', 1).query(
      `insert into ledger.subscriptions (id, owner, of, filter, url, signing, after)
       select uuidv7(), 'busy-desk', 'events', '', 'https://example.org/', 'hmac', 0 from generate_series(1, 98)`,
    );
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => api.post('/v1/subscriptions', wish, { key: busy })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 409, 409]);
    expect(answers.find(({ status }) => status === 409)?.body.code).toBe('too-many-subscriptions');
  });
});

describe('where the operator allows it', () => {
  it('an address may be plain, and on a network of theirs', async () => {
    const own = await cloneDatabase();
    const { apiConfig } = await import('../src/config.ts');
    const { webhooks } = apiConfig({
      ...{
        DATABASE_URL: own.urls.api,
        WEBHOOKS_ALLOW_HTTP: 'true',
        WEBHOOKS_ALLOWED_NETWORKS: '127.0.0.0/8',
      },
    });
    const lax = await ApiUnderTest.start(own, webhooks ? { webhooks } : {});
    try {
      expect((await subscribed(lax, { url: 'http://127.0.0.1:9000/' })).body.url).toBe(
        'http://127.0.0.1:9000/',
      );
      expect(codes(await lax.post('/v1/subscriptions', { ...wish, url: 'http://10.0.0.1/' }))).toEqual([
        ...[422, 'address-not-allowed'],
      ]);
      expect(() => apiConfig({ DATABASE_URL: own.urls.api, WEBHOOKS_ALLOWED_NETWORKS: '10.0.0.0' })).toThrow(
        'WEBHOOKS_ALLOWED_NETWORKS names no network: "10.0.0.0": write it as 10.1.0.0/16',
      );
    } finally {
      await lax.stop();
      await own.drop();
    }
  });
});
