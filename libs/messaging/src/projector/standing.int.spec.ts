import { cloneDatabase, type TestDatabase, untilLocked } from '#libs/testkit';
import { type Pool } from 'pg';
import { asOfPosition } from '../status.ts';
import { stopFolds } from './read-model-schema.ts';
import { alignWithTopic, ensureReadModels } from './standing.ts';

const quiet = { log: () => undefined, warn: () => undefined, error: () => undefined, debug: () => undefined };

describe('what the read models are true as of', () => {
  let database: TestDatabase;
  let admin: Pool;
  beforeEach(async () => {
    database = await cloneDatabase();
    admin = database.pool('admin');
  });
  afterEach(() => database.drop());

  /** As a relay has it that has published up to 20, and said so on the way. */
  const published = async () => {
    await admin.query(
      `update ledger.relay_state set generation = 1, position = 20, highest = 20, start_offsets = '{0,0}',
              end_offsets = '{12,8}', end_positions = '{20,19}'`,
    );
    await admin.query(
      `insert into ledger.relay_checkpoints (position, generation, end_offsets)
       values (5, 1, '{5,0}'), (10, 1, '{6,4}'), (20, 1, '{12,8}')`,
    );
    const pool = database.pool('projector');
    await ensureReadModels(pool, 'read_models', quiet);
    await alignWithTopic(pool, 'read_models');
    return pool;
  };

  const fold = (...nextOffsets: number[]) =>
    admin.query('update read_models.checkpoints set next_offset = ($1::bigint[])[partition + 1]', [
      nextOffsets,
    ]);

  test('is nothing where there are none', async () => {
    expect(await asOfPosition(database.pool('api'))).toBe(0);
  });

  test.each([
    [0, [4, 8]],
    [5, [5, 0]],
    [5, [12, 3]],
    [10, [11, 4]],
    [10, [12, 7]],
    [20, [12, 8]],
    [20, [13, 8]],
  ])('is %i when the partitions were folded up to %j', async (asOf, nextOffsets) => {
    await published();
    await fold(...nextOffsets);
    expect(await asOfPosition(database.pool('api'))).toBe(asOf);
  });

  test('stays when the log is published anew, though every offset begins anew', async () => {
    const pool = await published();
    await fold(11, 4);
    await admin.query(
      `update ledger.relay_state set generation = 2, position = 0, start_offsets = '{3,3}', end_offsets = '{3,3}',
              end_positions = '{0,0}'`,
    );
    const standing = await alignWithTopic(pool, 'read_models');
    expect([...(standing?.checkpoints.values() ?? [])]).toMatchObject([
      { generation: 2, nextOffset: 3 },
      { generation: 2, nextOffset: 3 },
    ]);
    expect(await asOfPosition(pool)).toBe(10);
  });
});

describe('making the read models where there are none', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await cloneDatabase();
  });
  afterEach(() => database.drop());

  test('given that others are put in place meanwhile, leaves those', async () => {
    const admin = database.pool('admin');
    const [pool, swapper] = [database.pool('projector', 1), await admin.connect()];
    await admin.query(`select ledger.drop_read_models('read_models')`);
    await swapper.query(`begin; ${stopFolds('read_models')}`);
    const ensured = ensureReadModels(pool, 'read_models', quiet);
    await untilLocked(admin);
    await swapper.query(`select ledger.create_read_models('read_models_next')`);
    await swapper.query(`select ledger.swap_read_models()`);
    const { rows: before } = await swapper.query('select id from read_models.build');
    await swapper.query('commit');
    swapper.release();
    await ensured;
    expect((await admin.query('select id from read_models.build')).rows).toEqual(before);
  });
});
