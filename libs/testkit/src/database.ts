import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { type RolePasswords } from '#migrations';
import type pg from 'pg';

/** As whom a test connects: the owner of everything, or one of the processes. */
export type TestRole = 'admin' | 'api' | 'relay' | 'projector' | 'dispatcher' | 'notary';

/** A migrated, empty database of one's own. */
export interface TestDatabase {
  readonly name: string;
  readonly urls: Readonly<Record<TestRole, string>>;
  /** A new pool, ended by `drop`. An idle connection that breaks is not an error: some tests break them. */
  pool(role: TestRole, max?: number): pg.Pool;
  /** Keeps a copy of all there is now, as a backup does. Called, the answer sets the database back to it. Both end every connection. */
  backUp(): Promise<() => Promise<void>>;
  /** Ends the pools and removes the database, whoever is still connected. */
  drop(): Promise<void>;
}

/** What the roles' passwords are in a cluster of tests; one set, because roles belong to the whole cluster. */
export const testPasswords: RolePasswords = {
  api: 'test-api',
  relay: 'test-relay',
  projector: 'test-projector',
  dispatcher: 'test-dispatcher',
  notary: 'test-notary',
};
const TEMPLATE_LOCK = 4_711_002;

/**
 * Copies a migrated template, so that each test file has real tables to itself at the cost of a file copy. The template
 * is built once per cluster and set of migrations by whoever comes first.
 *
 * @throws when LEDGER_TEST_ADMIN_URL does not name a cluster to work in. It must be one made for tests: the passwords of
 * the ledger's roles in it are changed.
 */
export async function cloneDatabase(): Promise<TestDatabase> {
  const adminUrl = testAdminUrl();
  return createDatabase(adminUrl, await ensureTemplate(adminUrl));
}

/** A database in which nothing has been migrated yet, for tests of just that. */
export const emptyDatabase = (): Promise<TestDatabase> => createDatabase(testAdminUrl(), 'template0');

const loadPg = async (): Promise<typeof pg> => (await import('pg')).default;

function testAdminUrl(): string {
  const adminUrl = process.env['LEDGER_TEST_ADMIN_URL'];
  if (!adminUrl) throw new Error('LEDGER_TEST_ADMIN_URL is not set; start the tests with npm test');
  return adminUrl;
}

async function createDatabase(adminUrl: string, template: string): Promise<TestDatabase> {
  const { Pool } = await loadPg();
  const name = `ledger_test_${randomUUID().replaceAll('-', '')}`;
  await asAdmin(adminUrl, (client) =>
    client.query(`create database ${name} encoding 'UTF8' template ${template}`),
  );

  const urls = {
    admin: urlFor(adminUrl, name),
    api: urlFor(adminUrl, name, 'api'),
    relay: urlFor(adminUrl, name, 'relay'),
    projector: urlFor(adminUrl, name, 'projector'),
    dispatcher: urlFor(adminUrl, name, 'dispatcher'),
    notary: urlFor(adminUrl, name, 'notary'),
  };
  const pools: pg.Pool[] = [];
  return {
    name,
    urls,
    pool: (role, max = 4) => {
      const pool = new Pool({ connectionString: urls[role], max });
      pool.on('error', () => undefined);
      pools.push(pool);
      return pool;
    },
    backUp: () => backUp(adminUrl, name),
    drop: async () => {
      await Promise.all(pools.filter((pool) => !pool.ended).map((pool) => pool.end()));
      await asAdmin(adminUrl, (client) => client.query(`drop database if exists ${name} with (force)`));
    },
  };
}

async function backUp(adminUrl: string, name: string): Promise<() => Promise<void>> {
  const copy = `${name}_backup`;
  const copied = (client: pg.Client, from: string, to: string) =>
    client.query(`create database ${to} encoding 'UTF8' template ${from}`);
  await asAdmin(adminUrl, async (client) => {
    await client.query(`alter database ${name} allow_connections false`);
    await client.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name]);
    await copied(client, name, copy);
    await client.query(`alter database ${name} allow_connections true`);
  });
  return () =>
    asAdmin(adminUrl, async (client) => {
      await client.query(`drop database ${name} with (force)`);
      await client.query(`alter database ${copy} rename to ${name}`);
    });
}

/** Built under another name and renamed when whole, so that one interrupted half-way is never copied. */
async function ensureTemplate(adminUrl: string): Promise<string> {
  const template = `ledger_template_${await migrationsHash()}`;
  await asAdmin(adminUrl, async (client) => {
    await client.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK]);
    const { rowCount } = await client.query('select from pg_database where datname = $1', [template]);
    if (rowCount) return;
    const unfinished = `${template}_unfinished`;
    await client.query(`drop database if exists ${unfinished} with (force)`);
    await client.query(`create database ${unfinished} encoding 'UTF8' template template0`);
    // Loaded by whoever comes first alone: it takes half a second, and every test file would pay it.
    const { migrate } = await import('#migrations');
    await migrate({ adminUrl: urlFor(adminUrl, unfinished), rolePasswords: testPasswords });
    await client.query(`alter database ${unfinished} rename to ${template}`);
    await client.query(`alter database ${template} allow_connections false`);
  });
  return template;
}

async function migrationsHash(): Promise<string> {
  const folder = new URL('../../../migrations/', import.meta.url);
  const files = (await readdir(folder, { recursive: true }))
    .filter((file) => /(?<![.]spec)[.]ts$/.test(file))
    .sort();
  const hash = createHash('sha256');
  for (const file of files) hash.update(`${file}\n`).update(await readFile(new URL(file, folder)));
  return hash.digest('hex').slice(0, 12);
}

function urlFor(adminUrl: string, database: string, role?: keyof RolePasswords): string {
  const url = new URL(adminUrl);
  url.pathname = `/${database}`;
  if (role) {
    url.username = `ledger_${role}`;
    url.password = testPasswords[role];
  }
  return url.href;
}

async function asAdmin(adminUrl: string, act: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const { Client } = await loadPg();
  const client = new Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await act(client);
  } finally {
    await client.end();
  }
}
