import { execFile } from 'node:child_process';
import { readdir, statfs } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg, platform, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { peerVersion } from './peers.mjs';

/** The ones that decide what an append costs. */
const SETTINGS = [
  'fsync',
  'synchronous_commit',
  'full_page_writes',
  'shared_buffers',
  'max_wal_size',
  'checkpoint_timeout',
  'wal_compression',
  'max_connections',
];

const FILE_SYSTEMS = {
  0xef53: 'ext',
  0x9123683e: 'btrfs',
  0x58465342: 'xfs',
  0x01021994: 'tmpfs',
  0x794c7630: 'overlay',
};

/** What everything was measured on. */
export async function describeMachine(folder) {
  const [cpu] = cpus();
  const { type } = await statfs(folder);
  return {
    cpu: cpu?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    os: `${platform()} ${release()}`,
    fileSystem: FILE_SYSTEMS[type] ?? `0x${type.toString(16)}`,
    loadBefore: loadavg().map((load) => Math.round(load * 100) / 100),
  };
}

/** With what everything was measured: versions, and the server's settings as the server tells them. */
export async function describeSettings(servers, asked, pgbench) {
  const { rows } = await servers.admin.query(
    'select name, current_setting(name) as value from unnest($1::text[]) name',
    [SETTINGS],
  );
  const { rows: version } = await servers.admin.query('show server_version');
  return {
    mode: asked.quick ? 'quick' : 'full',
    parts: asked.parts,
    versions: {
      node: process.versions.node,
      postgres: version[0].server_version,
      pgbench: pgbench?.version ?? 'not found',
      ...(asked.peers.includes('emmett') && { emmett: peerVersion('@event-driven-io/emmett-postgresql') }),
      ...(asked.peers.includes('message-db') && { 'message-db': peerVersion('@eventide/message-db') }),
    },
    postgres: Object.fromEntries(rows.map(({ name, value }) => [name, value])),
  };
}

/**
 * The machine's own pgbench: on the PATH, or where Debian's `postgresql` puts it, the newest.
 *
 * @returns {Promise<{file: string, version: string} | undefined>}
 */
export async function findPgbench() {
  const debian = '/usr/lib/postgresql';
  const versions = (await readdir(debian).catch(() => [])).sort((a, b) => Number(b) - Number(a));
  for (const file of ['pgbench', ...versions.map((version) => join(debian, version, 'bin/pgbench'))]) {
    try {
      const { stdout } = await promisify(execFile)(file, ['--version']);
      return { file, version: /\d+(\.\d+)*/.exec(stdout)?.[0] ?? 'unknown' };
    } catch {
      // Not there; perhaps in the next place.
    }
  }
  return undefined;
}
