import { compareWithFold, foldAll, snapshotDigest } from '#libs/read-models';
import {
  emptyReadModels,
  fact,
  generatorsHandedOver,
  kyivMeeting,
  PaperLedger,
  type Projected,
} from '#libs/testkit';

describe('given read models filled by the projections', () => {
  const ledger = new PaperLedger();
  let projected: Projected;
  const sql = (text: string) => projected.database.pool('admin', 1).query(text);
  function* pages(upTo: number) {
    for (let from = 0; from < upTo; from += 10) yield ledger.events.slice(from, Math.min(from + 10, upTo));
  }
  const compared = () => compareWithFold(projected.readModels, pages);

  beforeAll(async () => {
    projected = await emptyReadModels();
    ledger.record(...kyivMeeting);
    ledger.record(generatorsHandedOver('batch-2', '40', '2024-12-01'), fact.conference(), fact.package());
    await projected.project(ledger.events, 5);
  });
  afterAll(() => projected.close());

  it('then they equal a fold of the log, row for row', async () => {
    const rows = Object.values(foldAll([ledger.events])).reduce((sum, table) => sum + table.length, 0);
    expect(await compared()).toEqual({
      position: ledger.events.length,
      rows,
      differing: 0,
      differences: [],
      ahead: 0,
    });
  });

  it('when the whole log is folded into a schema of its own in other batches, then every table has the same digest', async () => {
    const before = await snapshotDigest(projected.readModels);
    expect(Object.keys(before.tables)).toHaveLength(9);
    await sql(
      `select ledger.drop_read_models('read_models'); select ledger.create_read_models('read_models')`,
    );
    expect((await snapshotDigest(projected.readModels)).tables).not.toEqual(before.tables);
    await projected.project(ledger.events, 1000);
    expect(await snapshotDigest(projected.readModels)).toEqual(before);
  });

  it('when rows are changed, lost or made up, then each is named', async () => {
    await sql(`
      update read_models.tracking set title = 'Something else' where commitment = 'generators-2024';
      delete from read_models.timeline where position = 3;
      update read_models.tracking_spans set label = 'fulfilled'
       where commitment = 'support-agreement';
      insert into read_models.tracking_spans
        select 'nobody-said', valid_from, valid_to, label, normative, delivery, time, evidence, outcome
          from read_models.tracking_spans where commitment = 'support-agreement';
      insert into read_models.sources select 2, 'made-up', earliest, latest, recorded_at, data from read_models.sources;
      delete from read_models.tracking where commitment = 'jp-frozen-assets-loan';
    `);
    const { differing, differences } = await compared();
    expect(differences.map(({ table, key, fault, columns }) => [table, key, fault, ...columns])).toEqual(
      expect.arrayContaining([
        ['tracking', 'generators-2024', 'different', 'title'],
        ['tracking', 'jp-frozen-assets-loan', 'missing'],
        ['timeline', '3', 'missing'],
        ['sources', '2', 'unexpected'],
        ['tracking_spans', 'support-agreement from 2024-11-16', 'different', 'label'],
        ['tracking_spans', 'nobody-said from 2024-11-16', 'unexpected'],
      ]),
    );
    expect(differing).toBe(differences.length);
  });
});

describe('given an event that its stream rules out', () => {
  it('then the fold leaves it and the later ones of its stream out where they do not fold, and goes on', () => {
    const ledger = new PaperLedger();
    ledger.record(fact.source(), fact.generators(), fact.delivery());
    const [source, announced, delivered] = ledger.events;
    if (!source || !announced || !delivered) throw new Error('three events were recorded');
    const stray = {
      ...delivered,
      stream: 'commitment-other',
      body: delivered.body.replaceAll('generators', 'others'),
    };
    const tables = foldAll([[source, { ...stray, position: 2 }, { ...announced, position: 3 }]]);
    expect(tables['tracking']).toMatchObject([{ commitment: 'generators' }]);
    expect(tables['timeline']).toHaveLength(3);
  });
});
