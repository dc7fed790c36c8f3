import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { now, sleep, until } from './clock.mjs';
import { newAdminKey } from './servers.mjs';
import { pg, projectRoot } from './ledger.mjs';

/**
 * Starts a role as it runs alone, `node dist/apps/<role>/src/main.js`, with the options for Node that docker-compose.yml has
 * there.
 */
const startRole = (bench, role, environment, options) =>
  startScript(bench, `dist/apps/${role}/src/main.js`, environment, options);

/** Starts a process, and has it stopped when its part of the bench ends. What it says is kept for the error, should it end by itself. */
function startScript({ stops }, script, environment, options = []) {
  const child = spawn(process.execPath, [...options, join(projectRoot(), script)], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    // Not of our group: at Ctrl-C we stop it, in our order.
    detached: true,
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => (said = (said + String(chunk)).slice(-4_000)));
  }
  const isRunning = () => child.exitCode === null && child.signalCode === null;
  const stop = async () => {
    if (!isRunning()) return;
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), 12_000);
    await ended;
    clearTimeout(timer);
  };
  stops.push(stop);
  return { pid: child.pid, isRunning, said: () => said, stop };
}

/** The door on a port of its own choice, ready to be asked; `more` are settings that it is not given else. */
export async function startApi(bench, ledger, more = {}) {
  const adminKey = newAdminKey();
  const api = startRole(bench, 'api', {
    DATABASE_URL: ledger.urls.api,
    PORT: '0',
    LEDGER_ADMIN_KEY: adminKey,
    RATE_LIMIT: '10000000',
    ...more,
  });
  const address = () => /Listening at (\S+)/.exec(api.said())?.[1];
  await until(() => address() !== undefined || !api.isRunning(), 30_000);
  const url = address();
  if (url === undefined) throw new Error(`The api did not start: ${api.said()}`);
  return { ...api, url, adminKey };
}

/** From the store to Kafka. */
export const startRelay = (bench, ledger, brokers, topic) =>
  startRole(bench, 'relay', {
    DATABASE_URL: ledger.urls.relay,
    KAFKA_CHANGES_TOPIC: `${topic}.changes`,
    KAFKA_BROKERS: brokers,
    KAFKA_TOPIC: topic,
  });

/** From Kafka to the read models. */
export const startProjector = (bench, ledger, brokers, topic) =>
  startRole(
    bench,
    'projector',
    {
      DATABASE_URL: ledger.urls.projector,
      KAFKA_BROKERS: brokers,
      KAFKA_TOPIC: topic,
      KAFKA_GROUP: `${topic}.projector`,
    },
    PROJECTOR_OPTIONS,
  );

const PROJECTOR_OPTIONS = ['--max-semi-space-size=64'];

/**
 * What is written when nothing is worked out: the read models that are there, once more, and the changes too if they are
 * `told`. It answers how many events it has had.
 */
export function startBareRows(bench, ledger, brokers, { topic, told }) {
  const bare = startScript(
    bench,
    'bench/contenders/bare-rows.mjs',
    {
      ADMIN_URL: ledger.url,
      DATABASE_URL: ledger.urls.projector,
      KAFKA_BROKERS: brokers,
      KAFKA_TOPIC: topic,
      CHANGES: String(told),
    },
    PROJECTOR_OPTIONS,
  );
  return { ...bare, had: () => Number(/(\d+)\n$/.exec(bare.said())?.[1] ?? 0) };
}

/** From the store to webhooks on this machine. */
export const startDispatcher = (bench, ledger) =>
  startRole(bench, 'dispatcher', {
    DATABASE_URL: ledger.urls.dispatcher,
    WEBHOOKS_ALLOW_HTTP: 'true',
    WEBHOOKS_ALLOWED_NETWORKS: '127.0.0.1/32',
  });

/** Looks at how far the carriers of a ledger are. */
export function watchCarriers(ledger) {
  const pool = new pg.Pool({ connectionString: ledger.url, max: 1 });
  pool.on('error', () => undefined);
  const number = async (sql) => Number((await pool.query(sql)).rows[0]?.number ?? 0);
  return {
    published: () => number('select position as number from ledger.relay_state'),
    asOf: () => number(`select ledger.read_models_as_of('read_models') as number`),
    head: () => number('select position as number from ledger.head'),
    /** Events folded in, whatever their order; parked ones are counted with them. */
    folded: async () => {
      const there = await pool.query(`select to_regclass('read_models.checkpoints') is not null as is_there`);
      if (!there.rows[0].is_there) return 0;
      return number('select coalesce(sum(next_offset), 0) as number from read_models.checkpoints');
    },
    parked: () => number('select count(*) as number from read_models.parked'),
    close: () => pool.end(),
  };
}

/** Samples a number that grows until it reaches an end or time is up: `[seconds, number]`, from where it first had grown. */
export async function sampleGrowth(look, end, timeoutSeconds, role) {
  const samples = [];
  const start = now();
  for (;;) {
    const reached = await look();
    if (reached > 0) samples.push([(now() - start) / 1_000, reached]);
    if (reached >= end || now() - start > timeoutSeconds * 1_000) return samples;
    if (!role.isRunning()) throw new Error(`A role ended by itself: ${role.said()}`);
    await sleep(100);
  }
}

/** Memory a process holds, in MiB, now and at its highest; not a number where there is no /proc. */
export async function memoryOf(pid) {
  const text = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const of = (name) => Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(text)?.[1] ?? Number.NaN) / 1_024;
  return { now: of('VmRSS'), highest: of('VmHWM') };
}
