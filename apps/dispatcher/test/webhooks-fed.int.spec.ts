import { fact, cloneDatabase, until } from '#libs/testkit';
import { batches, type LedgerWithWebhooks, openWebhooks, QUICK } from './ledger-with-webhooks.ts';
import { agreeing, entriesIn, openReceiver, type Receiver } from './receiver.ts';

describe('what subscriptions to webhooks are fed', () => {
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

  it('is not sent while it is paused, and lacks nothing afterwards', async () => {
    const id = await ledger.subscribe({ url: receiver.url });
    await ledger.dispatch({ limits: QUICK });
    await ledger.record(fact.generators({ commitment: 'a' }));
    await receiver.arrived(1);
    await ledger.setStatus(id, 'paused');
    await ledger.record(...batches('a', 5));
    const other = await openReceiver();
    await ledger.subscribe({ url: other.url });
    await other.arrived(6);
    await other.close();
    expect(receiver.positions()).toEqual([1]);
    await ledger.setStatus(id, 'active');
    await receiver.arrived(6);
    expect(receiver.positions()).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('is what its filter wants, by whom it concerns and how its commitment stands', async () => {
    const filters = {
      all: '',
      stream: 'stream=commitment-loan',
      type: 'type=GeneratorsDelivered,SourceRegistered',
      party: 'party=JP',
      kind: 'kind=goods',
      state: 'becomes=fulfilled',
      label: 'label=fulfilled',
      crosses: 'crosses=0.5',
    };
    const receivers = new Map<string, Receiver>();
    for (const [name, filter] of Object.entries(filters)) {
      const own = await openReceiver();
      receivers.set(name, own);
      await ledger.subscribe({ url: own.url, filter });
    }
    await ledger.dispatch({ limits: QUICK });
    const quantity = (value: string) => ({ qualifier: 'exactly' as const, value, unit: 'generators' });
    for (const each of [
      fact.source(), // 1: of UA
      fact.generators(), // 2: of JP and UA, goods
      fact.loan(), // 3: of JP and UA, financial
      fact.delivery({ delivery: 'first', quantity: quantity('40') }), // 4
      fact.delivery({ delivery: 'second', quantity: quantity('60') }), // 5: now it is fulfilled
      fact.support(), // 6
    ])
      await ledger.record(each);
    const expected: Readonly<Record<string, readonly number[]>> = {
      all: [1, 2, 3, 4, 5, 6],
      stream: [3],
      type: [1, 4, 5],
      party: [2, 3, 4, 5, 6],
      kind: [2, 4, 5, 6],
      state: [5],
      label: [5, 6],
      crosses: [5],
    };
    for (const [name, own] of receivers) {
      const wanted = expected[name] ?? [];
      await own.arrived(wanted.length);
      await until(`${name} was looked at to the end`, async () => {
        const { rows } = await ledger.database
          .pool('admin', 1)
          .query<{ after: string }>('select after from ledger.subscriptions where filter = $1', [
            filters[name as keyof typeof filters],
          ]);
        return rows.every(({ after }) => after === '6');
      });
      expect([name, own.positions().toSorted()]).toEqual([name, wanted]);
      await own.close();
    }
  });

  it('are changes as well, by their numbers', async () => {
    const id = await ledger.subscribe({ url: receiver.url, of: 'changes', filter: 'stream=commitment-a' });
    await ledger.dispatch({ limits: QUICK });
    await ledger.change('a', 'b', 'a');
    await until('two arrived', () => receiver.received.length === 2);
    expect(entriesIn(receiver.received).map(({ number, subject }) => [number, subject])).toEqual([
      [1, 'commitment-a'],
      [3, 'commitment-a'],
    ]);
    expect(receiver.received.map(({ headers }) => headers['ledger-number'])).toEqual(['1', '3']);
    await ledger.settled(id, 2);
  });

  it('is fed as far as may wait, and further as that is settled', async () => {
    let isOpen = false;
    receiver.reply = (received) =>
      isOpen ? agreeing(received) : { status: 503, headers: { 'retry-after': '1' } };
    const id = await ledger.subscribe({ url: receiver.url });
    await ledger.record(
      fact.generators({ commitment: 'a' }),
      fact.generators({ commitment: 'b' }),
      ...batches('a', 40),
      ...batches('b', 40),
    );
    await ledger.dispatch({ limits: { ...QUICK, waiting: 20, retriesMs: [1, 1, 1, 1, 1], pageEntries: 15 } });
    await until('as many wait as may', async () => (await ledger.deliveries(id)).length >= 20);
    await until('it was tried', () => receiver.received.length > 0);
    const { after } = await ledger.subscription(id);
    expect(after).toBeLessThan(40);
    isOpen = true;
    await receiver.arrivedOnce(82);
    await ledger.settled(id, 82);
    expect((await ledger.deliveries(id)).map(({ number }) => number)).toEqual(
      Array.from({ length: 82 }, (_, index) => index + 1),
    );
  });

  it('is sent by one of several dispatchers, and by another when that one ends', async () => {
    const id = await ledger.subscribe({ url: receiver.url });
    const [one, other] = [await ledger.dispatch({ limits: QUICK }), await ledger.dispatch({ limits: QUICK })];
    await ledger.record(fact.generators({ commitment: 'a' }), ...batches('a', 30));
    await receiver.arrived(5);
    const leads = () => [one.webhooks()?.leads, other.webhooks()?.leads];
    await until('one leads', () => leads().includes(true));
    expect(leads().filter(Boolean)).toHaveLength(1);
    await (one.webhooks()?.leads ? one : other).stop();
    await receiver.arrivedOnce(31);
    await ledger.settled(id, 31);
    expect(new Set(receiver.positions()).size).toBe(31);
    const firsts = [...new Set(receiver.positions())];
    expect(firsts).toEqual(firsts.toSorted((a, b) => a - b));
  });

  it('goes on where the session of the lead was ended by force, with nothing lost', async () => {
    const id = await ledger.subscribe({ url: receiver.url });
    const dispatcher = await ledger.dispatch({ limits: QUICK });
    await ledger.record(fact.generators({ commitment: 'a' }), ...batches('a', 20));
    await receiver.arrived(3);
    await ledger.database.pool('admin', 1)
      .query(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'ledger-webhooks'
              and datname = current_database()`);
    await ledger.record(...batches('a', 5, 21));
    await receiver.arrivedOnce(26);
    await ledger.settled(id, 26);
    expect(dispatcher.webhooks()).toMatchObject({ leads: true, failure: undefined });
  });

  it('is a test, when one is asked for', async () => {
    const id = await ledger.subscribe({ url: receiver.url });
    await ledger.dispatch({ limits: QUICK });
    await ledger.test(id);
    await ledger.settled(id, 1);
    expect(receiver.received).toHaveLength(1);
    expect(receiver.received[0]?.headers['webhook-id']).toMatch(/^test-/);
  });
});
