import { cloneDatabase, type TestDatabase } from '#libs/testkit';
import { beginGeneration, checkpoint, claimEpoch, EpochLost, pruning, readState } from './relay-state.ts';

const table = 'ledger.relay_state' as const;

describe('the state of the relay', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await cloneDatabase();
  });
  afterEach(() => database.drop());

  test('is written by the leader, and refused from every earlier one', async () => {
    const sql = database.pool('relay');
    const old = await claimEpoch(sql, table);
    const before = { sql, table, epoch: old.epoch };
    const begun = await beginGeneration(before, 'cluster/topic', [4, 0]);
    await checkpoint({ sql, table }, { ...begun, position: 3, endOffsets: [6, 1], endPositions: [2, 3] });
    const { epoch } = await claimEpoch(sql, table);

    await expect(checkpoint({ sql, table }, { ...begun, position: 9 })).rejects.toThrow(EpochLost);
    await expect(beginGeneration(before, 'cluster/topic', [0])).rejects.toThrow(EpochLost);
    await expect(readState(before)).rejects.toThrow(EpochLost);
    expect(await readState({ sql, table, epoch })).toEqual({
      ...begun,
      epoch,
      position: 3,
      startOffsets: [4, 0],
      endOffsets: [6, 1],
      endPositions: [2, 3],
    });
  });

  test('keeps the newest checkpoints of its history', async () => {
    const sql = database.pool('relay');
    const { epoch } = await claimEpoch(sql, table);
    const begun = await beginGeneration({ sql, table, epoch }, 'cluster/topic', [0]);
    const keepShort = pruning({ sql, table }, 2, 4);
    for (const position of [1, 2, 3, 4]) {
      await checkpoint({ sql, table }, { ...begun, position, endOffsets: [position] });
      await keepShort(begun);
    }
    const { rows } = await sql.query('select position from ledger.relay_checkpoints order by position');
    expect(rows).toEqual([{ position: '3' }, { position: '4' }]);
  });

  test.each(['api', 'projector'] as const)('is not to be written by the %s', async (role) => {
    const sql = database.pool(role);
    await expect(claimEpoch(sql, table)).rejects.toThrow('permission denied');
    await expect(sql.query('delete from ledger.relay_checkpoints')).rejects.toThrow('permission denied');
  });
});
