import { cloneDatabase, fact, until } from '#libs/testkit';
import { type LedgerWithWebhooks, openWebhooks } from './ledger-with-webhooks.ts';
import { agreeing, openReceiver, type Receiver } from './receiver.ts';

describe('targets that hang, and that fail', () => {
  let ledger: LedgerWithWebhooks;
  const receivers: Receiver[] = [];
  beforeEach(async () => {
    ledger = openWebhooks(await cloneDatabase());
  });
  afterEach(async () => {
    await ledger.close();
    await Promise.all(receivers.splice(0).map((receiver) => receiver.close()));
  });

  const open = async (reply?: Receiver['reply']): Promise<Receiver> => {
    const receiver = await openReceiver();
    if (reply) receiver.reply = reply;
    receivers.push(receiver);
    return receiver;
  };
  const COUNT = 150;
  const record = () =>
    ledger.record(
      ...Array.from({ length: COUNT }, (_, index) =>
        fact.generators({ commitment: `c-${index % 50}-${index}` }),
      ),
    );

  it('hold up nobody else: all others have received everything while they still hang and fail', async () => {
    const hanging = await open(() => 'never');
    const failing = await open(() => ({ status: 500 }));
    const well = [await open(), await open(), await open()];
    for (const { url } of [hanging, failing, ...well]) await ledger.subscribe({ url });
    // Were there a place for everybody and no bound for those that ail, these four would be taken for good.
    const dispatcher = await ledger.dispatch({
      limits: { atOnce: 4, ailingAtOnce: 2, atOncePerSubscription: 2 },
    });
    await record();
    await Promise.all(well.map((each) => each.arrivedOnce(COUNT)));
    expect(hanging.received.length).toBeGreaterThan(0);
    expect(hanging.received.length).toBeLessThanOrEqual(2);
    expect(failing.received.length).toBeGreaterThan(0);
    expect(dispatcher.webhooks()?.underWay).toBeLessThanOrEqual(4);
  });

  it('take one place each, however much waits for them, and get all of it when they are well again', async () => {
    let isWell = false;
    const waiting: (() => void)[] = [];
    const hanging = await open(async (received) => {
      if (!isWell) await new Promise<void>((resolve) => waiting.push(resolve));
      return agreeing(received);
    });
    const id = await ledger.subscribe({ url: hanging.url });
    await record();
    const dispatcher = await ledger.dispatch();
    await until('one is there', () => hanging.received.length === 1);
    await until('all wait', async () => (await ledger.deliveries(id)).length === COUNT);
    expect([hanging.received.length, dispatcher.webhooks()?.underWay]).toEqual([1, 1]);
    isWell = true;
    for (const go of waiting) go();
    await hanging.arrivedOnce(COUNT);
  });

  it('are asked ever more rarely where they take nothing, and sent everything once they take something', async () => {
    let isWell = false;
    const failing = await open((received) => (isWell ? agreeing(received) : { status: 500 }));
    const well = await open();
    const id = await ledger.subscribe({ url: failing.url });
    await ledger.subscribe({ url: well.url });
    // Each of its streams could be tried for the first time, and none is: the pause holds for all.
    const forGood = 3_600_000;
    const limits = { pauseMs: forGood, longestPauseMs: forGood, retriesMs: [1] };
    const dispatcher = await ledger.dispatch({ limits });
    await record();
    await well.arrivedOnce(COUNT);
    await until('all wait', async () => (await ledger.deliveries(id)).length === COUNT);
    expect(failing.received).toHaveLength(1);
    await dispatcher.stop();
    isWell = true;
    await ledger.dispatch({ limits: { ...limits, pauseMs: 1, longestPauseMs: 1 } });
    await failing.arrivedOnce(COUNT);
  });

  it('of which a part fails hold back the streams of that part, and no other', async () => {
    const failing = (body: string) => /"subject":"commitment-c-\d*7-/.test(body);
    const partly = await open((received) => (failing(received.body) ? { status: 500 } : agreeing(received)));
    const id = await ledger.subscribe({ url: partly.url });
    await ledger.dispatch({ limits: { pauseMs: 1, longestPauseMs: 1 } });
    await record();
    await until('only what fails waits', async () => {
      const all = await ledger.deliveries(id);
      const left = all.filter(({ state }) => state === 'waiting').map(({ stream }) => stream);
      return all.length === COUNT && left.every((stream) => /-c-\d*7-/.test(stream));
    });
  });

  it('leave places to others although there are more of them than places', async () => {
    const hanging = await Promise.all(Array.from({ length: 12 }, () => open(() => 'never')));
    for (const { url } of hanging) await ledger.subscribe({ url });
    // Each has failed once, and is known to ail.
    const dispatcher = await ledger.dispatch({
      limits: { ...{ atOnce: 6, ailingAtOnce: 3, answerMs: 250, retriesMs: Array<number>(500).fill(1) } },
    });
    await record();
    await until('each has hung', () => hanging.every(({ received }) => received.length > 1), 60_000);
    const well = await open();
    await ledger.subscribe({ url: well.url });
    await well.arrivedOnce(COUNT);
    expect(dispatcher.webhooks()?.underWay).toBeLessThanOrEqual(6);
  });
});
