import { kyivMeeting, emptyReadModels, PaperLedger, type Projected, untilLocked } from '#libs/testkit';

const thatDay = { validAt: '2024-11-16' };

describe('given read models that are being replaced', () => {
  const ledger = new PaperLedger();
  let projected: Projected;

  beforeAll(async () => {
    projected = await emptyReadModels();
    ledger.record(...kyivMeeting);
    await projected.project(ledger.events);
  });
  afterAll(() => projected.close());

  it('when an answer is under way, then they are replaced only after it, and it sees one of the two alone', async () => {
    const admin = projected.database.pool('admin');
    const swapper = await admin.connect();
    await swapper.query(`select ledger.create_read_models('read_models_next')`);
    const order: string[] = [];
    const count = (manager: { query<T>(sql: string): Promise<T> }) =>
      manager.query<{ count: number }[]>('select count(*) from read_models.timeline');
    let swapped: Promise<unknown> = Promise.resolve();
    const { first, second } = await projected.readModels.snapshot(thatDay, async ({ manager }) => {
      const before = await count(manager);
      swapped = swapper.query('select ledger.swap_read_models()').then(() => order.push('swapped'));
      await untilLocked(admin, 'ledger.swap_read_models');
      const after = await count(manager);
      order.push('answered');
      return { first: before, second: after };
    });
    await swapped;
    swapper.release();
    expect(second).toEqual(first);
    expect(order).toEqual(['answered', 'swapped']);
    expect((await projected.readModels.commitments({}, thatDay)).items).toEqual([]);
  });

  it('when asked while a replacement is going on, then it waits and answers from the new ones', async () => {
    const admin = projected.database.pool('admin');
    const swapper = await admin.connect();
    await swapper.query(`begin; select ledger.drop_read_models('read_models')`);
    const asked = projected.readModels.timeline({}, {}, thatDay);
    await untilLocked(admin, 'pg_advisory_lock_shared');
    await swapper.query(
      `select ledger.create_read_models('read_models'); update read_models.build set as_of = 7; commit`,
    );
    swapper.release();
    expect(await asked).toMatchObject({ items: [], asOf: { position: 7 } });
  });

  it('when there are none, then it says so with a code, and is true as of nothing', async () => {
    await projected.database.pool('admin').query(`select ledger.drop_read_models('read_models')`);
    await expect(projected.readModels.meetings({}, thatDay)).rejects.toMatchObject({
      code: 'read-models-absent',
    });
    expect(await projected.readModels.asOf()).toBe(0);
    expect(await projected.readModels.waitFor(1, 30)).toBe(false);
  });

  it('when a table is missing, then that is the same to who asks, and no lock stays behind', async () => {
    const admin = projected.database.pool('admin');
    await admin.query(`select ledger.create_read_models('read_models'); drop table read_models.meetings`);
    await expect(projected.readModels.meetings({}, thatDay)).rejects.toMatchObject({
      code: 'read-models-absent',
    });
    const { rows } = await admin.query(
      `select from pg_locks join pg_database on oid = database where datname = current_database() and locktype = 'advisory'`,
    );
    expect(rows).toEqual([]);
  });

  it('when one waits for a position, then it is told as soon as it is reached', async () => {
    const waiting = projected.readModels.waitFor(9, 10_000);
    await projected.database.pool('admin').query('update read_models.build set as_of = 9');
    expect(await waiting).toBe(true);
  });
});
