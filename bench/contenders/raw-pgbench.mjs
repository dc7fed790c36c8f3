import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { pg, uuidv7 } from '../ledger.mjs';
import { APPENDS_PER_STREAM, CATEGORY, EVENT_TYPE, eventData, newStream } from '../payload.mjs';
import { RAW_TABLE } from './raw-table.mjs';

/** Single-row INSERTs by the machine's pgbench, prepared: what this server can do, without a store and without Node. */
export async function preparePgbench(servers, pgbench) {
  const database = await servers.newDatabase('bench_raw');
  const admin = new pg.Client({ connectionString: database.url });
  await admin.connect();
  await admin.query(RAW_TABLE);
  await admin.end();
  return {
    name: 'raw-pgbench',
    database: database.name,
    open: async ({ clients, perAppend }) => {
      const file = join(servers.folder, `insert-${perAppend}.pgbench`);
      await writeFile(file, script(perAppend));
      const run = (seconds) => insert(pgbench.file, file, new URL(database.url), clients, seconds);
      return { run, close: () => Promise.resolve() };
    },
  };
}

/** A variable set in a script keeps its value from one transaction of a client to its next (pgbench, "Meta Commands"). */
function script(perAppend) {
  const data = JSON.stringify(eventData(newStream(), 10)).replaceAll("'", "''");
  const stream = `'${CATEGORY}-' || :run || '-' || :client_id || '-' || (:done / ${APPENDS_PER_STREAM})`;
  const from = perAppend === 1 ? '' : ` from generate_series(1, ${perAppend}) nth`;
  const version = `(:done % ${APPENDS_PER_STREAM}) * ${perAppend} + ${perAppend === 1 ? '1' : 'nth'}`;
  return [
    '\\set done :done + 1',
    `insert into raw_events (stream_id, version, type, data) select ${stream}, ${version}, '${EVENT_TYPE}', '${data}'${from};`,
    '',
  ].join('\n');
}

/** Where there are more, they may not all be connected within the one second that pgbench runs at least. */
const CONNECTED_AT_ONCE = 64;

async function insert(pgbench, file, url, clients, seconds) {
  const threads = Math.min(clients, availableParallelism());
  const least = clients > CONNECTED_AT_ONCE ? 2 : 1;
  const args = [
    ...['-n', '-M', 'prepared', '-f', file, '-T', String(Math.max(least, Math.round(seconds)))],
    ...['-c', String(clients), '-j', String(threads)],
    ...['-D', 'done=-1', '-D', `run=${BigInt(`0x${uuidv7().replaceAll('-', '').slice(0, 15)}`)}`],
    ...['-h', url.hostname, '-p', url.port, '-U', url.username, url.pathname.slice(1)],
  ];
  const env = { ...process.env, PGPASSWORD: url.password };
  const { stdout } = await promisify(execFile)(pgbench, args, { env, maxBuffer: 2 ** 24 });
  const done = Number(/transactions actually processed: (\d+)/.exec(stdout)?.[1]);
  const rate = Number(/^tps = ([\d.]+)/m.exec(stdout)?.[1]);
  if (!(rate > 0)) throw new Error(`pgbench told no rate: ${stdout}`);
  return { done, seconds: done / rate };
}
