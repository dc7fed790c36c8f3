import { cloneDatabase, type TestDatabase } from '#libs/testkit';
import { deliveryList } from '../src/subscriptions/subscription-answers.ts';
import { ApiUnderTest } from './api-under-test.ts';
import { InPlaceOfTheDispatcher, subscribed } from './subscribing-desk.ts';

let database: TestDatabase;
let api: ApiUnderTest;
let dispatcher: InPlaceOfTheDispatcher;
let id: string;

beforeAll(async () => {
  database = await cloneDatabase();
  api = await ApiUnderTest.start(database);
  dispatcher = new InPlaceOfTheDispatcher(database);
});
beforeEach(async () => {
  id = (await subscribed(api)).body.id as string;
  await dispatcher.verify(id);
});
afterAll(async () => {
  await api.stop();
  await database.drop();
});

const deliveries = (query = '', of = id) => api.get(`/v1/subscriptions/${of}/deliveries${query}`);
const numbers = (items: readonly { number: number }[]) => items.map(({ number }) => number);

describe('the deliveries of a subscription', () => {
  it('are told with each attempt, newest first', async () => {
    await dispatcher.attempt(id, 7, 'delivered', 2);
    await dispatcher.attempt(id, 8, 'waiting', 1);
    const { body } = await deliveries();
    expect(deliveryList.safeParse(body).error?.issues ?? []).toEqual([]);
    expect(body.items).toMatchObject([
      {
        what: 'entry',
        number: 8,
        state: 'waiting',
        lastStatus: 500,
        lastError: 'answered 500',
        settledAt: null,
      },
      {
        ...{ what: 'entry', number: 7, messageId: 'event-7', stream: 'commitment-generators' },
        ...{ state: 'delivered', nextAt: null, lastStatus: 204, lastError: null },
        attempts: [
          { attempt: 1, durationMs: 12, status: 500, error: 'answered 500' },
          { attempt: 2, durationMs: 12, status: 204, error: null },
        ],
      },
      { what: 'challenge', state: 'delivered' },
    ]);
    const [newest] = body.items;
    const one = await api.get(`/v1/subscriptions/${id}/deliveries/${newest.id}`);
    expect(one.body).toEqual(newest);
  });

  it('of events have the position for a number', async () => {
    const { body } = await subscribed(api, { of: 'events' });
    await dispatcher.attempt(body.id, 3, 'delivered');
    const [newest] = (await deliveries('', body.id)).body.items;
    expect([newest.position, newest.number]).toEqual([3, undefined]);
  });

  it('come in pages, from either end, in a state asked for', async () => {
    for (const number of [1, 2, 3, 4, 5])
      await dispatcher.attempt(id, number, number === 3 ? 'dead' : 'delivered');
    const read = async (query: string) => {
      const pages: number[][] = [];
      for (let after = ''; ;) {
        const { body } = await deliveries(`?limit=2&${query}${after}`);
        pages.push(numbers(body.items));
        if (body.next === null) return pages;
        after = `&after=${body.next}`;
      }
    };
    expect(await read('state=delivered')).toEqual([[5, 4], [2, 1], [undefined]]);
    expect(await read('direction=ascending&state=delivered')).toEqual([[undefined, 1], [2, 4], [5]]);
    expect(await read('state=dead')).toEqual([[3]]);
    for (const query of ['?state=lost', '?limit=0', '?limit=201', '?after=x', '?before=1']) {
      expect((await deliveries(query)).body.code).toBe('invalid-parameter');
    }
  });

  it('are summed up beside the subscription', async () => {
    await dispatcher.attempt(id, 1, 'delivered', 2);
    const standing = async () => (await api.get(`/v1/subscriptions/${id}`)).body;
    expect(await standing()).toMatchObject({ waiting: 0, dead: 0, deliveredInDay: 2, lastFailure: null });
    expect(Date.parse((await standing()).lastSuccess)).toBeGreaterThan(Date.now() - 60_000);
    await dispatcher.attempt(id, 2, 'dead', 10);
    await dispatcher.attempt(id, 3, 'waiting', 1);
    expect(await standing()).toMatchObject({
      ...{ waiting: 1, dead: 1, deliveredInDay: 2, lastFailure: { status: 500, error: 'answered 500' } },
    });
  });

  it('are measured, all subscriptions together', async () => {
    const before = (await api.get('/metrics')).text;
    const dead = Number(/^ledger_webhook_deliveries\{state="dead"\} (\d+)$/m.exec(before)?.[1]);
    await dispatcher.attempt(id, 1, 'dead');
    const { text } = await api.get('/metrics');
    expect(text).toContain(`ledger_webhook_deliveries{state="dead"} ${dead + 1}\n`);
    expect(text).toMatch(/^ledger_webhook_deliveries\{state="waiting"\} \d+$/m);
    expect(text).toMatch(/^ledger_subscriptions\{status="active"\} [1-9]\d*$/m);
    expect(text).toMatch(/^ledger_subscriptions\{status="stopped"\} 0$/m);
  });
});

describe('a dead letter', () => {
  it('is tried again from the first attempt on, with its attempts kept', async () => {
    const dead = await dispatcher.attempt(id, 1, 'dead', 10);
    const { status, body } = await api.post(`/v1/subscriptions/${id}/deliveries/${dead}/replay`, {});
    expect([status, body.state, body.settledAt, body.attempts.length]).toEqual([202, 'waiting', null, 10]);
    expect(Date.parse(body.nextAt)).toBeLessThan(Date.now() + 1_000);
    const { rows } = await database
      .pool('dispatcher', 1)
      .query('select attempts, tried_before from ledger.deliveries where id = $1', [dead]);
    expect(rows).toEqual([{ attempts: 10, tried_before: 10 }]);
  });

  it('is what is replayed, and nothing that waits or was delivered', async () => {
    for (const state of ['waiting', 'delivered'] as const) {
      const one = await dispatcher.attempt(id, state === 'waiting' ? 1 : 2, state);
      const { body } = await api.post(`/v1/subscriptions/${id}/deliveries/${one}/replay`, {});
      expect([body.status, body.code, body.detail]).toEqual([
        ...[409, 'not-a-dead-letter', `The delivery ${one} is ${state}.`],
      ]);
    }
    const { id: another } = (await subscribed(api)).body;
    const theirs = await dispatcher.attempt(another, 1, 'dead');
    for (const delivery of [theirs, 'x', 0]) {
      const { body } = await api.post(`/v1/subscriptions/${id}/deliveries/${delivery}/replay`, {});
      expect(body.code).toBe('not-found');
    }
  });

  it('is replayed with all others, or from one on', async () => {
    const dead: number[] = [];
    for (const number of [1, 2, 3, 4]) dead.push(await dispatcher.attempt(id, number, 'dead'));
    await dispatcher.attempt(id, 5, 'delivered');
    const replay = async (body: unknown) => (await api.post(`/v1/subscriptions/${id}/replay`, body)).body;
    expect(await replay({ from: dead[2] })).toEqual({ replayed: 2, left: 0 });
    expect(numbers((await deliveries('?state=dead')).body.items)).toEqual([2, 1]);
    expect(await replay(undefined)).toEqual({ replayed: 2, left: 0 });
    expect(await replay({})).toEqual({ replayed: 0, left: 0 });
    expect(numbers((await deliveries('?state=waiting')).body.items)).toEqual([4, 3, 2, 1]);
    expect((await replay({ from: 0 })).code).toBe('invalid-body');
  });

  it('is replayed with at most a thousand at once, the first ones first', async () => {
    await database.pool('admin', 1).query(
      `insert into ledger.deliveries (subscription, what, number, message_id, stream, body, state, settled_at)
       select $1, 'entry', n, 'event-' || n, 's', null, 'dead', now() from generate_series(1, 1005) n`,
      [id],
    );
    const replay = async () => (await api.post(`/v1/subscriptions/${id}/replay`, {})).body;
    expect(await replay()).toEqual({ replayed: 1_000, left: 5 });
    expect(numbers((await deliveries('?state=dead&direction=ascending')).body.items)).toEqual([
      ...[1001, 1002, 1003, 1004, 1005],
    ]);
    expect(await replay()).toEqual({ replayed: 5, left: 0 });
  });
});

describe('a test', () => {
  it('is a delivery that says nothing of the ledger', async () => {
    const { status, body } = await api.post(`/v1/subscriptions/${id}/test`, {});
    expect([status, body]).toMatchObject([
      202,
      {
        what: 'test',
        state: 'waiting',
        messageId: expect.stringMatching(/^test-[0-9a-f-]{36}$/),
        attempts: [],
      },
    ]);
    const [waiting] = await dispatcher.waiting(id);
    expect(JSON.parse(waiting?.body ?? '')).toEqual({
      ...{ specversion: '1.0', id: body.messageId, type: 'SubscriptionTested', subject: id },
      source: expect.stringMatching(/^urn:uuid:[0-9a-f-]{36}#subscriptions$/),
      ...{ time: expect.any(String), datacontenttype: 'application/json', data: { subscription: id } },
    });
  });

  it('waits with at most nine others', async () => {
    const test = () => api.post(`/v1/subscriptions/${id}/test`, {});
    const answers = await Promise.all(Array.from({ length: 12 }, test));
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array<number>(10).fill(202), 429, 429]);
    expect(answers.find(({ status }) => status === 429)?.body.code).toBe('too-many-tests');
    await dispatcher.deliverAll(id);
    expect((await test()).status).toBe(202);
  });
});
