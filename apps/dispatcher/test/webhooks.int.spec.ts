import { fact, cloneDatabase, until } from '#libs/testkit';
import { Webhook } from 'standardwebhooks';
import { batches, type LedgerWithWebhooks, newSecret, openWebhooks, QUICK } from './ledger-with-webhooks.ts';
import { agreeing, entriesIn, openReceiver, type Receiver } from './receiver.ts';

describe('what is subscribed to by webhook', () => {
  let ledger: LedgerWithWebhooks;
  let receiver: Receiver;
  beforeEach(async () => {
    ledger = openWebhooks(await cloneDatabase());
    receiver = await openReceiver();
  });
  afterEach(async () => {
    await ledger.close();
    await receiver.close();
  });

  it('is sent nothing but a challenge before the address has answered that', async () => {
    receiver.reply = () => ({ status: 503 });
    await ledger.record(fact.generators());
    const id = await ledger.subscribe({ url: receiver.url, isActive: false });
    await ledger.dispatch({ limits: { ...QUICK, shortRetriesMs: [1, 1, 1, 1, 1, 1, 1, 1] } });
    await until('it was asked', () => receiver.received.length >= 2);
    expect(receiver.received.every(({ body }) => body.includes('subscription-challenge'))).toBe(true);
    expect((await ledger.subscription(id)).reason).toBe('answered 503');
    receiver.reply = agreeing;
    await receiver.arrived(1);
    expect(await ledger.subscription(id)).toMatchObject({ status: 'active', reason: null });
  });

  it('begins to arrive as soon as the address has agreed', async () => {
    await ledger.record(fact.generators());
    await ledger.dispatch({ limits: { ...QUICK, reloadMs: 3_600_000 } });
    await ledger.subscribe({ url: receiver.url, isActive: false });
    await receiver.arrived(1);
    expect(receiver.received).toHaveLength(2);
  });

  it.each([
    ['in JSON', (challenge: string) => JSON.stringify({ challenge }), 'active'],
    ['as text, with a line end', (challenge: string) => `${challenge}\n`, 'active'],
    ['with another text', () => 'welcome', 'unverified'],
    ['with nothing', () => '', 'unverified'],
  ])('is agreed to by an address that answers %s', async (_, answer, status) => {
    receiver.reply = ({ body }) => ({ body: answer((JSON.parse(body) as { challenge: string }).challenge) });
    const id = await ledger.subscribe({ url: receiver.url, isActive: false });
    await ledger.dispatch({ limits: QUICK });
    await ledger.settled(id, 1);
    expect(await ledger.subscription(id)).toMatchObject({
      status,
      reason: status === 'active' ? null : 'answered 200, and not with the challenge',
    });
    expect(receiver.received).toHaveLength(1);
  });

  it('arrives signed, as the event that it is, with where it stands', async () => {
    const [secret, before] = [newSecret(), newSecret()];
    await ledger.subscribe({ url: receiver.url, secret, isRotatedFrom: before });
    await ledger.dispatch();
    await ledger.record(fact.generators());
    await receiver.arrived(1);
    const headers = receiver.received[0]?.headers as Record<string, string>;
    const body = receiver.received[0]?.body ?? '';
    const [event] = await ledger.store.readAll({ after: 0, limit: 1 });
    expect(JSON.parse(body)).toMatchObject({ specversion: '1.0', id: event?.id, position: 1 });
    expect(body).toContain(`"data":${event?.body ?? ''}`);
    expect(headers).toMatchObject({
      ...{ 'webhook-id': event?.id, 'ledger-position': '1', 'ledger-attempt': '1' },
      'content-type': 'application/cloudevents+json',
    });
    for (const key of [secret, before])
      expect(new Webhook(key).verify(body, headers)).toEqual(JSON.parse(body));
    expect(() => new Webhook(newSecret()).verify(body, headers)).toThrow();
    expect(headers['webhook-signature']).toMatch(/^v1,\S+ v1,\S+$/);
  });

  it('arrives once and in order of its stream, and streams do not wait for one another', async () => {
    await ledger.subscribe({ url: receiver.url });
    await ledger.record(
      ...['a', 'b', 'c', 'd'].map((commitment) => fact.generators({ commitment })),
      ...['a', 'b', 'c', 'd'].flatMap((commitment) => batches(commitment, 10)),
    );
    let failures = 0;
    receiver.reply = (received) => {
      // One in seven fails the first time.
      if (received.headers['ledger-attempt'] === '1' && (failures += 1) % 7 === 0) return { status: 500 };
      return agreeing(received);
    };
    await ledger.dispatch({ limits: QUICK });
    await receiver.arrivedOnce(44);
    const ids = new Set<number>();
    const ofStream = new Map<string, number[]>();
    for (const { position, subject } of entriesIn(receiver.received)) {
      if (ids.has(position)) continue;
      ids.add(position);
      ofStream.set(subject, [...(ofStream.get(subject) ?? []), position]);
    }
    for (const own of ofStream.values()) expect(own).toEqual(own.toSorted((one, other) => one - other));
  });

  it('is sent to several streams at once, and never to one twice at once', async () => {
    const streams = ['a', 'b', 'c', 'd'];
    const underWay = new Map<string, number>();
    let overlapping = 0;
    let together: (() => void)[] = [];
    receiver.reply = async ({ body }) => {
      const { subject } = JSON.parse(body) as { subject: string };
      const own = (underWay.get(subject) ?? 0) + 1;
      if (own > 1) overlapping += 1;
      underWay.set(subject, own);
      // After some successes nobody is answered before three are there; the last ones have nobody to wait for.
      const count = receiver.received.length;
      await new Promise<void>((resolve) => {
        together.push(resolve);
        if (together.length < 3 && count > 8 && count < 18) return;
        for (const go of together) go();
        together = [];
      });
      underWay.set(subject, own - 1);
      return { status: 204 };
    };
    await ledger.subscribe({ url: receiver.url });
    await ledger.record(
      ...streams.map((commitment) => fact.generators({ commitment })),
      ...streams.flatMap((commitment) => batches(commitment, 5)),
    );
    await ledger.dispatch({ limits: QUICK });
    await receiver.arrived(24);
    expect(overlapping).toBe(0);
  });

  it('waits behind the first of its stream until that is settled, while other streams go on', async () => {
    receiver.reply = ({ body, headers }) => {
      const { position } = JSON.parse(body) as { position: number };
      return position === 1 && Number(headers['ledger-attempt']) < 4 ? { status: 500 } : { status: 204 };
    };
    const id = await ledger.subscribe({ url: receiver.url });
    await ledger.record(fact.generators({ commitment: 'a' }), ...batches('a', 3), fact.loan());
    await ledger.dispatch({ limits: { ...QUICK, retriesMs: [1, 1, 1, 1] } });
    await ledger.settled(id, 5);
    const seen = receiver.positions();
    expect(seen.filter((position) => position !== 5)).toEqual([1, 1, 1, 1, 2, 3, 4]);
    expect(seen.filter((position) => position === 5)).toEqual([5]);
  });

  it('is a dead letter when its attempts are used up, and is attempted anew when it is replayed', async () => {
    receiver.reply = ({ body }) => ({ status: body.includes('"position":1,') ? 404 : 204 });
    const id = await ledger.subscribe({ url: receiver.url });
    await ledger.record(fact.generators({ commitment: 'a' }), ...batches('a', 1));
    await ledger.dispatch({ limits: QUICK });
    await ledger.settled(id, 2);
    const [first, second] = await ledger.deliveries(id);
    expect(first).toMatchObject({ state: 'dead', number: 1 });
    expect(first?.attempts).toEqual(
      [1, 2, 3, 4].map((attempt) => ({ attempt, status: 404, error: 'answered 404' })),
    );
    expect(second).toMatchObject({ state: 'delivered', number: 2 });
    receiver.reply = agreeing;
    await ledger.replay(id);
    await ledger.settled(id, 2);
    const [replayed] = await ledger.deliveries(id);
    expect(replayed).toMatchObject({ state: 'delivered' });
    expect(replayed?.attempts.at(-1)).toEqual({ attempt: 5, status: 204, error: null });
  });

  it('ends where the address answers 410, and goes on without a gap when it agrees again', async () => {
    receiver.reply = ({ body }) => ({ status: body.includes('"position":2,') ? 410 : 204 });
    const id = await ledger.subscribe({ url: receiver.url });
    await ledger.record(fact.generators({ commitment: 'a' }), ...batches('a', 3));
    await ledger.dispatch({ limits: QUICK });
    await until('it is stopped', async () => (await ledger.subscription(id)).status === 'stopped');
    expect((await ledger.subscription(id)).reason).toBe('the address answered 410');
    expect(receiver.positions()).toEqual([1, 2]);
    receiver.reply = agreeing;
    await ledger.setStatus(id, 'active');
    await ledger.settled(id, 4);
    expect(receiver.positions()).toEqual([1, 2, 2, 3, 4]);
  });

  it('is left alone for as long as it asks, in all its streams', async () => {
    receiver.reply = () => ({ status: 429, headers: { 'retry-after': '1800' } });
    const id = await ledger.subscribe({ url: receiver.url });
    await ledger.record(fact.generators(), fact.loan());
    await ledger.dispatch({ limits: QUICK });
    await until('it was asked to wait', async () => {
      const all = await ledger.deliveries(id);
      return all.some(({ attempts, inMs }) => attempts.length === 1 && inMs > 1_700_000);
    });
    await ledger.record(fact.hosting());
    await until('the third waits as well', async () => (await ledger.deliveries(id)).length === 3);
    expect(receiver.received).toHaveLength(1);
  });
});
