import { chmod, mkdtemp, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
// By its path: jest loads this file outside its own module system, where `#libs/platform` means the built one.
import {
  afterOurDeath,
  findKafkaTools,
  startLocalKafka,
  startLocalPostgres,
} from '../libs/platform/src/index.ts';

declare global {
  /** Set here, called by global-teardown.ts: both run in jest's own process. */
  var stopTestServers: (() => Promise<void>) | undefined;
}

/**
 * One PostgreSQL and one Kafka for all test files, found through LEDGER_TEST_ADMIN_URL and LEDGER_TEST_BROKERS,
 * which may also be given from outside. LEDGER_UNIT=1 starts neither. Without Java and Maven there is no Kafka,
 * and its tests skip; in CI that is a failure.
 */
async function setUp(): Promise<void> {
  const { CI, LEDGER_UNIT, LEDGER_TEST_ADMIN_URL, LEDGER_TEST_BROKERS } = process.env;
  if (LEDGER_UNIT === '1') return;
  const folder = await mkdtemp(join(await scratch(), 'ledger-test-'));
  // Postgres may run as another user, who has to get through.
  await chmod(folder, 0o711);
  // Whatever tests leave behind goes with it.
  process.env['TMPDIR'] = folder;
  // For a jest that is killed: by then the servers have been stopped in the same way.
  const dismiss = afterOurDeath('sleep 10; rm -rf "$1"', [folder]);
  const stops: (() => Promise<void>)[] = [];
  globalThis.stopTestServers = async () => {
    await Promise.all(stops.map((stop) => stop()));
    await rm(folder, { recursive: true, force: true });
    dismiss();
  };
  const say = (sentence: string) => {
    process.stderr.write(`${sentence}\n`);
  };

  const postgres = async () => {
    const settings = { max_connections: '300' };
    const server = await startLocalPostgres({ dataDir: join(folder, 'postgres'), settings, log: say });
    stops.push(() => server.stop());
    process.env['LEDGER_TEST_ADMIN_URL'] = server.adminUrl;
  };
  const kafka = async () => {
    const tools = findKafkaTools();
    if ('missing' in tools && CI !== 'true') {
      say(`\nNO KAFKA: ${tools.missing} Every test that needs Kafka is SKIPPED.\n`);
      return;
    }
    const server = await startLocalKafka({
      dataDir: join(folder, 'kafka'),
      onProgress: sayDownload,
      log: say,
    });
    stops.push(() => server.stop());
    process.env['LEDGER_TEST_BROKERS'] = server.brokers;
  };
  const sayDownload = (step: string) => {
    if (step.startsWith('Fetching')) say(`${step} …`);
  };
  const outcomes = await Promise.allSettled([
    LEDGER_TEST_ADMIN_URL === undefined ? postgres() : undefined,
    LEDGER_TEST_BROKERS === undefined ? kafka() : undefined,
  ]);
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed === undefined) return;
  // Jest does not tear down what was never set up.
  await globalThis.stopTestServers();
  throw failed.reason;
}

const MEMORY_DISK = '/dev/shm';
const ROOM_BYTES = 6e9;

/**
 * Where the servers of the tests put their data: in memory, where there is such a disk with room, since hundreds of
 * databases are made and nothing here is about the loss of power. Long tests fill what they need and stay on the disk.
 */
async function scratch(): Promise<string> {
  if (process.env['LEDGER_LONG'] === '1') return tmpdir();
  const room = await statfs(MEMORY_DISK).then(
    ({ bavail, bsize }) => bavail * bsize,
    () => 0,
  );
  return room >= ROOM_BYTES ? MEMORY_DISK : tmpdir();
}

// Jest asks for it by this name.
export { setUp as default };
