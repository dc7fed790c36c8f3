import pg from 'pg';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LocalPostgres, type LocalPostgresOptions, startLocalPostgres } from './local-postgres.ts';
import { identify, terminate } from './process-identity.ts';

let home: string;
let dataDir: string;
let said: string[];
const running: LocalPostgres[] = [];

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'ledger-postgres-'));
  dataDir = join(home, 'postgres');
  said = [];
});

afterEach(async () => {
  for (const server of running.splice(0)) await server.stop();
  await rm(home, { recursive: true, force: true });
});

async function start(options: Partial<LocalPostgresOptions> = {}): Promise<LocalPostgres> {
  const server = await startLocalPostgres({ dataDir, log: (sentence) => said.push(sentence), ...options });
  running.push(server);
  return server;
}

async function ask(server: LocalPostgres, sql: string): Promise<unknown[][]> {
  const client = new pg.Client({ connectionString: server.adminUrl });
  await client.connect();
  try {
    const { rows } = await client.query<unknown[]>({ text: sql, rowMode: 'array' });
    return rows;
  } finally {
    await client.end();
  }
}

async function postmaster(): Promise<number> {
  return Number.parseInt(await readFile(join(dataDir, 'cluster/postmaster.pid'), 'utf8'), 10);
}

test('a second start finds what the first one wrote, on the same port', async () => {
  const first = await start();
  await ask(first, 'CREATE TABLE kept AS SELECT 4711 AS n');
  await first.stop();
  await first.stop();
  const second = await start();
  expect(await ask(second, 'SELECT n FROM kept')).toEqual([[4711]]);
  expect(second.port).toBe(first.port);
  expect(said).toEqual([]);
});

test('the server is durable, checksummed, UTF-8, on loopback only, and takes settings', async () => {
  const server = await start({ settings: { max_connections: '37' } });
  const names = ['fsync', 'data_checksums', 'server_encoding', 'listen_addresses', 'unix_socket_directories'];
  const shown = names.map((name) => `current_setting('${name}')`).join(', ');
  expect(await ask(server, `SELECT ${shown}, current_setting('max_connections')`)).toEqual([
    ['on', 'on', 'UTF8', '127.0.0.1', '', '37'],
  ]);
  expect((await stat(join(dataDir, 'password'))).mode & 0o777).toBe(0o600);
});

test('a folder below one that only its owner may enter, as a home of root is, will do', async () => {
  await chmod(home, 0o700);
  expect(await ask(await start(), 'SELECT 1')).toEqual([[1]]);
});

test('a server left running by an earlier run is stopped, and that is said', async () => {
  await start();
  const left = await postmaster();
  const server = await start();
  expect(await ask(server, 'SELECT 1')).toEqual([[1]]);
  expect(identify(left)).toBeNull();
  expect(said).toEqual(['A Postgres left running by an earlier run was stopped.']);
});

test('a killed server recovers what it had committed', async () => {
  const first = await start();
  await ask(first, 'CREATE TABLE kept AS SELECT 4711 AS n');
  const who = identify(await postmaster());
  if (who === null) throw new Error('it should be running');
  await terminate(who, [{ signal: 'SIGKILL', waitMs: 5_000 }]);
  expect(await ask(await start(), 'SELECT n FROM kept')).toEqual([[4711]]);
  expect(said).toEqual([expect.stringContaining('recovers by itself')]);
});

test("a pid file with a stranger's number is no hindrance", async () => {
  await (await start()).stop();
  await writeFile(join(dataDir, 'cluster/postmaster.pid'), `${process.pid}\n`);
  expect(await ask(await start(), 'SELECT 1')).toEqual([[1]]);
  expect(said).toHaveLength(1);
});

test('what an interrupted first start leaves is cleared away', async () => {
  const half = join(dataDir, `cluster.new-${2 ** 22 + 1}`);
  await mkdir(half, { recursive: true });
  await writeFile(join(half, 'PG_VERSION'), '18\n');
  expect(await ask(await start(), 'SELECT 1')).toEqual([[1]]);
  expect((await readdir(dataDir)).sort()).toEqual(['cluster', 'password', 'port', 'server.log']);
});

test('a lost password is replaced, and that is said', async () => {
  await (await start()).stop();
  await rm(join(dataDir, 'password'));
  expect(await ask(await start(), 'SELECT 1')).toEqual([[1]]);
  expect(said).toEqual([expect.stringContaining('it has a new one')]);
});

test('a remembered port that is taken is replaced, and one asked for is a problem', async () => {
  const first = await start();
  await first.stop();
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(first.port, '127.0.0.1', resolve));
  try {
    await expect(start({ port: first.port })).rejects.toMatchObject({ code: 'port-in-use' });
    const second = await start();
    expect(second.port).not.toBe(first.port);
    expect(said).toEqual([expect.stringContaining(`${first.port} is taken`)]);
  } finally {
    other.close();
  }
});

test.each([
  ['a folder that is not a data folder', 'data-folder-broken', 'stranger.txt', 'hello'],
  ['the data of another major version', 'data-folder-wrong-version', 'PG_VERSION', '16\n'],
  ['a data folder with parts missing', 'server-did-not-start', 'PG_VERSION', '18\n'],
])('%s is a problem with its code and its remedy', async (_what, code, file, content) => {
  await mkdir(join(dataDir, 'cluster'), { recursive: true, mode: 0o700 });
  await writeFile(join(dataDir, 'cluster', file), content);
  await expect(start()).rejects.toMatchObject({
    name: 'LocalServerProblem',
    code,
    message: expect.stringMatching(/move .*postgres away.*LEDGER_DATA/s),
  });
});

test('a file where the data folder should be is a problem with its remedy', async () => {
  await writeFile(dataDir, '');
  await expect(start()).rejects.toMatchObject({ code: 'data-folder-unusable' });
});
