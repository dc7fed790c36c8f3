import { readdir, readFile } from 'node:fs/promises';
import { until } from './clock.mjs';

/** Linux counts the time of a process in these. */
const TICKS_PER_SECOND = 100;

/**
 * Reads what has been spent so far: WAL in bytes, CPU of this process and of Postgres in microseconds (of Postgres only
 * where there is /proc).
 */
export async function spentSoFar(admin) {
  const { rows } = await admin.query(
    `select pg_current_wal_insert_lsn() - '0/0'::pg_lsn as wal, split_part(pg_read_file('postmaster.pid'), E'\\n', 1) as pid`,
  );
  const { user, system } = process.cpuUsage();
  return {
    walBytes: Number(rows[0].wal),
    nodeMicros: user + system,
    postgresMicros: await cpuOf(Number(rows[0].pid)),
  };
}

export const difference = (before, after) =>
  Object.fromEntries(Object.entries(after).map(([name, value]) => [name, value - before[name]]));

/** Transactions a database has committed: a session tells of its own at the latest when it ends, so that is waited for. */
export async function commitsOf(admin, database) {
  await until(async () => {
    const { rowCount } = await admin.query(
      `select from pg_stat_activity where datname = $1 and backend_type = 'client backend'`,
      [database],
    );
    return rowCount === 0;
  }, 5_000);
  const { rows } = await admin.query(
    'select pg_stat_get_db_xact_commit(oid) as commits from pg_database where datname = $1',
    [database],
  );
  return Number(rows[0].commits);
}

/** CPU of a process and its children, those that have ended included, in microseconds; not a number without /proc. */
export async function cpuOf(pid) {
  try {
    const own = await statOf(pid);
    let ticks = own.utime + own.stime + own.cutime + own.cstime;
    for (const entry of await readdir('/proc')) {
      if (!/^\d+$/.test(entry)) continue;
      // One that ends while we look is counted by its parent the next time.
      const child = await statOf(entry).catch(() => undefined);
      if (child?.parent === pid) ticks += child.utime + child.stime;
    }
    return (ticks * 1_000_000) / TICKS_PER_SECOND;
  } catch {
    return Number.NaN;
  }
}

/** proc_pid_stat(5); the name, in parentheses, may hold anything. */
async function statOf(pid) {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const [utime, stime, cutime, cstime] = fields.slice(11, 15).map(Number);
  return { parent: Number(fields[1]), utime, stime, cutime, cstime };
}
