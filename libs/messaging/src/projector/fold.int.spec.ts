import { cloneDatabase, counting, prepareCounting, type TestDatabase } from '#libs/testkit';
import { type PublishedEvent, toMessage } from '../envelope.ts';
import { type Checkpoint } from './checkpoints.ts';
import { type Fold, foldStep } from './fold.ts';
import { type Projection } from './projection.ts';
import { alignWithTopic, ensureReadModels, type Standing } from './standing.ts';

const quiet = { log: () => undefined, warn: () => undefined, error: () => undefined, debug: () => undefined };

describe('a step', () => {
  let database: TestDatabase;
  let fold: Fold;
  let standing: Standing;

  beforeEach(async () => {
    database = await cloneDatabase();
    await prepareCounting(database.pool('admin'), [9]);
    const pool = database.pool('projector');
    fold = { pool, schema: 'read_models', projections: [counting], log: quiet, concurrency: 3 };
    await ensureReadModels(pool, 'read_models', quiet);
    standing = (await alignWithTopic(pool, 'read_models')) as Standing;
  });
  afterEach(() => database.drop());

  const step = (from: Checkpoint, position: number, build = standing.build) => {
    const event: PublishedEvent = {
      ...{
        id: `id-${position}`,
        type: 'StepTaken',
        schema: 1,
        stream: 'a',
        version: position,
        occurred: '2024',
      },
      ...{ actor: 'a', correlationId: 'c', position, recordedAt: 't', body: '{}' },
      ...{ source: standing.source, generation: 1, previous: position - 1 },
    };
    const next = { ...from, nextOffset: from.nextOffset + 1, position };
    const arrivals = [{ kind: 'event' as const, event, message: toMessage(event, event) }];
    return { next, outcome: foldStep(fold, { build, from, next, arrivals }) };
  };

  const rows = async (): Promise<unknown[]> =>
    (await fold.pool.query<object>('select positions from read_models.counted')).rows;

  const start = (): Checkpoint => {
    const checkpoint = standing.checkpoints.get(0);
    if (!checkpoint) throw new Error('there is no partition 0');
    return checkpoint;
  };

  test('of a consumer that has lost its partition without noticing is refused, and changes nothing', async () => {
    const first = step(start(), 1);
    expect(await first.outcome).toBe('folded');
    expect(await step(start(), 1).outcome).toBe('moved');
    expect(await step(first.next, 2).outcome).toBe('folded');
    expect(await step(first.next, 2).outcome).toBe('moved');
    expect(await rows()).toEqual([{ positions: ['1', '2'] }]);
  });

  test('succeeds at its second try when a column has another type since a statement was prepared', async () => {
    const text = 'select positions from read_models.counted';
    const looking: Projection = {
      name: 'looking',
      project: async (tx) => {
        await tx.query({ name: 'look', text, values: [] });
      },
    };
    fold = { ...fold, pool: database.pool('projector', 1), projections: [looking] };
    const first = step(start(), 1);
    expect(await first.outcome).toBe('folded');
    await database.pool('admin').query('alter table read_models.counted alter column positions type text[]');
    await expect(step(first.next, 2).outcome).rejects.toThrow('cached plan must not change result type');
    expect(await step(first.next, 2).outcome).toBe('folded');
    expect((await fold.pool.query('select from read_models.parked')).rowCount).toBe(0);
  });

  test('is let through once, when two are made at the same moment', async () => {
    const outcomes = await Promise.all([step(start(), 1).outcome, step(start(), 1).outcome]);
    expect(outcomes.toSorted()).toEqual(['folded', 'moved']);
    expect(await rows()).toEqual([{ positions: ['1'] }]);
  });

  test('is refused when the tables were replaced, even if they stand where the old ones stood', async () => {
    await fold.pool.query(`select ledger.create_read_models('read_models_next')`);
    await fold.pool.query('select ledger.swap_read_models()');
    await alignWithTopic(fold.pool, 'read_models');
    expect(await step(start(), 1).outcome).toBe('moved');
    expect(await rows()).toEqual([]);
  });

  test('writes nothing after a rollback, whatever another projection was still about to send', async () => {
    const failing: Projection = { name: 'failing', project: () => Promise.reject(new Error('it cannot')) };
    const lagging: Projection = {
      name: 'lagging',
      project: async (tx, schema, events) => {
        for (let turns = 0; turns < 5; turns++) await tx.query('select 1');
        await counting.project(tx, schema, events);
      },
    };
    fold = { ...fold, projections: [failing, lagging] };
    expect(await step(start(), 1).outcome).toBe('folded');
    expect(await rows()).toEqual([{ positions: ['1'] }]);
    const { rows: parked } = await fold.pool.query<object>(
      'select projection, reason from read_models.parked',
    );
    expect(parked).toEqual([{ projection: 'failing', reason: 'failed' }]);
  });
});
