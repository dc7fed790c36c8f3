import { counting, type Road, describeWithKafka, openRoad, until } from '#libs/testkit';
import { type Pool } from 'pg';
import { projectionStatus } from '../status.ts';
import { type Projection } from './projection.ts';

describeWithKafka('an event that a projection cannot take', () => {
  let road: Road;
  let api: Pool;
  let isCured: boolean;
  let tries: number;

  /** Counts, and cannot take an event of one type until it is cured. */
  const choosy: Projection = {
    name: 'choosy',
    project: async (tx, schema, events) => {
      await counting.project(tx, schema, events);
      if (!isCured && events.some(({ type }) => type === 'Poison')) {
        tries += 1;
        await tx.query('select 1 / 0');
      }
    },
  };
  const idle: Projection = { name: 'idle', project: () => Promise.resolve() };

  beforeEach(async () => {
    [isCured, tries] = [false, 0];
    road = await openRoad();
    api = road.database.pool('api');
    road.startRelay();
    road.startProjector({ projections: [choosy, idle] });
  });
  afterEach(() => road.close());

  const status = () => projectionStatus(api);

  const ask = async (kind: 'retry' | 'rebuild', stream: string | null = null) => {
    const { rows } = await api.query<{ id: string }>(
      `insert into ledger.projection_requests (kind, stream, requested_by) values ($1, $2, 'a tester') returning id`,
      [kind, stream],
    );
    const id = Number(rows[0]?.id);
    return until(`the ${kind} is answered`, async () =>
      (await status()).requests.find((request) => request.id === id && request.finishedAt !== null),
    );
  };

  const expectedWithout = async (stream: string, ...positions: number[]) => {
    const expected = new Map(await road.expected());
    const left = expected
      .get(stream)
      ?.split(' ')
      .filter((position) => !positions.includes(Number(position)));
    if (left?.length) expected.set(stream, left.join(' '));
    else expected.delete(stream);
    return expected;
  };

  test('is parked after three tries, holds its stream for that projection, and all others go on', async () => {
    await road.record('a', 2);
    const poison = await road.record('a', 1, 'Poison');
    await road.record('b', 3);
    const held = await road.record('a', 1);
    await road.record('c', 3);
    await road.caughtUp();

    expect(await road.counted()).toEqual(await expectedWithout('a', poison, held));
    const { held: streams } = await status();
    expect(streams).toEqual([
      expect.objectContaining({
        ...{ projection: 'choosy', stream: 'a', events: 2, position: poison, type: 'Poison', attempts: 3 },
        error: 'division by zero',
      }),
    ]);
    // With other partitions, with its own, and then three times by itself.
    expect(tries).toBeLessThanOrEqual(5);
  });

  test('holds its stream also for what comes later', async () => {
    const poison = await road.record('a', 1, 'Poison');
    await road.caughtUp();
    const held = await road.record('a', 1);
    await road.record('b', 1);
    await road.caughtUp();
    expect(await road.counted()).toEqual(await expectedWithout('a', poison, held));
    expect((await status()).held).toMatchObject([{ stream: 'a', events: 2 }]);
  });

  test('stays parked when a retry fails, and says why', async () => {
    await road.record('a', 1, 'Poison');
    await road.caughtUp();
    const answer = await ask('retry');
    expect(answer).toMatchObject({ state: 'failed' });
    expect(answer.detail).toContain('division by zero');
    expect((await status()).held).toMatchObject([{ stream: 'a', events: 1, attempts: 4 }]);
  });

  test('is folded in by a retry once the cause is gone, with all that waited behind it, in order', async () => {
    await road.record('a', 2);
    await road.record('a', 1, 'Poison');
    await road.record('d', 1, 'Poison');
    await road.caughtUp();
    await road.record('a', 3);
    await road.caughtUp();
    isCured = true;
    expect(await ask('retry', 'a')).toMatchObject({ state: 'done', detail: '4 parked events folded in' });
    expect((await status()).held).toMatchObject([{ stream: 'd' }]);
    expect(await ask('retry')).toMatchObject({ state: 'done', detail: '1 parked events folded in' });
    await road.record('a', 2);
    await road.caughtUp();
    expect(await road.counted()).toEqual(await road.expected());
    expect((await status()).held).toEqual([]);
  });

  test('is not retried while its partition is being folded', async () => {
    await road.record('a', 1, 'Poison');
    await road.caughtUp();
    isCured = true;
    const folding = await road.database.pool('admin').connect();
    try {
      await folding.query('begin; select from read_models.checkpoints for update');
      const answer = ask('retry');
      await until('the retry waits', async () => {
        const { rowCount } = await road.database.pool('admin').query(
          `select from pg_locks join pg_stat_activity using (pid)
            where not granted and application_name = 'ledger-projector' and datname = current_database()`,
        );
        return rowCount === 1;
      });
      await folding.query('commit');
      expect(await answer).toMatchObject({ state: 'done' });
    } finally {
      folding.release();
    }
  });

  test('is folded in by a rebuild once the cause is gone', async () => {
    await road.record('a', 1, 'Poison');
    await road.record('a', 2);
    await road.caughtUp();
    isCured = true;
    expect(await ask('rebuild')).toMatchObject({ state: 'done' });
    expect(await road.counted()).toEqual(await road.expected());
    expect((await status()).held).toEqual([]);
  });

  test('because it cannot be read is parked for every projection; what is no event at all, for none', async () => {
    await road.record('a', 1);
    await road.caughtUp();
    const [first] = await road.topic.read();
    if (!first) throw new Error('nothing was published');
    const headers = { ...first.headers, ce_position: '2', 'ledger-previous': '1', ce_specversion: '9.9' };
    const { partition } = first;
    await road.topic.send({ partition, key: 'a', value: '{}', headers });
    await road.topic.send({ partition, key: 'a', value: 'what is this?\u0000', headers: { odd: '\u0000' } });
    await until('they are parked', async () => {
      const { held, strays } = await status();
      return held.length === 2 && strays === 1;
    });
    expect((await status()).held).toMatchObject([
      { projection: 'choosy', stream: 'a', position: 2 },
      { projection: 'idle', stream: 'a', position: 2, error: expect.stringContaining('9.9') as string },
    ]);
  });
});
