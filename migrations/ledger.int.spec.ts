import { cloneDatabase, emptyDatabase, type TestDatabase, testPasswords, type TestRole } from '#libs/testkit';
import pg from 'pg';
import { migrate, migrations } from './index.ts';

const ROLES: readonly TestRole[] = ['admin', 'api', 'relay', 'projector', 'dispatcher'];
const HASH = "decode(repeat('ab', 32), 'hex')";

let database: TestDatabase;
let admin: pg.Pool;
beforeAll(async () => {
  database = await cloneDatabase();
  admin = database.pool('admin');
  await admin.query(`
    select ledger.append('me', uuidv7(), null, 'key', 'fingerprint', '{s}', '{0}', '{s,s}', '{1,2}',
                         array[uuidv7(), uuidv7()], '{A,A}', '{1,1}', '{2024,2024}', '{"{}","{}"}')`);
  await admin.query(`
    insert into ledger.documents (sha256, bytes, media_type, added_by, known_from)
    values (encode(sha256('words'), 'hex'), 'words', 'text/plain', 'me', 3)`);
  await admin.query(`
    insert into ledger.reads (reader, role, method, what, position)
    values ('first', 'auditor', 'GET', '/v1/commitments', 2)`);
  await admin.query(`
    insert into ledger.api_keys (id, name, role, hash, created_by) values (uuidv7(), 'first', 'reader', ${HASH}, 'me')`);
});
afterAll(() => database.drop());

/** Each way to change what is there, by a column that the table has. */
const changes = (table: string, column: string): readonly string[] => [
  `update ${table} set ${column} = ${column}`,
  `update ${table} set ${column} = ${column} where false`,
  `delete from ${table}`,
  `truncate ${table}`,
  `truncate ${table} cascade`,
  `insert into ${table} select * from ${table} on conflict do nothing; delete from ${table}`,
  `merge into ${table} t using (select 1) s on true when matched then delete`,
];
const APPEND_ONLY = [
  ['ledger.events', 'body'],
  ['ledger.idempotency', 'fingerprint'],
  ['ledger.documents', 'media_type'],
  ['ledger.reads', 'what'],
] as const;

describe.each(APPEND_ONLY)('%s', (table, column) => {
  const contents = async () =>
    (await admin.query<{ t: string }>(`select t::text from ${table} t order by 1`)).rows;

  it.each(ROLES)('refuses every change by %s', async (role) => {
    const before = await contents();
    expect(before.length).toBeGreaterThan(0);
    for (const change of changes(table, column)) {
      const refusal = role === 'admin' ? `${table} is append-only` : 'permission denied';
      await expect(database.pool(role, 1).query(change)).rejects.toThrow(refusal);
    }
    expect(await contents()).toEqual(before);
  });

  it('refuses every change even by a superuser who has switched ordinary triggers off', async () => {
    const before = await contents();
    const replica = new pg.Pool({
      connectionString: database.urls.admin,
      options: '-c session_replication_role=replica',
    });
    for (const change of changes(table, column)) {
      await expect(replica.query(change)).rejects.toThrow(`${table} is append-only`);
    }
    await replica.end();
    expect(await contents()).toEqual(before);
  });

  it('refuses it row by row too, as a replication worker would meet it', async () => {
    const client = await admin.connect();
    await client.query(`begin; alter table ${table} disable trigger refuse_statement; savepoint here`);
    await expect(client.query(`update ${table} set ${column} = ${column}`)).rejects.toThrow('append-only');
    await client.query('rollback to here');
    await expect(client.query(`delete from ${table}`)).rejects.toThrow('append-only');
    await client.query('rollback');
    client.release();
  });

  it('says what was refused, and what to do instead', async () => {
    await expect(admin.query(`delete from ${table}`)).rejects.toMatchObject({
      message: `DELETE is refused: ${table} is append-only`,
      hint: expect.stringContaining('CorrectionRecorded'),
    });
  });
});

describe('what a role may do', () => {
  const PRIVILEGES = [
    'SELECT',
    'INSERT',
    'UPDATE',
    'DELETE',
    'TRUNCATE',
    'REFERENCES',
    'TRIGGER',
    'MAINTAIN',
  ];
  const TABLES = ['api_keys', 'documents', 'events', 'head', 'idempotency'];

  it.each([
    [
      'ledger_api',
      {
        api_keys: ['SELECT', 'INSERT'],
        documents: ['SELECT', 'INSERT'],
        events: ['SELECT', 'INSERT'],
        head: ['SELECT'],
        idempotency: ['SELECT', 'INSERT'],
      },
    ],
    ['ledger_relay', { api_keys: [], documents: [], events: ['SELECT'], head: ['SELECT'], idempotency: [] }],
    ['ledger_projector', { api_keys: [], documents: [], events: [], head: [], idempotency: [] }],
    [
      'ledger_dispatcher',
      {
        api_keys: [],
        documents: [],
        events: ['SELECT', 'INSERT'],
        head: ['SELECT'],
        idempotency: [],
      },
    ],
    ['ledger_notary', { api_keys: [], documents: [], events: [], head: ['SELECT'], idempotency: [] }],
    ['public', { api_keys: [], documents: [], events: [], head: [], idempotency: [] }],
  ])('%s: exactly this on the tables of the log', async (role, expected) => {
    const { rows } = await admin.query<{ name: string; privilege: string }>(
      `select name, privilege from unnest($2::text[]) name, unnest($3::text[]) privilege
        where has_table_privilege($1, 'ledger.' || name, privilege)`,
      [role, TABLES, PRIVILEGES],
    );
    const found = Object.fromEntries(
      TABLES.map((table) => [
        table,
        rows.filter(({ name }) => name === table).map(({ privilege }) => privilege),
      ]),
    );
    expect(found).toEqual(expected);
  });

  it('only ledger_api may ask for the position at a time', async () => {
    for (const role of ['relay', 'projector', 'dispatcher'] as const) {
      const asked = database.pool(role, 1).query('select ledger.position_at(now())');
      await expect(asked).rejects.toThrow('permission denied');
    }
    await database.pool('api', 1).query('select ledger.position_at(now())');
  });

  it('ledger_projector cannot read the events', async () => {
    await expect(database.pool('projector', 1).query('select from ledger.events')).rejects.toThrow(
      'permission denied for table events',
    );
  });

  it('a key can be revoked, but not renamed, given another role, or deleted', async () => {
    const api = database.pool('api', 1);
    await api.query('update ledger.api_keys set revoked_at = now()');
    for (const change of [
      "update ledger.api_keys set name = 'other'",
      "update ledger.api_keys set role = 'admin'",
      'delete from ledger.api_keys',
    ]) {
      await expect(api.query(change)).rejects.toThrow('permission denied');
    }
  });

  it('a role from elsewhere in the cluster does not even see the schema', async () => {
    const stranger = `${database.name}_stranger`;
    await admin.query(`create role ${stranger}`);
    await expect(admin.query(`set role ${stranger}; select from ledger.events`)).rejects.toThrow(
      'permission denied for schema ledger',
    );
    await admin.query(`drop role ${stranger}`);
  });

  it('being in the database gives nobody anything: no table and no function of the ledger', async () => {
    const { rows } = await admin.query(`
      select oid::regclass::text as object from pg_class
       where relnamespace = 'ledger'::regnamespace and relkind in ('r', 'v', 'm', 'p', 'S')
         and has_table_privilege('public', oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE')
      union all
      select oid::regprocedure::text from pg_proc
       where pronamespace = 'ledger'::regnamespace and has_function_privilege('public', oid, 'EXECUTE')`);
    expect(rows).toEqual([]);
  });

  it('a role comes in with its password and no other', async () => {
    const url = new URL(database.urls.api);
    url.password = 'a guess';
    const guesser = new pg.Pool({ connectionString: url.href });
    await expect(guesser.query('select 1')).rejects.toThrow('password authentication failed');
    await guesser.end();
  });
});

describe('what the tables refuse', () => {
  const insertEvent = (columns: Record<string, string>) => {
    const row = {
      position: '100',
      stream_id: "'s'",
      version: '3',
      event_id: 'uuidv7()',
      type: "'A'",
      schema: '1',
      occurred: "'2024'",
      recorded_at: 'now()',
      actor: "'me'",
      correlation_id: 'uuidv7()',
      body: "'{}'",
      ...columns,
    };
    return admin.query(
      `insert into ledger.events (${Object.keys(row).join(', ')}) values (${Object.values(row).join(', ')})`,
    );
  };

  it.each([
    ['position 0', { position: '0' }, 'events_numbers_from_one'],
    ['version 0', { version: '0' }, 'events_numbers_from_one'],
    ['a position taken', { position: '1' }, 'events_position_key'],
    ['a version taken', { version: '2' }, 'events_stream_version_key'],
    ['a stream without a name', { stream_id: "''" }, 'events_names_bounded'],
    ['a body of 65,001 bytes', { body: "repeat('x', 65001)" }, 'events_body_bounded'],
  ])('%s', async (_, columns, constraint) => {
    await expect(insertEvent(columns)).rejects.toMatchObject({ constraint });
  });

  it('a key with a role that does not exist', async () => {
    const insert = admin.query(
      `insert into ledger.api_keys (id, name, role, hash, created_by) values (uuidv7(), 'x', 'root', ${HASH}, 'me')`,
    );
    await expect(insert).rejects.toThrow('api_keys_role_check');
  });

  it('a second head', async () => {
    await expect(
      admin.query('insert into ledger.head (position, recorded_at) values (5, now())'),
    ).rejects.toThrow('head_pkey');
  });
});

describe('migrating', () => {
  it('applies all to an empty database, then finds nothing left to do', async () => {
    const empty = await emptyDatabase();
    const options = { adminUrl: empty.urls.admin, rolePasswords: testPasswords };
    const applied = await migrate(options);
    expect(applied).toEqual(migrations.map((migration) => new migration().name));
    expect(await migrate(options)).toEqual([]);
    await empty.drop();
  });

  it('from several places at once, in one database and in two, applies each once', async () => {
    const databases = await Promise.all([emptyDatabase(), emptyDatabase()]);
    const runs = databases.map(({ urls }) =>
      Promise.all([1, 2, 3].map(() => migrate({ adminUrl: urls.admin, rolePasswords: testPasswords }))),
    );
    for (const applied of await Promise.all(runs)) {
      expect(applied.map(({ length }) => length).sort()).toEqual([0, 0, migrations.length]);
    }
    await Promise.all(databases.map((each) => each.drop()));
  });

  it('numbers them in the order in which they are listed', () => {
    const numbers = migrations.map((migration) => Number(new migration().name.slice(-13)));
    expect(numbers).toEqual(migrations.map((_, index) => index + 1));
  });
});
