import { cloneDatabase, type TestDatabase } from '#libs/testkit';
import pg from 'pg';
import {
  assertLeastPrivilege,
  assertSafeServer,
  LedgerNotMigrated,
  OverprivilegedRole,
  UnsafeServerSettings,
} from './index.ts';

let database: TestDatabase;
let admin: pg.Pool;
beforeAll(async () => {
  database = await cloneDatabase();
  admin = database.pool('admin');
});
afterAll(() => database.drop());

describe('a server that keeps what it confirms', () => {
  it('is accepted, for every process', async () => {
    for (const role of ['api', 'relay', 'projector'] as const) {
      await assertSafeServer(database.pool(role, 1));
      await assertLeastPrivilege(database.pool(role, 1));
    }
  });
});

describe('a server that may lose it', () => {
  it('is refused when the database turns synchronous_commit off, with what to do about it', async () => {
    await admin.query(`alter database ${database.name} set synchronous_commit = off`);
    await expect(assertSafeServer(database.pool('api', 1))).rejects.toMatchObject({
      code: 'unsafe-server-settings',
      settings: [{ name: 'synchronous_commit', value: 'off' }],
      message:
        'Postgres may lose what it has confirmed, because synchronous_commit is off. ' +
        'Turn on synchronous_commit for the server, the database and the role, then start again.',
    });
    await admin.query(`alter database ${database.name} reset synchronous_commit`);
    await assertSafeServer(database.pool('api', 1));
  });

  it('is refused when the connection itself turns it off', async () => {
    const careless = new pg.Pool({
      connectionString: database.urls.api,
      options: '-c synchronous_commit=off',
    });
    await expect(assertSafeServer(careless)).rejects.toThrow(UnsafeServerSettings);
    await careless.end();
  });

  it('is refused when the database is not in UTF8', async () => {
    const ascii = `${database.name}_ascii`;
    await admin.query(`create database ${ascii} encoding 'SQL_ASCII' locale 'C' template template0`);
    const pool = new pg.Pool({ connectionString: database.urls.admin.replace(database.name, ascii) });
    await expect(assertSafeServer(pool)).rejects.toThrow('server_encoding is SQL_ASCII');
    await pool.end();
    await admin.query(`drop database ${ascii}`);
  });
});

describe('a connection that could change the events', () => {
  it('is refused as superuser', async () => {
    await expect(assertLeastPrivilege(admin)).rejects.toThrow(
      'is a superuser, so it could change what was recorded.',
    );
  });

  it('is refused as owner of the events', async () => {
    const owner = `${database.name}_owner`;
    await admin.query(
      `create role ${owner} login password 'owner'; grant usage on schema ledger to ${owner}`,
    );
    await admin.query(`alter table ledger.events owner to ${owner}`);
    const url = new URL(database.urls.admin);
    url.username = owner;
    url.password = 'owner';
    const pool = new pg.Pool({ connectionString: url.href });
    await expect(assertLeastPrivilege(pool)).rejects.toThrow(
      new OverprivilegedRole(owner, 'owns ledger.events'),
    );
    await pool.end();
    await admin.query(
      `reassign owned by ${owner} to current_user; drop owned by ${owner}; drop role ${owner}`,
    );
  });

  it('is refused when somebody has granted it a change', async () => {
    await admin.query('grant delete on ledger.events to ledger_projector');
    await expect(assertLeastPrivilege(database.pool('projector', 1))).rejects.toThrow(
      'may update, delete or truncate ledger.events',
    );
    await admin.query('revoke delete on ledger.events from ledger_projector');
  });

  it('finds no ledger where none was migrated, and says so', async () => {
    const url = new URL(database.urls.relay);
    url.pathname = '/postgres';
    const pool = new pg.Pool({ connectionString: url.href });
    await expect(assertLeastPrivilege(pool)).rejects.toThrow(new LedgerNotMigrated('postgres'));
    await pool.end();
  });

  it('finds one that was not migrated to this release, and says so', async () => {
    const older = await cloneDatabase();
    await older.pool('admin').query('drop function ledger.append_batch_optimistic');
    await expect(assertLeastPrivilege(older.pool('api'))).rejects.toThrow(
      'holds a ledger of an older release',
    );
    await older.drop();
  });
});
