import { counting, type Road, describeWithKafka, openRoad, testBrokers, until } from '#libs/testkit';
import { answerRequests } from './answering.ts';
import { kafkaFeed } from './kafka-feed.ts';
import { type Projection } from './projection.ts';

describeWithKafka('a rebuild', () => {
  let road: Road;
  beforeEach(async () => {
    road = await openRoad();
    road.startRelay();
    for (const stream of ['a', 'b', 'c', 'd']) await road.record(stream, 5);
  });
  afterEach(() => road.close());

  const admin = () => road.admin;

  const ask = async (): Promise<string> => {
    const { rows } = await road.database
      .pool('api')
      .query<{ id: string }>(
        `insert into ledger.projection_requests (kind, requested_by) values ('rebuild', 'a tester') returning id`,
      );
    return rows[0]?.id ?? '';
  };

  const stateOf = async (id: string): Promise<string | undefined> => {
    const { rows } = await admin().query<{ state: string }>(
      'select state from ledger.projection_requests where id = $1',
      [id],
    );
    return rows[0]?.state;
  };

  const done = (id: string) => until('the rebuild is done', async () => (await stateOf(id)) === 'done');

  const build = async (): Promise<string | undefined> => {
    const { rows } = await admin().query<{ id: string }>('select id from read_models.build');
    return rows[0]?.id;
  };

  test('puts new tables with the same rows in place of the old, and what comes then is folded into those', async () => {
    road.startProjector();
    await road.caughtUp();
    const before = await build();
    await done(await ask());
    expect(await build()).not.toBe(before);
    expect(await road.counted()).toEqual(await road.expected());
    await road.record('b', 3);
    await road.caughtUp();
    expect(await road.counted()).toEqual(await road.expected());
    const { rowCount } = await admin().query(`select from pg_namespace where nspname = 'read_models_next'`);
    expect(rowCount).toBe(0);
  });

  test('loses nothing that is recorded while it runs, and no reader ever sees less than before', async () => {
    road.startProjector();
    await road.caughtUp();
    const id = await ask();
    let asOf = await road.asOf();
    while ((await stateOf(id)) !== 'done') {
      await road.record('a', 2);
      const now = await road.asOf();
      expect(now).toBeGreaterThanOrEqual(asOf);
      asOf = now;
    }
    await road.caughtUp();
    expect(await road.counted()).toEqual(await road.expected());
  });

  test('is noticed by every other projector of the group', async () => {
    const projectors = [road.startProjector(), road.startProjector()];
    await until('each has some', () => projectors.every((one) => one.status().partitions.length > 0));
    await road.caughtUp();
    await done(await ask());
    for (const stream of ['a', 'b', 'c', 'd']) await road.record(stream, 5);
    await road.caughtUp();
    expect(await road.counted()).toEqual(await road.expected());
  });

  test('given neither topic nor read models, brings back the same rows', async () => {
    road.startProjector();
    await road.caughtUp();
    const before = await road.counted();
    await road.topic.delete();
    await admin().query('drop schema read_models cascade');
    await done(await ask());
    expect(await road.counted()).toEqual(before);
    expect(await road.asOf()).toBe(20);
  });

  test('waits for a reader who is long at it, while the live read models go on', async () => {
    road.startProjector();
    await road.caughtUp();
    const reader = await road.database.pool('api').connect();
    try {
      // As libs/read-models reads.
      await reader.query('select pg_advisory_lock_shared(4711011, 0)');
      const id = await ask();
      await until('it is under way', async () => (await stateOf(id)) === 'running');
      await road.record('a', 3);
      await road.caughtUp();
      expect(await stateOf(id)).toBe('running');
      await reader.query('select pg_advisory_unlock_shared(4711011, 0)');
      await done(id);
      expect(await road.counted()).toEqual(await road.expected());
    } finally {
      reader.release();
    }
  });

  test('waits until everything that was ever published is in the topic again', async () => {
    road.startProjector();
    await road.caughtUp();
    // As it is while a relay publishes the log into a new topic.
    await admin().query('update ledger.relay_state set highest = 21');
    const id = await ask();
    await until('it has all there is', async () => {
      const { rows } = await admin().query<{ detail: string | null }>(
        'select detail from ledger.projection_requests',
      );
      return rows[0]?.detail?.startsWith('20 of 21');
    });
    await road.record('a', 1);
    await done(id);
    expect(await road.counted()).toEqual(await road.expected());
  });

  describe('that is under way', () => {
    let isBlocked: boolean;
    let reached: number;
    /** Cannot get on in the new tables, as if the database were busy, until it is let. */
    const slow: Projection = {
      name: 'slow',
      project: async (tx, schema, events) => {
        if (schema === 'read_models_next') {
          reached += 1;
          if (isBlocked) throw Object.assign(new Error('not now'), { code: '53000' });
        }
        await counting.project(tx, schema, events);
      },
    };
    beforeEach(() => {
      [isBlocked, reached] = [true, 0];
    });

    test('when its projector ends, is begun anew by the next', async () => {
      const first = road.startProjector({ projections: [slow] });
      await road.caughtUp();
      const [before, id] = [await build(), await ask()];
      await until('it is under way', () => reached > 0);
      await first.stop();
      expect(await stateOf(id)).toBe('running');
      isBlocked = false;
      road.startProjector({ projections: [slow] });
      await done(id);
      expect(await build()).not.toBe(before);
      expect(await road.counted()).toEqual(await road.expected());
    });

    test('when its database session ends, is begun anew', async () => {
      road.startProjector({ projections: [slow] });
      await road.caughtUp();
      const id = await ask();
      await until('it is under way', () => reached > 0);
      await admin().query(
        `select pg_terminate_backend(pid) from pg_stat_activity
          where application_name = 'ledger-projector-requests' and datname = current_database()`,
      );
      await until('it is begun anew', () => road.said.some((sentence) => sentence.includes('interrupted')));
      isBlocked = false;
      await done(id);
      expect(await road.counted()).toEqual(await road.expected());
    });

    test('leaves the live read models to go on', async () => {
      road.startProjector({ projections: [slow] });
      await road.caughtUp();
      await ask();
      await until('it is under way', () => reached > 0);
      await road.record('a', 3);
      await road.caughtUp();
      expect(await road.counted()).toEqual(await road.expected());
    });
  });

  test('is done though nobody can take note of it', async () => {
    const said: string[] = [];
    const say = (sentence: string) => said.push(sentence);
    const log = { log: say, warn: say, error: say, debug: say };
    const where = { brokers: testBrokers(), clientId: 'test-projector', topic: road.topic.name };
    const stop = new AbortController();
    const id = await ask();
    const answering = answerRequests(
      {
        pool: road.database.pool('projector', 10),
        databaseUrl: road.database.urls.projector,
        ...{ schema: 'read_models', projections: [counting], log, concurrency: 3 },
        openFeed: (name) => kafkaFeed({ ...where, groupId: `${road.topic.groupId}-${name}` }, log),
        onSwapped: () => Promise.reject(new Error('The database is away')),
      },
      stop.signal,
    );
    await until('it is told', () => said.some((sentence) => sentence.includes('The database is away')));
    expect(await stateOf(id)).toBe('done');
    stop.abort();
    await answering;
  });

  test('is to be had only for the two schemas there are, and only by the projector', async () => {
    road.startProjector();
    await road.caughtUp();
    const projector = road.database.pool('projector');
    await expect(projector.query(`select ledger.drop_read_models('ledger')`)).rejects.toThrow(
      'ledger is not a schema of read models',
    );
    await expect(projector.query('create schema mine')).rejects.toThrow('permission denied');
    const api = road.database.pool('api');
    await expect(api.query('select ledger.swap_read_models()')).rejects.toThrow('permission denied');
    await expect(api.query('delete from read_models.counted')).rejects.toThrow('permission denied');
    expect((await api.query('select from read_models.counted')).rowCount).toBe(4);
  });
});
