import { cloneDatabase, sampleAppend, sampleEvent, sampleStream, type TestDatabase } from '#libs/testkit';
import { EventStore, type ReadAllOptions } from './index.ts';
import { readAllSql } from './sql/read-all.sql.ts';

let database: TestDatabase;
let store: EventStore;

/** Positions 1 to 12: streams a, b and c in turn, each time with a Pledge and then a Delivery. */
beforeAll(async () => {
  database = await cloneDatabase();
  store = new EventStore(database.pool('api'));
  for (const round of [0, 1]) {
    for (const stream of ['a', 'b', 'c']) {
      const events = [sampleEvent({ type: 'Pledge' }), sampleEvent({ type: 'Delivery' })];
      await store.append(sampleAppend({ stream, expected: 2 * round, events }));
    }
  }
});
afterAll(() => database.drop());

const positions = async (options: Partial<ReadAllOptions>) =>
  (await store.readAll({ after: 0, limit: 100, ...options })).map(({ position }) => position);

describe('reading the log', () => {
  it('goes by position, from after one to up to another, and no further than the limit', async () => {
    expect(await positions({ after: 3, upTo: 9 })).toEqual([4, 5, 6, 7, 8, 9]);
    expect(await positions({ after: 3, upTo: 9, limit: 2 })).toEqual([4, 5]);
    expect(await positions({ after: 12 })).toEqual([]);
  });

  it('goes from the end when the newest are wanted first', async () => {
    expect(await positions({ newestFirst: true, limit: 3 })).toEqual([12, 11, 10]);
    expect(await positions({ newestFirst: true, limit: 3, upTo: 9, after: 7 })).toEqual([9, 8]);
  });

  it('takes the events of some streams, merged by position', async () => {
    expect(await positions({ streams: ['a', 'c', 'a', 'none'] })).toEqual([1, 2, 5, 6, 7, 8, 11, 12]);
    expect(await positions({ streams: ['a', 'c'], after: 2, limit: 3 })).toEqual([5, 6, 7]);
    expect(await positions({ streams: ['a', 'c'], newestFirst: true, limit: 3 })).toEqual([12, 11, 8]);
  });

  it('takes the events of some types, merged by position', async () => {
    expect(await positions({ types: ['Pledge', 'None'] })).toEqual([1, 3, 5, 7, 9, 11]);
    expect(await positions({ types: ['Pledge', 'Delivery'], after: 2, limit: 3 })).toEqual([3, 4, 5]);
    expect(await positions({ types: ['Delivery'], newestFirst: true, upTo: 9, limit: 2 })).toEqual([8, 6]);
  });

  it('takes the events at some positions', async () => {
    expect(await positions({ positions: [9, 2, 99, 5] })).toEqual([2, 5, 9]);
  });

  it('asks for all filters at once', async () => {
    expect(await positions({ streams: ['a', 'b'], types: ['Delivery'] })).toEqual([2, 4, 8, 10]);
    expect(
      await positions({ streams: ['a'], types: ['Delivery'], positions: [2, 3, 7, 8], after: 2 }),
    ).toEqual([8]);
    expect(await positions({ streams: [] })).toEqual([]);
  });
});

describe('reading streams', () => {
  it('gives each with its version, in one order, and an empty one where there is none', async () => {
    const streams = await store.readStreams(['c', 'a', 'none']);
    expect([...streams.keys()]).toEqual(['c', 'a', 'none']);
    expect(streams.get('none')).toEqual({ version: 0, events: [] });
    expect(streams.get('a')?.version).toBe(4);
    expect(streams.get('a')?.events.map(({ version }) => version)).toEqual([1, 2, 3, 4]);
  });

  it('gives them as they stood at a position', async () => {
    const streams = await store.readStreams(['a', 'c'], { upTo: 7 });
    expect(streams.get('a')).toMatchObject({
      version: 3,
      events: [{ position: 1 }, { position: 2 }, { position: 7 }],
    });
    expect(streams.get('c')?.version).toBe(2);
  });
});

it('a type is found by its index, however few or many events it has', async () => {
  for (let stream = 0; stream < 5; stream++) {
    const events = Array.from({ length: 1_000 }, () => sampleEvent({ type: 'Common' }));
    await store.append(sampleAppend({ stream: `common-${stream}`, expected: 0, events }));
  }
  const client = await database.pool('admin').connect();
  await client.query('analyze ledger.events; set plan_cache_mode = force_generic_plan');
  for (const newestFirst of [false, true]) {
    const name = newestFirst ? 'backward' : 'forward';
    const sql = readAllSql({ streams: false, types: true, positions: false, newestFirst });
    await client.query(`prepare ${name} (bigint, bigint, bigint, text[]) as ${sql}`);
    const { rows } = await client.query<{ 'QUERY PLAN': string }>(
      `explain execute ${name} (0, 9999, 10, '{Pledge,NeverSeen,Common}')`,
    );
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
    expect(plan).toContain('events_type_position');
    expect(plan).not.toContain('events_position_key');
  }
  client.release();
});

it('an empty ledger has no head, no events and no position at any time', async () => {
  const empty = await cloneDatabase();
  const nothing = new EventStore(empty.pool('api'));
  expect(await nothing.head()).toEqual({ position: 0, recordedAt: null });
  expect(await nothing.readAll({ after: 0, limit: 10 })).toEqual([]);
  expect(await nothing.positionAt(new Date().toISOString())).toBe(0);
  expect(await nothing.head()).toEqual({ position: 0, recordedAt: null });
  await nothing.append(sampleAppend(sampleStream('first')));
  await empty.drop();
});
