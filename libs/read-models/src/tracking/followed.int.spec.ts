import { compareWithFold, projections } from '#libs/read-models';
import { emptyReadModels, exactly, fact, PaperLedger, type Projected } from '#libs/testkit';

const batch = (index: number, delivered: string) =>
  fact.delivery({ delivery: `batch-${index}`, quantity: exactly('30'), delivered });

describe('given a projection that remembers what it has folded', () => {
  const ledger = new PaperLedger();
  let projected: Projected;
  const compared = () => compareWithFold(projected.readModels, () => [ledger.events]);

  beforeEach(async () => {
    projected = await emptyReadModels();
  });
  afterEach(() => projected.close());
  beforeAll(() => {
    ledger.record(fact.source(), fact.generators(), batch(1, '2024-11-20'), batch(2, '2024-11'));
    ledger.record(batch(3, '2024-12-20'), fact.support(), batch(4, '2024-12-01'));
  });

  it.each([1, 2, 100])('when events come %i at a time, then the rows are those of the fold', async (size) => {
    await projected.project(ledger.events, size);
    expect(await compared()).toMatchObject({ differing: 0, ahead: 0 });
  });

  it('when a batch is rolled back and comes again, then nothing of the first time is left', async () => {
    await projected.project(ledger.events.slice(0, 3));
    const client = await projected.database.pool('projector', 1).connect();
    await client.query('begin');
    for (const projection of projections) {
      await projection.project(client, 'read_models', ledger.events.slice(3, 5));
    }
    await client.query('rollback');
    client.release();
    await projected.project(ledger.events.slice(3), 1);
    expect(await compared()).toMatchObject({ differing: 0, ahead: 0 });
  });

  it('when another process has folded meanwhile, then its rows are gone on from and not what is remembered', async () => {
    await projected.project(ledger.events.slice(0, 4), 4);
    const admin = projected.database.pool('admin', 1);
    // As it would stand in the mind of a process that folded the first delivery and was then away for the second.
    await admin.query(`
      delete from read_models.tracking_facts where position = 4;
      delete from read_models.tracking_spans;
      update read_models.tracking set position = 3`);
    await projected.project(ledger.events.slice(3), 4);
    expect(await compared()).toMatchObject({ differing: 0, ahead: 0 });
  });
});
