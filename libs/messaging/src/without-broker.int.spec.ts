import { describeWithKafka, openRoad, type Road, until } from '#libs/testkit';

describe('without a broker', () => {
  let road: Road;
  beforeEach(async () => {
    road = await openRoad();
  });
  afterEach(() => road.close());

  const admin = () => road.admin;

  test('every event is folded in from the log, once and in order, by whoever comes after the other', async () => {
    await road.record('a', 5);
    const first = road.startWithoutBroker();
    await road.caughtUp();
    for (const stream of ['b', 'a']) await road.record(stream, 3);
    await road.caughtUp();
    await first.stop();
    await road.record('c', 2);
    road.startWithoutBroker();
    await road.caughtUp();
    expect(await road.counted()).toEqual(await road.expected());
  });

  test('read models that were dropped come back, and are rebuilt when asked for', async () => {
    for (const stream of ['a', 'b']) await road.record(stream, 700);
    road.startWithoutBroker();
    await road.caughtUp();
    await admin().query('drop schema read_models cascade');
    await until('they are back', async () => (await road.counted()).size === 2);
    await road.caughtUp();
    expect(await road.counted()).toEqual(await road.expected());
    await admin().query(
      `insert into ledger.projection_requests (kind, requested_by) values ('rebuild', 'a tester')`,
    );
    await until('they are rebuilt', async () => {
      const { rows } = await admin().query<{ state: string }>('select state from ledger.projection_requests');
      return rows[0]?.state === 'done';
    });
    await road.record('b', 2);
    await road.caughtUp();
    expect(await road.counted()).toEqual(await road.expected());
  });
});

describeWithKafka('a ledger that gets a broker, and loses it again', () => {
  test('has the same read models all the while', async () => {
    const road = await openRoad();
    try {
      for (const stream of ['a', 'b']) await road.record(stream, 3);
      const without = road.startWithoutBroker();
      await road.caughtUp();
      await without.stop();

      const [relay, projector] = [road.startRelay(), road.startProjector()];
      await road.record('b', 2);
      await road.caughtUp();
      await until('all is there', async () => (await road.counted()).size === 2);
      expect(await road.counted()).toEqual(await road.expected());
      expect(await road.topic.read()).toHaveLength(8);
      await Promise.all([relay.stop(), projector.stop()]);

      road.startWithoutBroker();
      await road.record('a', 2);
      await road.caughtUp();
      expect(await road.counted()).toEqual(await road.expected());
    } finally {
      await road.close();
    }
  });
});
