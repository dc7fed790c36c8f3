import { randomUUID } from 'node:crypto';
import {
  cloneDatabase,
  describeWithKafka,
  testBrokers,
  testTopic,
  until,
  type TestDatabase,
  type TestTopic,
} from '#libs/testkit';
import { type Log } from '../log.ts';
import { type Relay } from '../relay/relay.ts';
import { lastChange, readChanges, readSql } from './change-log.ts';
import { followChanges } from './follow-changes.ts';
import { runChanges, runNumbering } from './run-changes.ts';

const silent: Log = { log: () => {}, warn: () => {}, error: () => {}, debug: () => {} };

/** A database in which changes are told as the projection tells them. */
const openDatabase = async () => {
  const database = await cloneDatabase();
  const projector = database.pool('projector', 2);
  const reader = database.pool('api', 1);
  const tell = async (commitment: string, ...positions: readonly number[]): Promise<void> => {
    const client = await projector.connect();
    await client.query('begin');
    for (const position of positions) {
      await client.query(`insert into ledger.changes values ($1, $2, $3, $4, $5)`, [
        ...[position, commitment, randomUUID(), '2024-11-17T00:00:00.000000Z', `{"position":${position}}`],
      ]);
      await client.query('insert into ledger.changes_waiting values ($1)', [position]);
    }
    await client.query('commit');
    client.release();
  };
  const numbered = async () => {
    const changes = await readChanges(reader, { after: 0, limit: 10_000 });
    return changes.map(({ number, position }) => [number, position]);
  };
  return { database, tell, numbered, last: () => lastChange(reader) };
};

describe('changes without a broker', () => {
  let house: Awaited<ReturnType<typeof openDatabase>>;
  const running: Relay[] = [];
  beforeEach(async () => {
    house = await openDatabase();
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((each) => each.stop()));
    await house.database.drop();
  });
  const start = (): Relay => {
    const started = runNumbering({ databaseUrl: house.database.urls.relay, log: silent });
    running.push(started);
    return started;
  };
  const numbers = (count: number) =>
    until(`${count} are numbered`, async () => (await house.last()) === count);

  test('are numbered from 1 without a gap, in the order of positions, and those that come late after them', async () => {
    await house.tell('a', 10, 30);
    await house.tell('b', 20);
    start();
    await numbers(3);
    await house.tell('c', 15, 40);
    await numbers(5);
    expect(await house.numbered()).toEqual([
      [1, 10],
      [2, 20],
      [3, 30],
      [4, 15],
      [5, 40],
    ]);
  });

  test('are numbered by one of several, and by another when that is gone, each once', async () => {
    const several = [start(), start(), start()];
    for (let round = 0; round < 6; round++) {
      const from = round * 200;
      await Promise.all(
        ['a', 'b'].map((commitment, index) =>
          house.tell(commitment, ...Array.from({ length: 100 }, (_, at) => from + 2 * at + index + 1)),
        ),
      );
      if (round === 2) await several.find((each) => each.status().leading)?.stop();
      if (round === 4)
        await house.database.pool('admin', 1).query(
          `select pg_terminate_backend(pid) from pg_stat_activity
            where application_name = 'ledger-changes' and datname = current_database()`,
        );
    }
    await numbers(1_200);
    const found = await house.numbered();
    expect(found.map(([number]) => number)).toEqual(Array.from({ length: 1_200 }, (_, index) => index + 1));
    expect(new Set(found.map(([, position]) => position)).size).toBe(1_200);
    const { rows } = await house.database.pool('relay', 1).query('select from ledger.changes_waiting');
    expect(rows).toHaveLength(0);
  });

  test('are followed as they are numbered, through a loss of the session, each once', async () => {
    await house.tell('a', 1, 2);
    const stop = new AbortController();
    const seen: number[] = [];
    const options = { databaseUrl: house.database.urls.api, after: 1, log: silent, signal: stop.signal };
    const following = (async () => {
      for await (const page of followChanges(options)) seen.push(...page.map(({ number }) => number));
    })();
    start();
    await until('the first is seen', () => seen.length === 1);
    await house.database.pool('admin', 1).query(
      `select pg_terminate_backend(pid) from pg_stat_activity
          where application_name = 'ledger-changes-reader' and datname = current_database()`,
    );
    await house.tell('b', 3, 4);
    await until('the rest is seen', () => seen.length === 3);
    stop.abort();
    await following;
    expect(seen).toEqual([2, 3, 4]);
  });

  test('are read on from a number, and of one commitment', async () => {
    await house.tell('a', 1, 2, 3);
    await house.tell('b', 4, 5);
    start();
    await numbers(5);
    const sql = house.database.pool('api', 1);
    expect((await readChanges(sql, { after: 2, limit: 2 })).map(({ number }) => number)).toEqual([3, 4]);
    expect(
      await readChanges(sql, { after: 3, limit: 9, streams: ['commitment-b', 'meeting-b'] }),
    ).toMatchObject([
      { number: 4, position: 4, stream: 'commitment-b', body: '{"position":4}' },
      { number: 5, position: 5, commitment: 'b' },
    ]);
  });

  test('are looked up one by one, however many there are and whatever is known of how many', async () => {
    const client = await house.database.pool('admin', 1).connect();
    await client.query(
      `insert into ledger.changes select n, 'c', gen_random_uuid(), '', repeat('x', 100) from generate_series(1, 5000) n;
       insert into ledger.change_numbers select n, n from generate_series(1, 5000) n`,
    );
    for (const mode of ['force_custom_plan', 'force_generic_plan']) {
      await client.query(`set plan_cache_mode = ${mode}; prepare ${mode} (bigint, int) as ${readSql}`);
      const { rows } = await client.query<{ 'QUERY PLAN': string }>(`explain execute ${mode} (4998, 1000)`);
      const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
      expect(plan).toContain('changes_pkey');
      expect(plan).not.toContain('Seq Scan');
    }
    client.release();
  });
});

describeWithKafka('changes with a broker', () => {
  let database: TestDatabase;
  let topic: TestTopic;
  let house: Awaited<ReturnType<typeof openDatabase>>;
  const running: Relay[] = [];
  beforeEach(async () => {
    [house, topic] = await Promise.all([openDatabase(), testTopic()]);
    database = house.database;
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((each) => each.stop()));
    await Promise.all([database.drop(), topic.drop()]);
  });
  const start = (brokers = testBrokers()): Relay => {
    const started = runChanges({
      ...{ brokers, clientId: 'test-changes', topic: topic.name, partitions: 3, watchMs: 200 },
      ...{ databaseUrl: database.urls.relay, log: silent },
    });
    running.push(started);
    return started;
  };
  const published = (relay: Relay, number: number) =>
    until(`${number} is published`, () => relay.status().position >= number);
  const inTopic = async (generation = '1') =>
    (await topic.read()).filter(({ headers }) => headers['ledger-generation'] === generation);

  test('are published each as a CloudEvent, a commitment in one partition and in order', async () => {
    await house.tell('a', 1, 3, 5);
    await house.tell('b', 2, 4);
    const relay = start();
    await published(relay, 5);
    await house.tell('a', 6);
    await published(relay, 6);
    const messages = await inTopic();
    const ofA = messages.filter(({ key }) => key === 'commitment-a');
    expect(ofA.map(({ value }) => value)).toEqual([1, 3, 5, 6].map((position) => `{"position":${position}}`));
    expect(new Set(ofA.map(({ partition }) => partition)).size).toBe(1);
    const [first] = await readChanges(database.pool('api', 1), { after: 0, limit: 1 });
    const { rows } = await database.pool('admin', 1).query('select ledger from ledger.relay_state');
    expect(ofA[0]?.headers).toEqual({
      ce_specversion: '1.0',
      ce_id: first?.id,
      ce_source: `urn:uuid:${rows[0].ledger}#changes`,
      ce_type: 'StateChanged',
      ce_subject: 'commitment-a',
      ce_time: '2024-11-17T00:00:00.000000Z',
      ce_dataschema: 'https://commitment-ledger.example/schemas/changes/StateChanged.v1.json',
      'content-type': 'application/json',
      ce_number: '1',
      ce_position: '1',
      'ledger-generation': '1',
      'ledger-previous': '0',
    });
    const last = new Map<number, string>();
    for (const { partition, headers } of messages) {
      expect(headers['ledger-previous']).toBe(last.get(partition) ?? '0');
      last.set(partition, headers['ce_number'] ?? '');
    }
  });

  test('are gone on with after a stop, a lost session and a lost topic, with nothing missing', async () => {
    const first = start();
    await house.tell('a', 1, 2);
    await published(first, 2);
    await first.stop();
    await house.tell('a', 3);
    const second = start();
    await published(second, 3);
    await database.pool('admin', 1).query(
      `select pg_terminate_backend(pid) from pg_stat_activity
        where application_name = 'ledger-changes' and datname = current_database()`,
    );
    await house.tell('a', 4);
    await published(second, 4);
    const numbers = async (generation: string) => [
      ...new Set((await inTopic(generation)).map(({ headers }) => Number(headers['ce_number']))),
    ];
    expect(await numbers('1')).toEqual([1, 2, 3, 4]);
    await topic.delete();
    await house.tell('a', 5);
    await until('everything is published anew', async () => (await numbers('2')).length === 5);
    expect(await numbers('2')).toEqual([1, 2, 3, 4, 5]);
  });

  test('are numbered while the brokers are away', async () => {
    await house.tell('a', 1, 2);
    start(['127.0.0.1:1']);
    await until('they are numbered', async () => (await house.last()) === 2);
    await house.tell('a', 3);
    await until('so is the next', async () => (await house.last()) === 3);
  });
});
