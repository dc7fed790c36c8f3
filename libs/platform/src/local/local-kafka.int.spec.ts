import { Kafka, logLevel } from 'kafkajs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findKafkaTools } from './kafka-tools.ts';
import { type LocalKafka, startLocalKafka } from './local-kafka.ts';
import { identify } from './process-identity.ts';

// Without Java there is nothing to start; in CI that is a failure, as everywhere.
const withKafka = 'missing' in findKafkaTools() && process.env['CI'] !== 'true' ? test.skip : test;

/** Three starts, each some seconds; on a machine that has much other work, some tens. */
const STARTS_MS = 180_000;

let home: string;
let dataDir: string;
let said: string[];
const running: LocalKafka[] = [];

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'ledger-kafka-'));
  dataDir = join(home, 'kafka');
  said = [];
});

afterEach(async () => {
  for (const server of running.splice(0)) await server.stop();
  await rm(home, { recursive: true, force: true });
});

async function start(): Promise<LocalKafka> {
  const server = await startLocalKafka({ dataDir, log: (sentence) => said.push(sentence) });
  running.push(server);
  return server;
}

function client(server: LocalKafka): Kafka {
  return new Kafka({ brokers: [server.brokers], logLevel: logLevel.NOTHING });
}

async function topics(server: LocalKafka): Promise<string[]> {
  const admin = client(server).admin();
  await admin.connect();
  try {
    return await admin.listTopics();
  } finally {
    await admin.disconnect();
  }
}

withKafka(
  'a broker keeps its topics over a stop, and one left running is stopped, and that is said',
  async () => {
    const first = await start();
    const admin = client(first).admin();
    await admin.connect();
    await admin.createTopics({ topics: [{ topic: 'kept', numPartitions: 3 }] });
    await admin.disconnect();
    await first.stop();
    await first.stop();

    const second = await start();
    expect(second.brokers).toBe(first.brokers);
    expect(await topics(second)).toEqual(['kept']);
    expect(said).toEqual([]);

    const left = JSON.parse(await readFile(join(dataDir, 'process.json'), 'utf8')) as { pid: number };
    const third = await start();
    expect(identify(left.pid)).toBeNull();
    expect(await topics(third)).toEqual(['kept']);
    expect(said).toEqual(['A Kafka left running by an earlier run was stopped.']);
  },
  STARTS_MS,
);

withKafka(
  'a Kafka folder that is broken is a problem whose remedy is to delete it',
  async () => {
    await mkdir(join(dataDir, 'log'), { recursive: true });
    await writeFile(join(dataDir, 'log/stranger.txt'), 'hello');
    const message = expect.stringMatching(/Delete .*kafka: nothing in it is lost/) as unknown;
    await expect(start()).rejects.toMatchObject({ code: 'data-folder-broken', message });

    await writeFile(join(dataDir, 'log/meta.properties'), 'version=1\n');
    await expect(start()).rejects.toMatchObject({ code: 'server-did-not-start', message });
  },
  STARTS_MS,
);
