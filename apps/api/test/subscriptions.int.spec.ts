import { cloneDatabase, type TestDatabase, until } from '#libs/testkit';
import { createPublicKey, sign, verify } from 'node:crypto';
import { createdSubscription, subscriptionAnswer } from '../src/subscriptions/subscription-answers.ts';
import { ApiUnderTest, type Answer } from './api-under-test.ts';
import { meetingRecord } from './example-records.ts';
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
  await api.post('/v1/records', meetingRecord);
  reader = await api.keyOf('reader', 'press-desk');
  other = await api.keyOf('recorder', 'kyiv-desk');
});
afterAll(async () => {
  await api.stop();
  await database.drop();
});

const codes = ({ body }: Answer) => [body.status, body.code];

describe('a new subscription', () => {
  it('waits for its address to answer a challenge', async () => {
    const { body, headers } = await subscribed(api, { description: 'The press desk' }, { key: reader });
    expect(createdSubscription.safeParse(body).error?.issues ?? []).toEqual([]);
    expect(headers.get('location')).toBe(`/v1/subscriptions/${body.id}`);
    expect(body).toMatchObject({
      ...{ owner: 'press-desk', of: 'changes', filter: { party: ['UA'] }, url: 'https://example.org/hooks' },
      ...{ description: 'The press desk', signing: 'hmac', status: 'unverified', reason: null },
      ...{ after: 0, behind: 0, waiting: 1, dead: 0, verifiedAt: null, lastSuccess: null, lastFailure: null },
    });
    const [asked, ...more] = await dispatcher.waiting(body.id);
    expect([more, asked?.what, asked?.message_id]).toEqual([
      ...[[], 'challenge', expect.stringMatching(/^challenge-[0-9a-f-]{36}$/)],
    ]);
    expect(JSON.parse(asked?.body ?? '')).toEqual({
      ...{ type: 'subscription-challenge', subscription: body.id },
      challenge: expect.stringMatching(/^[\w-]{43}$/),
    });
  });

  it('is told to the dispatcher', async () => {
    const heard: string[] = [];
    const client = await database.pool('dispatcher', 1).connect();
    client.on('notification', ({ payload = '' }) => heard.push(payload));
    await client.query('listen ledger_subscriptions');
    const { body } = await subscribed(api);
    await until('the dispatcher hears of it', () => heard.includes(body.id));
    client.release(true);
  });

  it('begins with what comes from now on, or where it is told to', async () => {
    const { body: page } = await api.get('/v1/events?limit=1000');
    const head = page.next as number;
    expect(head).toBeGreaterThan(3);
    expect((await subscribed(api, { of: 'events' })).body).toMatchObject({ after: head, behind: 0 });
    const earlier = await subscribed(api, { of: 'events', after: 2 });
    expect(earlier.body).toMatchObject({ after: 2, behind: head - 2 });
    const ahead = await api.post('/v1/subscriptions', { ...wish, of: 'events', after: head + 1 });
    expect([...codes(ahead), ahead.body.errors]).toEqual([
      ...[422, 'invalid-body'],
      [expect.objectContaining({ pointer: '/after', fault: `is beyond the last position, ${head}` })],
    ]);
  });

  it('is made once under one key, and its secret is told once', async () => {
    const headers = { 'idempotency-key': 'desk-1' };
    const first = await subscribed(api, {}, { key: reader, headers });
    const again = await api.post('/v1/subscriptions', wish, { key: reader, headers });
    expect([again.status, again.body.id, again.headers.get('idempotent-replay')]).toEqual([
      ...[200, first.body.id, 'true'],
    ]);
    expect(again.text).not.toContain('whsec_');
    const changed = await api.post('/v1/subscriptions', { ...wish, of: 'events' }, { key: reader, headers });
    expect(codes(changed)).toEqual([422, 'idempotency-key-reused']);
    const others = await subscribed(api, {}, { key: other, headers });
    expect(others.body.id).not.toBe(first.body.id);
  });

  it('is made once when asked for twice at the same time', async () => {
    const asking = { key: other, headers: { 'idempotency-key': 'desk-2' } };
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => api.post('/v1/subscriptions', wish, asking)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array<number>(7).fill(200), 201]);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
  });

  it.each([
    [{ url: 'http://example.org/' }, 'address-not-allowed', '/url', 'begins with http:'],
    [
      { url: 'https://0x7f000001/' },
      'address-not-allowed',
      '/url',
      'names 127.0.0.1, which is not a public address',
    ],
    [
      { url: 'https://localhost/' },
      'address-not-allowed',
      '/url',
      'names "localhost", which is no public name',
    ],
    [{ url: 'https://me:secret@example.org/' }, 'address-not-allowed', '/url', 'holds a user or a password'],
    [{ url: 'hooks' }, 'address-not-allowed', '/url', 'is not an absolute URL'],
    [
      { url: `https://example.org/${'a'.repeat(2_048)}` },
      'address-not-allowed',
      '/url',
      'has 2,068 characters',
    ],
    [{ url: undefined }, 'invalid-body', '/url', 'is missing'],
    [{ of: 'statuses' }, 'invalid-body', '/of', expect.stringContaining('"events"|"changes"')],
    [{ signing: 'rsa' }, 'invalid-body', '/signing', expect.stringContaining('ed25519')],
    [{ after: -1 }, 'invalid-body', '/after', expect.any(String)],
    [{ after: 1.5 }, 'invalid-body', '/after', expect.any(String)],
    [{ description: 'a\u0000b' }, 'invalid-body', '/description', 'is not a line of text'],
    [{ description: 'a'.repeat(1_001) }, 'invalid-body', '/description', expect.any(String)],
    [{ secret: 'whsec_mine' }, 'invalid-body', '/secret', 'is not known here'],
    [{ filter: 7 }, 'invalid-body', '/filter', 'is neither an object nor a text'],
    [{ filter: ['party=UA'] }, 'invalid-body', '/filter', 'is neither an object nor a text'],
    [{ filter: { becoms: 'disputed' } }, 'invalid-body', '/filter/becoms', 'is not a key of a filter'],
    [{ filter: { party: 'Ukraine' } }, 'invalid-body', '/filter/party', 'names no party: "Ukraine"'],
    [
      { filter: { stream: 'a\ud800' } },
      'invalid-body',
      '/filter/stream',
      expect.stringMatching(/^names no stream/),
    ],
    [{ filter: 'party=Ukraine' }, 'invalid-body', '/filter', 'party names no party: "Ukraine"'],
    [
      { filter: { stream: Array.from({ length: 99 }, (_, n) => String(n).padStart(255, 'x')) } },
      ...['invalid-body', '/filter', 'is too long'],
    ],
  ] as const)('is refused with %j as %s', async (more, code, pointer, fault) => {
    const answer = await api.post('/v1/subscriptions', { ...wish, ...more });
    expect([...codes(answer), answer.body.errors[0].pointer, answer.body.errors[0].fault]).toEqual([
      ...[422, code, pointer, fault],
    ]);
    if (code === 'address-not-allowed') expect(answer.body.errors[0].remedy).toMatch(/\w/);
  });

  it('takes a filter as text or as an object, and tells it in one form', async () => {
    const filters = [
      'becomes=disputed,overdue-unproven&party=UA',
      { party: ['UA'], becomes: 'overdue-unproven,disputed' },
    ];
    for (const filter of filters) {
      expect((await subscribed(api, { filter })).body.filter).toEqual({
        ...{ party: ['UA'], becomes: ['disputed', 'overdue-unproven'] },
      });
    }
    expect((await subscribed(api, { filter: undefined })).body.filter).toEqual({});
  });
});

describe('what signs', () => {
  const everythingShown = async (id: string) => {
    const paths = ['', `/${id}`, `/${id}/deliveries`].map((path) => `/v1/subscriptions${path}`);
    const answers = await Promise.all(paths.map((path) => api.get(path)));
    return answers.map(({ text }) => text).join('\n');
  };

  it('is a secret of 256 bits that is shown once, and never again', async () => {
    const { body } = await subscribed(api);
    expect(body.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(await dispatcher.secrets(body.id)).toEqual([body.secret]);
    expect(await everythingShown(body.id)).not.toMatch(/whsec_|whsk_/);
    expect(body.keys).toEqual([{ createdAt: expect.any(String), retiresAt: null }]);
  });

  it('or an Ed25519 key, of which only the public half is ever shown', async () => {
    const { body, text } = await subscribed(api, { signing: 'ed25519' });
    expect(text).not.toMatch(/whsk_|"secret"/);
    const [secret = ''] = await dispatcher.secrets(body.id);
    const seed = Buffer.from(secret.replace(/^whsk_/, ''), 'base64');
    const signed = sign(null, Buffer.from('message'), {
      key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]),
      ...{ format: 'der', type: 'pkcs8' },
    });
    const x = Buffer.from(body.publicKey.replace(/^whpk_/, ''), 'base64').toString('base64url');
    const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
    expect(verify(null, Buffer.from('message'), publicKey, signed)).toBe(true);
    const shown = await everythingShown(body.id);
    expect(shown).toContain(body.publicKey);
    expect(shown).not.toContain(secret);
  });

  it('is changed at once, while the one before signs along for a day', async () => {
    const { body: made } = await subscribed(api);
    const { status, body } = await api.post(`/v1/subscriptions/${made.id}/rotate`, undefined);
    expect([status, body.secret]).toEqual([201, expect.stringMatching(/^whsec_/)]);
    expect(body.secret).not.toBe(made.secret);
    const inHours = (Date.parse(body.previousRetiresAt) - Date.now()) / 3_600_000;
    expect(Math.round(inHours)).toBe(24);
    expect(await dispatcher.secrets(made.id)).toEqual([made.secret, body.secret]);
    const { body: shown } = await api.get(`/v1/subscriptions/${made.id}`);
    expect(shown.keys.map(({ retiresAt }: { retiresAt: string | null }) => retiresAt)).toEqual([
      ...[body.previousRetiresAt, null],
    ]);
  });

  it('is changed no more often than five sign at once, until the first retires', async () => {
    const { body: made } = await subscribed(api, { signing: 'ed25519' });
    const rotate = () => api.post(`/v1/subscriptions/${made.id}/rotate`, {});
    for (let times = 1; times < 5; times += 1) expect((await rotate()).body.publicKey).toMatch(/^whpk_/);
    const refused = await rotate();
    expect(codes(refused)).toEqual([429, 'too-many-signing-keys']);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(86_000);
    await database.pool('admin', 1).query(
      `update ledger.subscription_secrets set retires_at = now() - interval '1 second'
        where subscription = $1 and retires_at is not null`,
      [made.id],
    );
    expect((await rotate()).status).toBe(201);
    expect(await dispatcher.secrets(made.id)).toHaveLength(2);
  });
});

describe('the state of a subscription', () => {
  const act = (id: string, verb: string) => api.post(`/v1/subscriptions/${id}/${verb}`, {});
  const statusOf = async (id: string) => (await api.get(`/v1/subscriptions/${id}`)).body.status as string;

  it('is active once its address is verified; it is paused and resumed, twice as once', async () => {
    const { id } = (await subscribed(api)).body;
    for (const verb of ['pause', 'resume', 'test']) {
      expect(codes(await act(id, verb))).toEqual([409, 'not-verified']);
    }
    await dispatcher.verify(id);
    expect(codes(await act(id, 'verify'))).toEqual([409, 'already-verified']);
    for (const [verb, status] of [
      ...Array<string[]>(2).fill(['pause', 'paused']),
      ['resume', 'active'],
      ['resume', 'active'],
    ]) {
      const answer = await act(id, verb ?? '');
      expect([answer.status, answer.body.status]).toEqual([200, status]);
      expect(subscriptionAnswer.safeParse(answer.body).error?.issues ?? []).toEqual([]);
    }
    await act(id, 'pause');
    expect(codes(await act(id, 'test'))).toEqual([409, 'subscription-paused']);
    expect(codes(await act(id, 'verify'))).toEqual([409, 'already-verified']);
  });

  it('tells why the address is not verified, and has it asked again, but not twice at once', async () => {
    const { id } = (await subscribed(api)).body;
    expect((await act(id, 'verify')).status).toBe(202);
    expect(await dispatcher.waiting(id)).toHaveLength(1);
    const [first] = await dispatcher.waiting(id);
    await dispatcher.failChallenge(id, 'the address answered 404');
    expect((await api.get(`/v1/subscriptions/${id}`)).body.reason).toBe('the address answered 404');
    expect((await act(id, 'pause')).body.detail).toBe(
      'The subscription is unverified: the address answered 404.',
    );
    const again = await act(id, 'verify');
    expect([again.status, again.body.status, again.body.reason]).toEqual([202, 'unverified', null]);
    const [second, ...more] = await dispatcher.waiting(id);
    expect(more).toEqual([]);
    expect(second?.body).not.toBe(first?.body);
  });

  it('is stopped where the address is gone, until it answers another challenge', async () => {
    const { id } = (await subscribed(api)).body;
    await dispatcher.verify(id);
    await dispatcher.stop(id);
    expect((await act(id, 'resume')).body).toMatchObject({
      ...{ code: 'not-verified', detail: 'The subscription is stopped: the address answered 410.' },
    });
    expect((await act(id, 'verify')).body.status).toBe('unverified');
    expect(await dispatcher.waiting(id)).toHaveLength(1);
    await dispatcher.verify(id);
    expect(await statusOf(id)).toBe('active');
  });

  it('ends with its deletion', async () => {
    const { id } = (await subscribed(api)).body;
    expect((await api.ask('DELETE', `/v1/subscriptions/${id}`)).status).toBe(204);
    expect(codes(await api.ask('DELETE', `/v1/subscriptions/${id}`))).toEqual([404, 'not-found']);
    expect(codes(await act(id, 'verify'))).toEqual([404, 'not-found']);
    expect(await dispatcher.secrets(id)).toEqual([]);
  });

  it('takes no body but an empty one', async () => {
    const { id } = (await subscribed(api)).body;
    for (const verb of ['verify', 'pause', 'resume', 'rotate', 'test']) {
      const answer = await api.post(`/v1/subscriptions/${id}/${verb}`, { now: true });
      expect(codes(answer)).toEqual([422, 'invalid-body']);
    }
  });
});
