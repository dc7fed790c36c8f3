import pg from 'pg';
import { execFile } from 'node:child_process';
import { chmod, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { prepareDataFolder, shown } from './data-folder.ts';
import { LocalServerProblem } from './local-server-problem.ts';
import { findPostgresBinaries } from './postgres-binaries.ts';
import {
  type Cluster,
  dataArgument,
  ensureCluster,
  newPassword,
  POSTGRES_ENV,
  setPassword,
} from './postgres-cluster.ts';
import { postgresOwner } from './postgres-owner.ts';
import { identify, terminate, worksIn } from './process-identity.ts';
import { choosePort } from './remembered-port.ts';
import { type ServerProcess, startServer } from './server-process.ts';

/** Recovery after a crash replays the log first: seconds for what a crash can leave, bounded all the same. */
const READY_TIMEOUT_MS = 120_000;

/** A fast shutdown ends sessions and writes a checkpoint; an immediate one leaves recovery to the next start. */
const STOP_STEPS = [
  { signal: 'SIGINT', waitMs: 15_000 },
  { signal: 'SIGQUIT', waitMs: 5_000 },
  { signal: 'SIGKILL', waitMs: 5_000 },
] as const;

/** How to run a PostgreSQL of our own. */
export interface LocalPostgresOptions {
  /** A folder that holds everything of this server: `cluster/`, its password, its port, its log. */
  readonly dataDir: string;
  /** Default: a free one, remembered in `dataDir`. */
  readonly port?: number;
  /** Server settings, as `postgres -c name=value`. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Is told of each step as it begins. */
  readonly onProgress?: (step: string) => void;
  /** Is told, a sentence at a time, what was found amiss and mended. */
  readonly log?: (sentence: string) => void;
}

/** A running PostgreSQL. */
export interface LocalPostgres {
  /** Superuser, database `postgres`, on 127.0.0.1. */
  readonly adminUrl: string;
  readonly port: number;
  /** Ends its sessions, writes a checkpoint and waits until it is gone. May be called twice. */
  stop(): Promise<void>;
}

/**
 * Starts a real PostgreSQL 18 on `dataDir`, which it makes on first use, and returns when it answers. Heals by
 * itself what a killed run leaves (a server still running, a stale postmaster.pid) and a lost password.
 * Throws {@link LocalServerProblem}.
 */
export async function startLocalPostgres(options: LocalPostgresOptions): Promise<LocalPostgres> {
  const { onProgress = () => undefined, log = () => undefined } = options;
  await prepareDataFolder(options.dataDir);
  // A real path, for by it a server left running is known again.
  const dataDir = await realpath(options.dataDir);
  const folder = join(dataDir, 'cluster');
  const owner = await postgresOwner(folder);
  const cluster: Cluster = { folder, owner, binaries: await findPostgresBinaries(owner?.uid) };
  // The server's user, if another, has to get through this one; see dataArgument for those above it.
  if (owner !== undefined) await chmod(dataDir, 0o755);
  const password = await keptPassword(join(dataDir, 'password'));
  await ensureCluster(cluster, password, onProgress);
  if (owner !== undefined && (await stat(folder)).uid !== owner.uid) {
    await promisify(execFile)('chown', ['-R', `${owner.uid}:${owner.gid}`, folder]);
  }
  await stopLeftover(folder, onProgress, log);

  onProgress('Starting Postgres');
  for (let tries = 1; ; tries++) {
    const { port, remark } = await choosePort('Postgres', join(dataDir, 'port'), options.port);
    if (remark !== null) log(remark);
    const server = await launch(cluster, join(dataDir, 'server.log'), port, options.settings ?? {});
    const outcome = await outcomeOf(server, port, password);
    if (outcome === 'ready') {
      const adminUrl = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
      return { adminUrl, port, stop: () => stopServer(server) };
    }
    await stopServer(server);
    if (outcome === 'failed' || tries === 20) throw didNotStart(cluster, dataDir, server.output());
    if (outcome === 'wrong-password') {
      await setPassword(cluster, password);
      log('The password of the local Postgres was lost; it has a new one.');
    } else {
      // The port was taken meanwhile, or sessions of a killed Postgres are still ending.
      await pause(500);
    }
  }
}

async function keptPassword(file: string): Promise<string> {
  const kept = (await readFile(file, 'utf8').catch(() => '')).trim();
  if (/^[0-9a-f]{48}$/.test(kept)) return kept;
  const password = newPassword();
  await rm(file, { force: true });
  await writeFile(file, `${password}\n`, { mode: 0o600, flush: true });
  return password;
}

/** Two servers on one folder would destroy it; Postgres itself prevents that, but would not tell what to do. */
async function stopLeftover(
  folder: string,
  onProgress: (step: string) => void,
  log: (sentence: string) => void,
): Promise<void> {
  const pidFile = join(folder, 'postmaster.pid');
  const pid = Number.parseInt(await readFile(pidFile, 'utf8').catch(() => ''), 10);
  if (Number.isNaN(pid)) return;
  const who = identify(pid);
  if (who !== null && worksIn(pid, folder)) {
    onProgress('Stopping the Postgres of an earlier run');
    await terminate(who, STOP_STEPS);
    log('A Postgres left running by an earlier run was stopped.');
    return;
  }
  // The number has since gone to a stranger, whom Postgres would take for a server if it is of the same user.
  if (who !== null) await rm(pidFile, { force: true });
  log('An earlier run ended without stopping its Postgres; it recovers by itself.');
}

function launch(
  cluster: Cluster,
  logFile: string,
  port: number,
  settings: Readonly<Record<string, string>>,
): Promise<ServerProcess> {
  const all = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    logging_collector: 'off',
    ...settings,
  };
  return startServer({
    file: cluster.binaries.postgres,
    args: [
      ...['-D', dataArgument(cluster), '-p', String(port)],
      ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ],
    cwd: cluster.folder,
    env: POSTGRES_ENV,
    logFile,
    afterOurDeath: 'kill -INT "$1"',
    ...(cluster.owner !== undefined && { owner: cluster.owner }),
  });
}

/** `retry` is for what passes by itself. */
async function outcomeOf(
  server: ServerProcess,
  port: number,
  password: string,
): Promise<'ready' | 'wrong-password' | 'retry' | 'failed'> {
  const deadline = Date.now() + READY_TIMEOUT_MS;
  while (Date.now() < deadline) {
    if (!server.isRunning()) {
      return /could not bind|pre-existing shared memory/.test(server.output()) ? 'retry' : 'failed';
    }
    const client = new pg.Client({
      ...{ host: '127.0.0.1', port, user: 'postgres', password, database: 'postgres', ssl: false },
      connectionTimeoutMillis: 2_000,
    });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.query('SELECT 1');
      return 'ready';
    } catch (error) {
      if ((error as { code?: unknown }).code === '28P01') return 'wrong-password';
    } finally {
      await client.end().catch(() => undefined);
    }
    await pause(40);
  }
  return 'failed';
}

async function stopServer(server: ServerProcess): Promise<void> {
  await terminate(server.who, STOP_STEPS);
  server.forget();
}

function didNotStart(cluster: Cluster, dataDir: string, output: string): LocalServerProblem {
  const fatal = /(?:FATAL|PANIC): {2}(.*)/.exec(output)?.[1] ?? output.trim().split('\n').at(-1) ?? '';
  return new LocalServerProblem(
    'server-did-not-start',
    `Postgres does not start on ${shown(cluster.folder)}: ${fatal === '' ? 'it gives no reason' : fatal}.`,
    `Its log is ${shown(join(dataDir, 'server.log'))}; to begin anew move ${shown(dataDir)} away, ` +
      'or set LEDGER_DATA to another folder.',
    { cause: output },
  );
}
