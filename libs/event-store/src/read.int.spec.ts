import { type RecordedEvent } from '#libs/domain';
import {
  cloneDatabase,
  endedAtBirth,
  sampleAppend,
  sampleEvent,
  sampleStream,
  type TestDatabase,
  until,
} from '#libs/testkit';
import pg from 'pg';
import { v7 as uuid } from 'uuid';
import { EventStore, type ReadAllOptions } from './index.ts';
import { readAllSql } from './sql/read-all.sql.ts';
import { readStreamsSql } from './sql/read-streams.sql.ts';

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

  it('gives what is made of each event instead, each in its place', async () => {
    const events = Array.from({ length: 250 }, () => sampleEvent());
    await store.append(sampleAppend({ stream: 'long', expected: 0, events }));
    const streams = await store.readStreams(['long', 'a'], { take: ({ id, version }) => [id, version] });
    expect(streams.get('long')?.events).toEqual(events.map(({ id }, index) => [id, index + 1]));
    expect(streams.get('a')?.events).toHaveLength(4);
  });

  it('throws what is thrown over an event, and the connection goes on serving', async () => {
    const pool = new pg.Pool({ connectionString: database.urls.api, max: 1 });
    const reader = new EventStore(pool);
    const take = ({ version }: RecordedEvent) => {
      if (version === 2) throw new RangeError('cannot read the second');
    };
    for (const stream of ['a', 'long'])
      await expect(reader.readStreams([stream], { take })).rejects.toThrow(
        new RangeError('cannot read the second'),
      );
    expect((await reader.readStreams(['a'])).get('a')?.version).toBe(4);
    expect(pool.totalCount).toBe(1);
    await reader.close();
    await pool.end();
  });

  it('fails when its session is ended as soon as it has begun, and reads on a new one', async () => {
    const road = await endedAtBirth(database.urls.api);
    road.endNext();
    const pool = new pg.Pool({ connectionString: road.url, max: 1 });
    pool.on('error', () => undefined);
    const reader = new EventStore(pool);
    await expect(reader.readStreams(['a'])).rejects.toThrow(/connection error|terminat/);
    expect(road.ended()).toBe(1);
    expect((await reader.readStreams(['a'])).get('a')?.version).toBe(4);
    await reader.close();
    await pool.end();
    await road.close();
  });

  it('fails when the connection is lost in the middle, and reads on a new one', async () => {
    const pool = new pg.Pool({ connectionString: database.urls.api, max: 1, application_name: 'cut-off' });
    pool.on('error', () => undefined);
    const reader = new EventStore(pool);
    const cutOff = `select pg_terminate_backend(pid) from pg_stat_activity 
       where application_name = 'cut-off' and wait_event_type = 'Lock'`;
    const locked = await database.pool('admin').connect();
    await locked.query('begin; lock ledger.events');
    const reading = reader.readStreams(['a']);
    reading.catch(() => undefined);
    const admin = database.pool('admin');
    await until('the reader waits', async () => (await admin.query(cutOff)).rowCount === 1);
    await expect(reading).rejects.toThrow(/terminat/);
    await locked.query('rollback');
    locked.release();
    expect((await reader.readStreams(['a'])).get('a')?.version).toBe(4);
    await reader.close();
    await pool.end();
  });
});

describe('in a log of five streams of a thousand', () => {
  beforeAll(async () => {
    for (let stream = 0; stream < 5; stream++) {
      const events = Array.from({ length: 1_000 }, () => sampleEvent({ type: 'Common' }));
      await store.append(sampleAppend({ stream: `common-${stream}`, expected: 0, events }));
    }
    await database.pool('admin').query('analyze ledger.events');
  });

  const planOf = async (types: string, sql: string, values: string) => {
    const client = await database.pool('admin').connect();
    await client.query('set plan_cache_mode = force_generic_plan');
    await client.query(`prepare planned (${types}) as ${sql}`);
    const { rows } = await client.query<{ 'QUERY PLAN': string }>(`explain execute planned (${values})`);
    client.release();
    return rows.map((row) => row['QUERY PLAN']).join('\n');
  };

  it.each([{ newestFirst: false }, { newestFirst: true }])(
    'a type is found by its index, however few or many events it has: %o',
    async ({ newestFirst }) => {
      const sql = readAllSql({ streams: false, types: true, positions: false, newestFirst });
      const plan = await planOf(
        'bigint, bigint, bigint, text[]',
        sql,
        `0, 9999, 10, '{Pledge,Never,Common}'`,
      );
      expect(plan).toContain('events_type_position');
      expect(plan).not.toContain('events_position_key');
    },
  );

  it('a stream begins to come before all of it is read', async () => {
    const plan = await planOf('text[], int[], bigint', readStreamsSql, `'{common-1}', '{0}', 9999`);
    expect(plan).toContain('Index Scan using events_stream_version_key');
    expect(plan).not.toMatch(/Bitmap|Sort/);
  });
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

describe('what is read of an event', () => {
  const asRecorded = `
    select position, stream_id as stream, version, event_id as id, type, schema, occurred, actor,
           to_char(recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "recordedAt",
           correlation_id as "correlationId", causation_id as "causationId", body
      from ledger.events order by position`;
  let others: TestDatabase;
  let recorded: RecordedEvent[];

  beforeAll(async () => {
    others = await cloneDatabase();
    const writer = new EventStore(others.pool('api'));
    const made = [
      {},
      { causationId: uuid() },
      { actor: 'the "desk" \\ officer' },
      { correlationId: uuid().toUpperCase() },
      { actor: 'Ольга 😀' },
    ];
    for (const [index, given] of made.entries()) {
      const events = [sampleEvent(), sampleEvent({ data: { id: 'x', data: [',"id":"', '\\'] } })];
      await writer.append(sampleAppend({ stream: `s-${index}`, expected: 0, events }, given));
    }
    await writer.close();
    // Bodies that this build would not seal, and times with fewer digits than any clock is likely to tell.
    await others.pool('admin').query(`
      insert into ledger.events (position, stream_id, version, event_id, type, schema, occurred, recorded_at,
                                 actor, correlation_id, body)
      select 10 + n, 'old', n, uuidv7(), 'StepTaken', 1, '2024', timestamptz '3024-01-01Z' + n * interval '0.25 s',
             'somebody', uuidv7(), '{}'
        from generate_series(1, 4) n`);
    const { rows } = await others.pool('admin').query<Record<string, string | null>>(asRecorded);
    recorded = rows.map(({ causationId, ...row }) => ({
      ...(row as unknown as RecordedEvent),
      position: Number(row['position']),
      ...(causationId !== null && { causationId }),
    }));
  });
  afterAll(() => others.drop());

  it.each(['', '-c DateStyle=SQL,DMY -c TimeZone=Asia/Tokyo'])(
    'is what its columns tell, however its body was written and the session tells times: %s',
    async (options) => {
      const pool = new pg.Pool({ connectionString: others.urls.api, options });
      const reader = new EventStore(pool);
      expect(recorded).toHaveLength(14);
      expect(await reader.readAll({ after: 0, limit: 100 })).toEqual(recorded);
      expect(await reader.readAll({ after: 0, limit: 100, newestFirst: true })).toEqual(
        recorded.toReversed(),
      );
      const streams = await reader.readStreams(['old', 's-2']);
      expect(streams.get('old')?.events).toEqual(recorded.slice(10));
      expect(streams.get('s-2')?.events).toEqual(recorded.slice(4, 6));
      const taken = await reader.readStreams(['s-2', 'old'], { take: ({ position }) => position });
      expect([...taken.values()].map(({ events }) => events)).toEqual([
        [5, 6],
        [11, 12, 13, 14],
      ]);
      await reader.close();
      await pool.end();
    },
  );
});
