import { describeWithKafka, until } from '#libs/testkit';
import { Desk } from './doors/desk.ts';
import { Dice } from './doors/dice.ts';
import { ADMIN_KEY, DoorsHouse } from './doors/doors-house.ts';
import { FeedSubscriber } from './doors/feed-subscriber.ts';
import { StreamSubscriber } from './doors/stream-subscriber.ts';
import { faultsIn, type Heard, onceEach, type Subscriber } from './doors/subscriber.ts';
import { TopicSubscriber } from './doors/topic-subscriber.ts';
import { toldBy, wantedBy } from './doors/wanted.ts';
import { type Mood, WebhookSubscriber } from './doors/webhook-subscriber.ts';

/** The gate is small; `npm run test:long` has the full size. */
const { events, kills, writers, patienceMs } =
  process.env['LEDGER_LONG'] === '1'
    ? { events: 10_000, kills: 10, writers: 8, patienceMs: 1_800_000 }
    : { events: 150, kills: 1, writers: 4, patienceMs: 240_000 };
const SEED = Number(process.env['LEDGER_SEED'] ?? 20_241_116);
const COMMITMENTS = Math.ceil(events / 200) * 4;

const OF_EVENTS = [
  ...['', 'party=JP', 'type=GeneratorsDelivered,FundsDisbursed&party=JP,PL', 'kind=financial&party=SE'],
  ...['stream=commitment-promise-0,commitment-promise-1', 'label=partly-delivered&party=SE,DE'],
  ...['becomes=partly-delivered,fulfilled,fulfilled-late,overdue-unproven', 'crosses=0.02,0.5,1'],
];
const OF_CHANGES = [
  ...['', 'party=JP', 'becomes=partly-delivered,fulfilled,overdue-unproven', 'crosses=0.02,0.5,1&kind=goods'],
  'label=overdue-unproven&type=GeneratorsDelivered',
];

/** One in twenty attempts comes to nothing: as often as a poor receiver fails, and seldom enough to be waited for. */
const moods = (dice: Dice) => (): Mood => {
  const roll = dice.roll();
  if (roll < 0.02) return 'fails';
  if (roll < 0.035) return 'breaks-off';
  return roll < 0.05 ? 'takes-and-breaks-off' : 'takes';
};

describeWithKafka(
  'a ledger whose api, dispatcher and broker are killed again and again while it is written to',
  () => {
    let house: DoorsHouse;
    let desk: Desk;
    let subscribers: Subscriber[] = [];
    /** Comes again as everybody does, and does not say from where. */
    let forgetful: StreamSubscriber | undefined;
    const places = new Map<string, Heard>();
    const dice = new Dice(SEED);

    beforeAll(async () => {
      process.stderr.write(`\nThe doors are tried with LEDGER_SEED=${SEED}.\n`);
      house = await DoorsHouse.open();
      desk = new Desk(house.urls, ADMIN_KEY, new Dice(SEED + 1), COMMITMENTS);
    }, 600_000);
    afterAll(async () => {
      const all = forgetful ? [...subscribers, forgetful] : subscribers;
      await Promise.all(all.map((subscriber) => subscriber.stop()));
      await house.stop();
    }, 120_000);

    /** Somebody at every door. */
    async function subscribe(): Promise<void> {
      const streams = (['events', 'changes'] as const).flatMap((of) =>
        (of === 'events' ? OF_EVENTS : OF_CHANGES).map(
          (filter) => new StreamSubscriber({ of, filter, key: ADMIN_KEY, urls: dice.shuffled(house.urls) }),
        ),
      );
      const feeds = ['', 'party=PL', 'crosses=0.05', 'label=partly-delivered&kind=goods'].map(
        (filter) => new FeedSubscriber(house.urls, ADMIN_KEY, filter, places),
      );
      const topics = (['events', 'changes'] as const).map(
        (of) => new TopicSubscriber(house.broker.brokers, `ledger.${of}.v1`, of),
      );
      const webhooks = await Promise.all([
        ...['', 'party=JP&type=GeneratorsDelivered', 'becomes=fulfilled,partly-delivered'].map((filter) =>
          called('events', filter),
        ),
        ...['', 'crosses=0.02,0.5,1'].map((filter) => called('changes', filter)),
      ]);
      subscribers = [...streams, ...feeds, ...topics, ...webhooks];
      forgetful = new StreamSubscriber({
        ...{ of: 'events', filter: '', key: ADMIN_KEY, urls: house.urls, resumes: false },
        // It is at the process that is killed first.
        beforeComingAgain: async () => {
          const { position } = await house.store.head();
          await until(
            'something is recorded without it',
            async () => (await house.head()) > position,
            60_000,
          ).catch(() => undefined);
        },
      });
    }

    async function called(of: Subscriber['of'], filter: string): Promise<WebhookSubscriber> {
      const receiver = await WebhookSubscriber.open(
        of,
        filter,
        moods(new Dice(SEED + dice.below(1_000_000))),
      );
      const response = await fetch(`${house.urls[0] ?? ''}/v1/subscriptions`, {
        method: 'POST',
        headers: { authorization: `Bearer ${ADMIN_KEY}`, 'content-type': 'application/json' },
        body: JSON.stringify({ of, filter, url: receiver.url, after: 0 }),
      });
      if (response.status !== 201) throw new Error(`A subscription was answered ${await response.text()}`);
      return receiver;
    }

    /** Each in turn in an order by chance, each at a moment by chance of the part of the writing that is its own. */
    async function killAll(): Promise<void> {
      const first = await house.head();
      const ways = house.kills();
      const turns = dice.shuffled(
        (['api', 'dispatcher', 'broker'] as const).flatMap((role) =>
          Array.from({ length: kills }, () => role),
        ),
      );
      const part = events / (turns.length + 1);
      for (const [turn, role] of turns.entries()) {
        const at = first + Math.floor((turn + 0.2 + 0.6 * dice.roll()) * part);
        await until(`event ${at} is recorded`, async () => (await house.head()) >= at, patienceMs);
        await ways[role]();
      }
    }

    async function writeAll(): Promise<void> {
      const before = await house.head();
      let left = events - before;
      const write = async (): Promise<void> => {
        while (left > 0) {
          left -= 1;
          await desk.recordOne();
        }
      };
      await Promise.all(Array.from({ length: writers }, write));
    }

    /** Everything in the store as a filter sees it; feeds learn where it stands. */
    async function told(): Promise<ReturnType<typeof toldBy>> {
      const all = await house.store.readAll({ after: 0, limit: 1_000_000 });
      for (const { id, stream, position } of all) places.set(id, { id, stream, position });
      return toldBy(all);
    }

    it(
      'has told everybody, at every door, exactly what their filter wants of its store, each stream in order',
      async () => {
        await desk.begin();
        await subscribe();
        await Promise.all([writeAll(), killAll()]);
        expect([
          house.apis.reduce((sum, api) => sum + api.kills, 0),
          house.dispatcher.kills,
          house.broker.kills,
        ]).toEqual([...[kills, kills, kills]]);
        await house.settled();
        const all = await told();
        expect(all.length).toBeGreaterThanOrEqual(events);
        const stillMissing = () =>
          subscribers.filter(
            (subscriber) => onceEach(subscriber.heard).length < wantedBy(subscriber, all).length,
          );
        await until('everybody has heard everything', () => stillMissing().length === 0, patienceMs).catch(
          () => undefined,
        );
        const faults = subscribers.map((subscriber) => [
          subscriber.name,
          faultsIn(subscriber.heard, wantedBy(subscriber, all)),
        ]);
        report(all);
        expect(faults).toEqual(subscribers.map(({ name }) => [name, []]));
        const idle = subscribers.filter((subscriber) => wantedBy(subscriber, all).length === 0);
        expect(idle.map(({ name }) => name)).toEqual([]);
      },
      patienceMs * 2,
    );

    it('would have told less to one who comes again without saying from where', async () => {
      if (!forgetful) throw new Error('nobody has subscribed');
      const faults = faultsIn(forgetful.heard, wantedBy(forgetful, await told()));
      expect(forgetful.broken).toBeGreaterThan(0);
      expect(faults).toEqual([expect.stringMatching(/^\d+ never heard: /)]);
    });

    function report(all: ReturnType<typeof toldBy>): void {
      const lines = subscribers.map((subscriber) => {
        const wanted = wantedBy(subscriber, all).length;
        const broken = subscriber instanceof StreamSubscriber ? `, broken ${subscriber.broken} times` : '';
        return `${subscriber.name}: ${wanted} wanted, told ${subscriber.heard.length} times${broken}`;
      });
      process.stderr.write(
        `\n${all.length} events, ${kills} kills each of api, dispatcher and broker; ${desk.again} commands sent again.\n` +
          `${lines.join('\n')}\n`,
      );
    }
  },
);

describe('what is wrong with what somebody heard', () => {
  const heard = (...ids: readonly string[]): readonly Heard[] =>
    ids.map((id) => ({ id, stream: id.slice(0, 1), position: Number(id.slice(1)) }));

  it('is nothing where it came again, or streams overtook one another', () => {
    expect(faultsIn(heard('a1', 'b4', 'a1', 'a2', 'b3', 'b4'), heard('a1', 'a2', 'b4'))).toEqual([
      '1 not wanted: 3 b',
      '1 after what comes later in its stream: 3 b',
    ]);
    expect(faultsIn(heard('b3', 'a1', 'b3', 'a2', 'b4'), heard('a1', 'a2', 'b3', 'b4'))).toEqual([]);
  });

  it('is what never came, and what came before what is earlier in its stream', () => {
    expect(faultsIn(heard('a1'), heard('a1', 'a2'))).toEqual(['1 never heard: 2 a']);
    expect(faultsIn(heard('a2', 'a1'), heard('a1', 'a2'))).toEqual([
      '1 after what comes later in its stream: 1 a',
    ]);
  });
});
