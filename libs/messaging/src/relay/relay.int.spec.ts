import { type Road, describeWithKafka, openRoad, until } from '#libs/testkit';
import { type Relay } from './relay.ts';

describeWithKafka('the relay', () => {
  let road: Road;
  beforeEach(async () => {
    road = await openRoad();
  });
  afterEach(() => road.close());

  const publishes = (relay: Relay, position: number) =>
    until(`position ${position} is published`, () => relay.status().position >= position);

  const positions = async (generation: number): Promise<readonly number[]> => {
    const messages = await road.topic.read();
    return messages
      .filter(({ headers }) => headers['ledger-generation'] === String(generation))
      .map(({ headers }) => Number(headers['ce_position']))
      .toSorted((a, b) => a - b);
  };

  const upTo = (position: number) => Array.from({ length: position }, (_, index) => index + 1);

  const sessions = async (): Promise<number> => {
    const { rows } = await road.database.pool('admin').query<{ ended: number }>(
      `select count(pg_terminate_backend(pid))::int as ended from pg_stat_activity
        where application_name = 'ledger-relay' and datname = current_database()`,
    );
    return rows[0]?.ended ?? 0;
  };

  test('publishes every event in order of its stream, byte for byte, readable by its headers', async () => {
    await road.record('commitment-a', 3);
    await road.record('commitment-ł', 2);
    const head = await road.record('commitment-a', 2);
    await publishes(road.startRelay(), head);

    const messages = await road.topic.read();
    const events = await road.store.readAll({ after: 0, limit: 100 });
    for (const stream of ['commitment-a', 'commitment-ł']) {
      const ofStream = messages.filter(({ key }) => key === stream);
      expect(new Set(ofStream.map(({ partition }) => partition)).size).toBe(1);
      expect(ofStream.map(({ value }) => value)).toEqual(
        events.filter((event) => event.stream === stream).map(({ body }) => body),
      );
    }
    const [first] = events;
    expect(messages.find(({ headers }) => headers['ce_position'] === '1')?.headers).toMatchObject({
      ce_specversion: '1.0',
      ce_id: first?.id,
      ce_type: 'StepTaken',
      ce_subject: 'commitment-a',
      ce_time: first?.recordedAt,
      ce_streamversion: '1',
      'content-type': 'application/json',
      'ledger-generation': '1',
    });
  });

  test('names in each message the one before it in its partition', async () => {
    for (const stream of ['a', 'b', 'c', 'd']) await road.record(stream, 3);
    const relay = road.startRelay({ batch: 2 });
    await publishes(relay, 12);
    const last = new Map<number, string>();
    for (const { partition, headers } of await road.topic.read()) {
      expect(headers['ledger-previous']).toBe(last.get(partition) ?? '0');
      last.set(partition, headers['ce_position'] ?? '');
    }
  });

  test('stopped and started again, goes on where it was', async () => {
    const first = road.startRelay();
    await publishes(first, await road.record('a', 5));
    await first.stop();
    const head = await road.record('b', 5);
    await publishes(road.startRelay(), head);
    expect(await positions(1)).toEqual(upTo(10));
  });

  test('takes events as large as the store takes, however many at once', async () => {
    const append = Array.from({ length: 40 }, (_, index) => ({
      ...{ id: crypto.randomUUID(), type: 'StepTaken', schema: 1, occurred: '2024' },
      data: { index, text: 'x'.repeat(64_000) },
    }));
    await road.store.append({
      appends: [{ stream: 'a', expected: 0, events: append }],
      actor: 'desk-officer',
      correlationId: crypto.randomUUID(),
    });
    await publishes(road.startRelay(), 40);
    expect(await positions(1)).toEqual(upTo(40));
  });

  test('of two, one publishes and the other stands by until it is gone', async () => {
    const relays = [road.startRelay(), road.startRelay()];
    const head = await road.record('a', 5);
    const leader = await until('one leads', () =>
      relays.find((relay) => relay.status().leading && relay.status().position >= head),
    );
    expect(relays.filter((relay) => relay.status().leading)).toEqual([leader]);
    await leader.stop();
    const next = await until('the other leads', () => relays.find((relay) => relay.status().leading));
    expect(next.status().epoch).toBeGreaterThan(leader.status().epoch);
    await publishes(next, await road.record('a', 5));
    expect(await positions(1)).toEqual(upTo(10));
  });

  test('given its database session ends, stops leading, and leads again in a new epoch with nothing lost', async () => {
    const relay = road.startRelay();
    await publishes(relay, await road.record('a', 5));
    const { epoch } = relay.status();
    expect(await sessions()).toBe(1);
    const head = await road.record('a', 5);
    await until('it leads again', () => relay.status().epoch > epoch);
    await publishes(relay, head);
    expect([...new Set(await positions(1))]).toEqual(upTo(10));
  });

  test('given the topic is deleted, makes it again and publishes everything from the first event', async () => {
    const relay = road.startRelay();
    await publishes(relay, await road.record('a', 5));
    await road.topic.delete();
    await until(
      'a new generation is published',
      () => relay.status().generation === 2 && relay.status().position === 5,
    );
    await publishes(relay, await road.record('b', 2));
    expect(await positions(2)).toEqual(upTo(7));
  });

  test('given the topic is made again by somebody else, notices by where the broker puts the next event', async () => {
    const relay = road.startRelay({ watchMs: 60_000 });
    await publishes(relay, await road.record('a', 5));
    await road.topic.delete();
    await road.topic.create(3);
    await road.record('a', 2);
    await until(
      'a new generation is published',
      () => relay.status().generation === 2 && relay.status().position === 7,
    );
    expect(await positions(2)).toEqual(upTo(7));
  });

  test('given the topic has other partitions than before, publishes everything into those', async () => {
    const relay = road.startRelay();
    await publishes(relay, await road.record('a', 5));
    await road.topic.delete();
    await road.topic.create(2);
    await until(
      'a new generation is published',
      () => relay.status().generation === 2 && relay.status().position === 5,
    );
    expect(await positions(2)).toEqual(upTo(5));
  });

  test('given messages were deleted from the beginning of the topic, publishes everything again behind the rest', async () => {
    const relay = road.startRelay({ partitions: 1 });
    await publishes(relay, await road.record('a', 5));
    await road.topic.cut(0, 3);
    await until(
      'a new generation is published',
      () => relay.status().generation === 2 && relay.status().position === 5,
    );
    expect(await positions(1)).toEqual([4, 5]);
    expect(await positions(2)).toEqual(upTo(5));
  });

  test('refuses to go on from a log that is shorter than what it published', async () => {
    const relay = road.startRelay();
    await publishes(relay, await road.record('a', 2));
    await relay.stop();
    await road.database.pool('admin').query('update ledger.relay_state set position = 9, highest = 9');
    road.startRelay();
    await until('it says so', () =>
      road.said.some((sentence) => sentence.includes('restored from a backup')),
    );
  });
});
