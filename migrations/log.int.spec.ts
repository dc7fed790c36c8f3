import { cloneDatabase, type TestDatabase } from '#libs/testkit';
import type pg from 'pg';

let database: TestDatabase;
let admin: pg.Pool;
beforeAll(async () => {
  database = await cloneDatabase();
  admin = database.pool('admin', 2);
});
afterAll(() => database.drop());

const LOG_TABLES = [
  'ledger.log_checkpoints',
  'ledger.log_cosignatures',
  'ledger.log_keys',
  'ledger.log_refusals',
  'ledger.log_tiles',
  'ledger.logs',
];

/** The columns of a table that a role may use in a way. */
async function columns(role: string, table: string, privilege: string): Promise<readonly string[]> {
  const { rows } = await admin.query<{ name: string }>(
    `select attname as name from pg_attribute
      where attrelid = $2::regclass and attnum > 0 and not attisdropped and has_column_privilege($1, $2, attnum, $3)
      order by attnum`,
    [role, table, privilege],
  );
  return rows.map(({ name }) => name);
}

describe('the head of the ledger', () => {
  it.each(['ledger_api', 'ledger_dispatcher'])(
    'is moved by %s, which cannot open what is read-only',
    async (role) => {
      expect(await columns(role, 'ledger.head', 'UPDATE')).toEqual(['position', 'recorded_at']);
    },
  );

  it('is closed by the notary, which cannot move it', async () => {
    expect(await columns('ledger_notary', 'ledger.head', 'UPDATE')).toEqual(['read_only_because']);
  });

  it('is not moved by anybody while it says why not', async () => {
    await admin.query(`update ledger.head set read_only_because = 'An old backup.'`);
    const api = database.pool('api', 1);
    const move = 'update ledger.head set position = position + 1';
    await expect(api.query(move)).rejects.toMatchObject({ code: 'LR001', message: 'An old backup.' });
    await expect(admin.query(`set session_replication_role = replica; ${move}`)).rejects.toMatchObject({
      code: 'LR001',
    });
    await api.query('select ledger.position_at(now())');
    await admin.query('update ledger.head set read_only_because = null');
    await api.query(`${move}; update ledger.head set position = position - 1`);
  });
});

describe('the tables of the log', () => {
  it('are written by the notary and read by the api, and by nobody else', async () => {
    const roles = ['ledger_api', 'ledger_relay', 'ledger_projector', 'ledger_dispatcher', 'ledger_notary'];
    const { rows } = await admin.query<{ role: string; table: string; writes: boolean }>(
      `select role, "table", has_table_privilege(role, "table", 'INSERT') as writes
         from unnest($1::text[]) role, unnest($2::text[]) "table"
        where has_table_privilege(role, "table", 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE')
        order by 1, 2`,
      [roles, LOG_TABLES],
    );
    expect(rows).toEqual([
      ...LOG_TABLES.map((table) => ({ role: 'ledger_api', table, writes: false })),
      ...LOG_TABLES.map((table) => ({ role: 'ledger_notary', table, writes: true })),
    ]);
  });

  it('keep what was signed: the notary can delete none of it, and change no checkpoint', async () => {
    for (const table of LOG_TABLES) {
      const { rows } = await admin.query<{ may: boolean }>(
        `select has_table_privilege('ledger_notary', $1, 'DELETE, TRUNCATE') as may`,
        [table],
      );
      expect([table, rows[0]?.may]).toEqual([table, false]);
    }
    expect(await columns('ledger_notary', 'ledger.log_checkpoints', 'UPDATE')).toEqual(['published_at']);
    expect(await columns('ledger_notary', 'ledger.log_cosignatures', 'UPDATE')).toEqual([]);
  });

  it('are made from what the notary sees of events, which is what it seals', async () => {
    expect(await columns('ledger_notary', 'ledger.events', 'SELECT')).toEqual([
      'position',
      'recorded_at',
      'body',
    ]);
  });
});
