import { Kafka, logLevel } from 'kafkajs';
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { projectRoot } from '../project-root.ts';
import { halfMade, prepareDataFolder, removeHalfMade, shown } from './data-folder.ts';
import { findKafkaTools, kafkaJars } from './kafka-tools.ts';
import { LocalServerProblem } from './local-server-problem.ts';
import { isRunning, type ProcessIdentity, terminate } from './process-identity.ts';
import { choosePort, freePort } from './remembered-port.ts';
import { type ServerProcess, startServer } from './server-process.ts';

/** It stops in a third of a second; one that hangs is killed, and recovers its log at the next start. */
const STOP_STEPS = [
  { signal: 'SIGTERM', waitMs: 4_000 },
  { signal: 'SIGKILL', waitMs: 5_000 },
] as const;

/** Measured on two cores: ready after 2.1 s, where Java's defaults take 2.8 s. */
const JAVA_FLAGS = [
  ...['-Xms64m', '-Xmx512m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'],
  '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
  '-Dorg.slf4j.simpleLogger.showDateTime=true',
];

/** How to run a Kafka broker of our own. */
export interface LocalKafkaOptions {
  /** A folder that holds everything of this broker. Nothing in it is worth keeping: the store has it all. */
  readonly dataDir: string;
  /** Where the jars are kept. Default: `node_modules/.cache/ledger-kafka`. */
  readonly cacheDir?: string;
  /** Default: a free one, remembered in `dataDir`. */
  readonly port?: number;
  readonly readyTimeoutMs?: number;
  /** Is told of each step as it begins. */
  readonly onProgress?: (step: string) => void;
  /** Is told, a sentence at a time, what was found amiss and mended. */
  readonly log?: (sentence: string) => void;
}

/** A running broker. */
export interface LocalKafka {
  /** "127.0.0.1:port" */
  readonly brokers: string;
  /** Waits until it is gone. May be called twice. */
  stop(): Promise<void>;
}

/**
 * Starts a Kafka broker (KRaft, one node, loopback only) on `dataDir` and returns when it answers a client. Heals
 * by itself what a killed run leaves. Throws {@link LocalServerProblem}; `tools-missing` where there is no Java
 * or Maven to be had.
 */
export async function startLocalKafka(options: LocalKafkaOptions): Promise<LocalKafka> {
  const { onProgress = () => undefined, log = () => undefined, readyTimeoutMs = 60_000 } = options;
  const tools = findKafkaTools();
  if ('missing' in tools) {
    const remedy = 'Install what is missing, or set KAFKA_BROKERS to a broker of your own.';
    throw new LocalServerProblem('tools-missing', tools.missing, remedy);
  }
  const dataDir = resolve(options.dataDir);
  await prepareDataFolder(dataDir);
  const cacheDir = options.cacheDir ?? join(projectRoot(), 'node_modules/.cache/ledger-kafka');
  const java = { file: tools.java, classPath: join(await kafkaJars(tools, cacheDir, onProgress), '*') };
  await stopLeftover(dataDir, onProgress, log);
  await ensureFormatted(java, dataDir, onProgress);

  onProgress('Starting Kafka');
  for (let tries = 1; ; tries++) {
    const { port, remark } = await choosePort('Kafka', join(dataDir, 'port'), options.port);
    if (remark !== null) log(remark);
    const server = await launch(java, dataDir, port);
    const brokers = `127.0.0.1:${port}`;
    if (await answers(server, brokers, readyTimeoutMs)) return { brokers, stop: () => stopServer(server) };
    await stopServer(server);
    const taken = server.output().includes('Address already in use');
    if (!taken || tries === 3) throw didNotStart(dataDir, server.output());
  }
}

interface Java {
  readonly file: string;
  readonly classPath: string;
}

async function stopLeftover(
  dataDir: string,
  onProgress: (step: string) => void,
  log: (sentence: string) => void,
): Promise<void> {
  const file = join(dataDir, 'process.json');
  try {
    const who = JSON.parse(await readFile(file, 'utf8')) as ProcessIdentity;
    if (isRunning(who)) {
      onProgress('Stopping the Kafka of an earlier run');
      await terminate(who, STOP_STEPS);
      log('A Kafka left running by an earlier run was stopped.');
    }
  } catch {
    // None was left.
  }
  await rm(file, { force: true });
}

/** Kafka wants its folder formatted, once. It appears by a rename when that is complete. */
async function ensureFormatted(
  java: Java,
  dataDir: string,
  onProgress: (step: string) => void,
): Promise<void> {
  await removeHalfMade(dataDir, 'log');
  const log = join(dataDir, 'log');
  const entries: string[] = await readdir(log).catch((cause: unknown) => {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw broken(dataDir, 'cannot be read', cause);
  });
  if (entries.length > 0) {
    if (entries.includes('meta.properties')) return;
    throw broken(dataDir, "has no meta.properties, so it is not Kafka's", undefined);
  }
  onProgress('Formatting the Kafka folder');
  const half = halfMade('log');
  await rm(join(dataDir, half), { recursive: true, force: true });
  const properties = `${half}.properties`;
  await writeFile(join(dataDir, properties), serverProperties({ port: 1, controllerPort: 2, logDir: half }));
  // A name that begins with "-" would be taken for an option.
  const clusterId = Buffer.concat([Buffer.alloc(1), randomBytes(15)]).toString('base64url');
  const format = ['kafka.tools.StorageTool', 'format', '-t', clusterId, '-c', properties];
  try {
    await promisify(execFile)(java.file, [...JAVA_FLAGS, '-cp', java.classPath, ...format], { cwd: dataDir });
  } catch (cause) {
    throw broken(dataDir, 'could not be formatted', cause);
  }
  await rename(join(dataDir, half), log);
  await rm(join(dataDir, properties));
}

async function launch(java: Java, dataDir: string, port: number): Promise<ServerProcess> {
  const properties = serverProperties({ port, controllerPort: await freePort(), logDir: 'log' });
  await writeFile(join(dataDir, 'server.properties'), properties);
  const server = await startServer({
    file: java.file,
    args: [...JAVA_FLAGS, '-cp', java.classPath, 'kafka.Kafka', 'server.properties'],
    cwd: dataDir,
    env: process.env,
    logFile: join(dataDir, 'server.log'),
    afterOurDeath: 'kill -TERM "$1"',
  });
  await writeFile(join(dataDir, 'process.json'), JSON.stringify(server.who));
  return server;
}

/** Paths are relative to the data folder, so none needs the escaping of Java's property files. */
function serverProperties(of: { port: number; controllerPort: number; logDir: string }): string {
  return [
    'process.roles=broker,controller',
    'node.id=1',
    `controller.quorum.voters=1@127.0.0.1:${of.controllerPort}`,
    `listeners=PLAINTEXT://127.0.0.1:${of.port},CONTROLLER://127.0.0.1:${of.controllerPort}`,
    `advertised.listeners=PLAINTEXT://127.0.0.1:${of.port}`,
    'controller.listener.names=CONTROLLER',
    'listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
    `log.dirs=${of.logDir}`,
    'auto.create.topics.enable=false',
    'delete.topic.enable=true',
    // One node holds every replica there is.
    ...['offsets.topic', 'transaction.state.log', 'share.coordinator.state.topic'].flatMap((topic) => [
      `${topic}.replication.factor=1`,
      `${topic}.num.partitions=4`,
    ]),
    'transaction.state.log.min.isr=1',
    'share.coordinator.state.topic.min.isr=1',
    // A lone consumer need not wait for others; a killed one is missed after a second if it so asked.
    'group.initial.rebalance.delay.ms=0',
    'group.min.session.timeout.ms=1000',
    'num.network.threads=2',
    'num.io.threads=4',
    // The default takes 128 MB of our 512 MB heap.
    'log.cleaner.dedupe.buffer.size=16777216',
    '',
  ].join('\n');
}

async function answers(server: ServerProcess, brokers: string, timeoutMs: number): Promise<boolean> {
  const kafka = new Kafka({
    clientId: 'ledger-start',
    brokers: [brokers],
    logLevel: logLevel.NOTHING,
    connectionTimeout: 1_000,
    requestTimeout: 5_000,
    retry: { retries: 0 },
  });
  const deadline = Date.now() + timeoutMs;
  while (Date.now() < deadline && server.isRunning()) {
    const admin = kafka.admin();
    try {
      await admin.connect();
      const cluster = await admin.describeCluster();
      if (cluster.brokers.length > 0) return true;
    } catch {
      // Not yet.
    } finally {
      await admin.disconnect().catch(() => undefined);
    }
    await pause(50);
  }
  return false;
}

async function stopServer(server: ServerProcess): Promise<void> {
  await terminate(server.who, STOP_STEPS);
  server.forget();
}

const disposable = (dataDir: string) =>
  `Delete ${shown(dataDir)}: nothing in it is lost, for the topic is built again from the store.`;

function broken(dataDir: string, what: string, cause: unknown): LocalServerProblem {
  const sentence = `The Kafka folder ${shown(join(dataDir, 'log'))} ${what}.`;
  return new LocalServerProblem('data-folder-broken', sentence, disposable(dataDir), { cause });
}

function didNotStart(dataDir: string, output: string): LocalServerProblem {
  const why = /(?:Exception|Error): (.+)/.exec(output)?.[1] ?? output.trim().split('\n').at(-1) ?? '';
  return new LocalServerProblem(
    'server-did-not-start',
    `Kafka does not start${why === '' ? '' : `: ${why}`} (its log is ${shown(join(dataDir, 'server.log'))}).`,
    disposable(dataDir),
    { cause: output },
  );
}
