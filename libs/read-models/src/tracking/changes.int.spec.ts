import { type LedgerEvent, type RecordedEvent } from '#libs/domain';
import { emptyReadModels, exactly, fact, kyivMeeting, PaperLedger, type Projected } from '#libs/testkit';
import fc from 'fast-check';

const batch = (delivery: string, count: string, delivered: string) =>
  fact.delivery({ commitment: 'generators-2024', delivery, quantity: exactly(count), delivered });

/** The meeting and what came of it, recorded over some months. */
function history(): readonly RecordedEvent[] {
  const ledger = new PaperLedger();
  const days: string[] = [];
  const record = (day: string, ...facts: readonly LedgerEvent[]): void => {
    days.push(...ledger.record(...facts).map(() => day));
  };
  record('2024-11-17', ...kyivMeeting);
  record('2024-11-21', batch('batch-2', '20', '2024-11-20'), batch('batch-3', '20', '2024-11'));
  record('2024-12-02', fact.support({ commitment: 'generators-2024', supports: 'batch-2' }));
  record('2025-01-01', fact.deadline({ commitment: 'generators-2024' }));
  record(
    '2025-01-01',
    fact.support({ commitment: 'generators-2024', attachment: 'a-third', supports: 'batch-3' }),
  );
  record('2025-01-12', fact.package({ package: 'jp-27', number: 27, adopted: '2025-01-10' }));
  record('2025-02-01', batch('batch-4', '70', '2025-01-30'));
  return ledger.events.map((event, index) => ({
    ...event,
    recordedAt: `${days[index] ?? ''}T00:00:00.${String(index).padStart(6, '0')}Z`,
  }));
}

const events = history();

describe('the changes that the tracking projection tells', () => {
  let projected: Projected;
  beforeEach(async () => {
    projected = await emptyReadModels();
  });
  afterEach(() => projected.close());

  const told = async () => {
    const admin = projected.database.pool('admin', 1);
    const { rows } = await admin.query<{ position: string; commitment: string; body: string }>(
      'select position, commitment, body from ledger.changes order by position',
    );
    await admin.end();
    return rows;
  };
  const inShort = async () =>
    (await told()).map(({ body }) => {
      const { commitment, from, to, event } = JSON.parse(body);
      return `${event.type} ${commitment}: ${from?.label ?? '-'} ${from?.share?.lo ?? '-'} > ${to.label} ${to.share?.lo ?? '-'}`;
    });
  const waiting = async () => {
    const { rows } = await projected.database
      .pool('relay', 1)
      .query<{ position: string }>('select position from ledger.changes_waiting order by position');
    return rows.map(({ position }) => position);
  };
  const anew = async () => {
    const sql = projected.database.pool('projector', 1);
    await sql.query(`select ledger.drop_read_models('read_models')`);
    await sql.query(`select ledger.create_read_models('read_models')`);
  };

  it('are these of the meeting and what came of it', async () => {
    await projected.project(events);
    expect(await inShort()).toEqual([
      'CommitmentAnnounced jp-frozen-assets-loan: - - > announced 0',
      'FundsAllocated jp-frozen-assets-loan: announced 0 > allocated 0',
      'CommitmentAnnounced sanctions-pressure: - - > announced 0',
      'CommitmentAnnounced demining-conference-2025: - - > announced 0',
      'CommitmentAnnounced support-agreement: - - > standing -',
      'CommitmentAnnounced security-dialogue: - - > standing -',
      'CommitmentAnnounced generators-2024: - - > announced 0',
      'GeneratorsDelivered generators-2024: announced 0 > partly-delivered 0.01',
      'GeneratorsDelivered generators-2024: partly-delivered 0.01 > partly-delivered 0.21',
      'EvidenceAttached generators-2024: partly-delivered 0.21 > partly-delivered 0.41',
      'DeadlinePassed generators-2024: partly-delivered 0.41 > overdue-unproven 0.41',
      'FulfilmentLinked sanctions-pressure: announced 0 > fulfilled 1',
      'GeneratorsDelivered generators-2024: overdue-unproven 0.41 > fulfilled 1.11',
    ]);
    expect(await waiting()).toEqual((await told()).map(({ position }) => position));
  });

  it('are the same to the letter, however the events are cut into batches', async () => {
    await projected.project(events, 1);
    const oneByOne = await told();
    const clear = 'truncate ledger.changes, ledger.changes_waiting';
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 60, maxLength: 60 }),
        async (cuts) => {
          await projected.database.pool('admin', 1).query(clear);
          await anew();
          let from = 0;
          for (const size of [...cuts, events.length]) {
            await projected.project(events.slice(from, from + size), size);
            from += size;
          }
          expect(await told()).toEqual(oneByOne);
        },
      ),
      { numRuns: 8 },
    );
    await projected.database.pool('admin', 1).query(clear);
    await anew();
    await projected.project(events, 1_000);
    expect(await told()).toEqual(oneByOne);
  });

  it.each([1, 5, 1_000])(
    'are told once and for all: read models made anew, %i events at a time, add what was not told and nothing else',
    async (size) => {
      await projected.project(events.slice(0, 42), 3);
      const before = await told();
      await projected.database.pool('admin', 1).query('delete from ledger.changes_waiting');
      await anew();
      await projected.project(events, size);
      const after = await told();
      expect(after.slice(0, before.length)).toEqual(before);
      expect(after.length).toBeGreaterThan(before.length);
      expect(await waiting()).toEqual(after.slice(before.length).map(({ position }) => position));
      await anew();
      await projected.project(events, 7);
      expect(await told()).toEqual(after);
    },
  );

  it('are not told of a batch that is rolled back, and are when it comes again', async () => {
    const client = await projected.database.pool('projector', 1).connect();
    const { projections } = await import('#libs/read-models');
    await client.query('begin');
    for (const projection of projections) await projection.project(client, 'read_models', events);
    await client.query('rollback');
    client.release();
    expect(await told()).toEqual([]);
    await projected.project(events, 4);
    expect(await told()).toHaveLength(13);
  });

  it('are written by the projector, and changed or removed by nobody', async () => {
    await projected.project(events);
    for (const role of ['api', 'relay', 'dispatcher', 'projector'] as const) {
      const sql = projected.database.pool(role, 1);
      for (const change of [
        'update ledger.changes set body = body',
        'delete from ledger.changes',
        'truncate ledger.changes',
      ])
        await expect(sql.query(change)).rejects.toThrow('permission denied');
    }
    await projected.database.pool('dispatcher', 1).query('select from ledger.changes, ledger.change_numbers');
    await expect(
      projected.database.pool('api', 1).query(`insert into ledger.change_numbers values (1, 1)`),
    ).rejects.toThrow('permission denied');
  });
});
