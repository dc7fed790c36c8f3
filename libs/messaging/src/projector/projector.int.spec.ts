import { counting, type Road, describeWithKafka, openRoad, until } from '#libs/testkit';
import { type Projection } from './projection.ts';

describeWithKafka('the projector', () => {
  let road: Road;
  beforeEach(async () => {
    road = await openRoad();
  });
  afterEach(() => road.close());

  const admin = () => road.admin;

  const moved = (to: string) =>
    until(to, async () => {
      const { rows } = await admin().query<{ moved: boolean }>(
        `select bool_and(c.generation = s.generation and c.next_offset >= s.end_offsets[c.partition + 1])
                and count(*) > 0 as moved
           from read_models.checkpoints c, ledger.relay_state s where s.position = s.highest`,
      );
      return rows[0]?.moved;
    });

  test('given events before and after it starts, folds each of them once, in order of its stream', async () => {
    await road.record('a', 5);
    road.startRelay();
    road.startProjector();
    await road.caughtUp();
    await road.record('b', 3);
    await road.record('a', 2);
    await road.caughtUp();
    expect(await road.counted()).toEqual(await road.expected());
  });

  test('stopped and started again, goes on where it was', async () => {
    road.startRelay();
    const first = road.startProjector();
    await road.record('a', 5);
    await road.caughtUp();
    await first.stop();
    await road.record('a', 5);
    road.startProjector();
    await road.caughtUp();
    expect(await road.counted()).toEqual(await road.expected());
  });

  test('given the same events once more in the topic, drops them', async () => {
    const relay = road.startRelay();
    road.startProjector();
    for (const stream of ['a', 'b', 'c']) await road.record(stream, 4);
    await road.caughtUp();
    await relay.stop();
    await admin().query(`update ledger.relay_state set position = 0, end_positions = '{0,0,0}'`);
    await admin().query('delete from ledger.relay_checkpoints');
    road.startRelay();
    await moved('everything is consumed a second time');
    expect((await road.topic.read()).length).toBe(24);
    expect(await road.counted()).toEqual(await road.expected());
  });

  test('given the topic is deleted, keeps its rows and what they are true as of, and goes on', async () => {
    road.startRelay();
    road.startProjector();
    for (const stream of ['a', 'b', 'c']) await road.record(stream, 4);
    await road.caughtUp();
    await road.topic.delete();
    const seen: number[] = [];
    await until('the next generation is consumed', async () => {
      seen.push(await road.asOf());
      const { rows } = await admin().query(
        `select from read_models.checkpoints c, ledger.relay_state s
          where s.generation = 2 and c.generation = 2 and s.position = s.highest`,
      );
      return rows.length === 3;
    });
    await moved('everything is consumed a second time');
    expect(Math.min(...seen)).toBe(12);
    await road.record('b', 2);
    await road.caughtUp();
    expect(await road.counted()).toEqual(await road.expected());
  });

  test('two of a group share the partitions, and one takes over when the other leaves', async () => {
    road.startRelay();
    const projectors = [road.startProjector(), road.startProjector()];
    await until('each has some', () => projectors.every((one) => one.status().partitions.length > 0));
    for (const stream of ['a', 'b', 'c', 'd']) await road.record(stream, 3);
    await road.caughtUp();
    await projectors[0]?.stop();
    for (const stream of ['a', 'b', 'c', 'd']) await road.record(stream, 3);
    await road.caughtUp();
    expect(await road.counted()).toEqual(await road.expected());
  });

  test('given its database sessions end now and again, parks nothing and loses nothing', async () => {
    road.startRelay();
    road.startProjector();
    for (let round = 0; round < 5; round++) {
      for (const stream of ['a', 'b', 'c']) await road.record(stream, 20);
      await admin().query(
        `select pg_terminate_backend(pid) from pg_stat_activity
          where application_name like 'ledger-projector%' and datname = current_database()`,
      );
    }
    await road.caughtUp();
    expect(await road.counted()).toEqual(await road.expected());
    expect((await admin().query('select from read_models.parked')).rowCount).toBe(0);
  });

  test('given its schema or a table is dropped, makes the read models anew', async () => {
    road.startRelay();
    road.startProjector();
    await road.record('a', 5);
    await road.caughtUp();
    await admin().query('drop schema read_models cascade');
    await until('it is back', async () => (await road.counted()).size === 1);
    expect(await road.counted()).toEqual(await road.expected());
    await admin().query('drop table read_models.counted');
    await road.record('a', 1);
    await until('it is back', async () => (await road.counted()).size === 1);
    await road.caughtUp();
    expect(await road.counted()).toEqual(await road.expected());
    expect((await admin().query('select from read_models.parked')).rowCount).toBe(0);
  });

  test('given the topic comes to have other partitions, makes the read models anew from those', async () => {
    road.startRelay();
    road.startProjector();
    for (const stream of ['a', 'b', 'c', 'd']) await road.record(stream, 3);
    await road.caughtUp();
    await road.topic.delete();
    await road.topic.create(2);
    await until('they have two', async () => {
      const { rows } = await admin().query('select from read_models.checkpoints');
      return rows.length === 2;
    });
    await road.caughtUp();
    expect(await road.counted()).toEqual(await road.expected());
  });

  test('says so when it stands still and nobody knows why', async () => {
    let release = (): void => undefined;
    const asleep: Projection = {
      name: 'asleep',
      project: () => new Promise<void>((resolve) => (release = resolve)),
    };
    let stalled = 0;
    road.startRelay();
    road.startProjector({
      projections: [counting, asleep],
      stalledMs: 1_500,
      onStalled: () => (stalled += 1),
    });
    await road.record('a', 1);
    await until('it says so', () => stalled > 0);
    release();
    await road.caughtUp();
    expect(stalled).toBe(1);
  });
});
