import { cloneDatabase, counting, prepareCounting, type TestDatabase } from '#libs/testkit';
import { type PublishedEvent, toMessage } from '../envelope.ts';
import { type Checkpoint } from './checkpoints.ts';
import { type Fold, type Step } from './fold.ts';
import { Folding } from './folding.ts';
import { type Projection } from './projection.ts';
import { alignWithTopic, ensureReadModels, type Standing } from './standing.ts';

const quiet = { log: () => undefined, warn: () => undefined, error: () => undefined, debug: () => undefined };
const PARTITIONS = [0, 1, 2];

describe('steps of three partitions at the same time', () => {
  let database: TestDatabase;
  let fold: Fold;
  let standing: Standing;

  beforeEach(async () => {
    database = await cloneDatabase();
    await prepareCounting(database.pool('admin'), [9, 9, 9]);
    const pool = database.pool('projector', 4);
    fold = { pool, schema: 'read_models', projections: [counting], log: quiet, concurrency: 3 };
    await ensureReadModels(pool, 'read_models', quiet);
    standing = (await alignWithTopic(pool, 'read_models')) as Standing;
  });
  afterEach(() => database.drop());

  const checkpoint = (partition: number): Checkpoint => {
    const found = standing.checkpoints.get(partition);
    if (!found) throw new Error(`there is no partition ${partition}`);
    return found;
  };

  /** One event of a stream of the partition's own: that of partition 2 was recorded first. */
  const stepOf = (partition: number, from = checkpoint(partition)): Step => {
    const position = 10 - partition;
    const event: PublishedEvent = {
      ...{ id: `id-${position}`, type: 'StepTaken', schema: 1, stream: `s${partition}`, version: 1 },
      ...{ occurred: '2024', actor: 'a', correlationId: 'c', position, recordedAt: 't', body: '{}' },
      ...{ source: standing.source, generation: 1, previous: 0 },
    };
    const next = { ...from, nextOffset: from.nextOffset + 1, position };
    return {
      build: standing.build,
      ...{ from, next, arrivals: [{ kind: 'event', event, message: toMessage(event, event) }] },
    };
  };

  const foldAll = (messages: number, steps = PARTITIONS.map((partition) => stepOf(partition))) => {
    const folding = new Folding(fold);
    return Promise.allSettled(steps.map((step) => folding.step(messages, () => step)));
  };

  /** Which transaction has moved the checkpoint of each partition; null for one that has not moved. */
  const transactions = async (): Promise<readonly (string | null)[]> => {
    const { rows } = await database
      .pool('admin')
      .query<{ by: string | null }>(
        `select case when next_offset > 0 then xmin::text end as by from read_models.checkpoints order by partition`,
      );
    return rows.map(({ by }) => by);
  };

  const counted = async () =>
    (await fold.pool.query<object>('select stream_id, positions from read_models.counted order by stream_id'))
      .rows;

  const ALL = [
    { stream_id: 's0', positions: ['10'] },
    { stream_id: 's1', positions: ['9'] },
    { stream_id: 's2', positions: ['8'] },
  ];

  test('of a few messages each, are folded in one transaction, in order of positions', async () => {
    const seen: number[] = [];
    const seeing: Projection = {
      name: 'seeing',
      project: (_tx, _schema, events) => {
        seen.push(...events.map(({ position }) => position));
        return Promise.resolve();
      },
    };
    fold = { ...fold, projections: [counting, seeing] };
    expect(await foldAll(1)).toMatchObject(PARTITIONS.map(() => ({ value: 'folded' })));
    expect(await counted()).toEqual(ALL);
    expect(new Set(await transactions()).size).toBe(1);
    expect(seen).toEqual([8, 9, 10]);
  });

  test('of many messages each, are folded in one transaction each', async () => {
    expect(await foldAll(600)).toMatchObject(PARTITIONS.map(() => ({ value: 'folded' })));
    expect(await counted()).toEqual(ALL);
    expect(new Set(await transactions()).size).toBe(3);
  });

  test('given one of a partition that another consumer has, leave that alone and fold the others', async () => {
    const stale = { ...checkpoint(1), position: 4 };
    const steps = [stepOf(0), stepOf(1, stale), stepOf(2)];
    expect(await foldAll(1, steps)).toMatchObject([
      { value: 'folded' },
      { value: 'moved' },
      { value: 'folded' },
    ]);
    expect(await counted()).toEqual([ALL[0], ALL[2]]);
  });

  test('given one with an event that a projection fails on, park that event alone, under its partition', async () => {
    const choosy: Projection = {
      name: 'choosy',
      project: (tx, schema, events) =>
        events.some(({ stream }) => stream === 's1')
          ? Promise.reject(new Error('not s1'))
          : counting.project(tx, schema, events),
    };
    fold = { ...fold, projections: [choosy] };
    expect(await foldAll(1)).toMatchObject(PARTITIONS.map(() => ({ value: 'folded' })));
    expect(await counted()).toEqual([ALL[0], ALL[2]]);
    const { rows } = await fold.pool.query<object>(
      'select partition, stream_id, reason from read_models.parked',
    );
    expect(rows).toEqual([{ partition: 1, stream_id: 's1', reason: 'failed' }]);
  });

  test('given one whose stream is held, park its event behind that, under its partition', async () => {
    await fold.pool.query(
      `insert into read_models.parked (projection, stream_id, position, partition, reason, attempts, headers, body)
       values ('counting', 's2', 3, 2, 'failed', 3, '{}', '')`,
    );
    expect(await foldAll(1)).toMatchObject(PARTITIONS.map(() => ({ value: 'folded' })));
    expect(await counted()).toEqual([ALL[0], ALL[1]]);
    const { rows } = await fold.pool.query<object>(
      `select partition, position::int, reason from read_models.parked where position > 3`,
    );
    expect(rows).toEqual([{ partition: 2, position: 8, reason: 'held' }]);
  });

  test('given one that has nothing to fold after all, fold the others', async () => {
    const folding = new Folding(fold);
    const outcomes = await Promise.all([
      folding.step(1, () => undefined),
      folding.step(1, () => stepOf(2)),
      folding
        .step(1, () => {
          throw new Error('no message');
        })
        .catch((error: unknown) => String(error)),
    ]);
    expect(outcomes).toEqual([undefined, 'folded', 'Error: no message']);
    expect(await counted()).toEqual([ALL[2]]);
  });

  test('given one that has failed before and does not get on, fold the others meanwhile', async () => {
    let getOn = (): void => undefined;
    const stuck = new Promise<void>((resolve) => (getOn = resolve));
    const slow: Projection = {
      name: 'slow',
      project: (_tx, _schema, events) =>
        events.some(({ stream }) => stream === 's1') ? stuck : Promise.resolve(),
    };
    fold = { ...fold, projections: [slow, counting] };
    const folding = new Folding(fold);
    const again = folding.step(1, () => stepOf(1), true);
    expect(await Promise.all([0, 2].map((partition) => folding.step(1, () => stepOf(partition))))).toEqual([
      'folded',
      'folded',
    ]);
    expect(await counted()).toEqual([ALL[0], ALL[2]]);
    getOn();
    expect(await again).toBe('folded');
    expect(await counted()).toEqual(ALL);
  });

  test('given that the database is away, all say so, and are folded when they are tried again', async () => {
    const admin = database.pool('admin');
    await admin.query('alter table read_models.checkpoints rename to elsewhere');
    const outcomes = await foldAll(1);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    await admin.query('alter table read_models.elsewhere rename to checkpoints');
    expect(await foldAll(1)).toMatchObject(PARTITIONS.map(() => ({ value: 'folded' })));
    expect(await counted()).toEqual(ALL);
  });
});
