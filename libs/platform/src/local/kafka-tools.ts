import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { accessSync, constants, statSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { basename, delimiter, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { projectRoot } from '../project-root.ts';
import { lockDataDir } from './data-dir-lock.ts';
import { halfMade, removeHalfMade } from './data-folder.ts';
import { LocalServerProblem } from './local-server-problem.ts';

const JAVA_AT_LEAST = 17;
const DOWNLOAD_TIMEOUT_MS = 15 * 60_000;

/** Paths of what a local Kafka is run and fetched with. */
export interface KafkaTools {
  readonly java: string;
  readonly mvn: string;
}

/** Finds Java, 17 or newer, and Maven; or says in one sentence what is missing. */
export function findKafkaTools(): KafkaTools | { readonly missing: string } {
  const home = process.env['JAVA_HOME'];
  const java = (home === undefined ? null : executable(join(home, 'bin', 'java'))) ?? onPath('java');
  if (java === null) return { missing: `Kafka needs Java ${JAVA_AT_LEAST} or newer, and no java was found.` };
  // On macOS there may be a java that only says where to get one, so it is asked.
  const asked = spawnSync(java, ['-version'], { encoding: 'utf8', timeout: 30_000 });
  const version = /version "(\d+)/.exec(asked.stderr)?.[1];
  if (asked.status !== 0 || version === undefined) return { missing: `${java} was found, but does not run.` };
  if (Number(version) < JAVA_AT_LEAST) {
    return { missing: `Kafka needs Java ${JAVA_AT_LEAST} or newer, and ${java} is older (${version}).` };
  }
  const mvn = onPath('mvn');
  if (mvn === null) return { missing: 'Kafka is fetched with Maven, and no mvn was found.' };
  return { java, mvn };
}

/**
 * The folder of Kafka's jars, fetched with Maven into a folder of `cacheDir` on first use. It appears by a rename
 * when complete; of several processes one fetches and the others wait. Throws `download-failed`.
 */
export async function kafkaJars(
  tools: KafkaTools,
  cacheDir: string,
  onProgress: (step: string) => void,
): Promise<string> {
  const pomFile = join(projectRoot(), 'libs/platform/kafka/pom.xml');
  const pom = await readFile(pomFile, 'utf8');
  const version = /<kafka\.version>(.+?)</.exec(pom)?.[1] ?? 'unknown';
  // Any change to the pom fetches anew.
  const name = `${version}-${createHash('sha256').update(pom).digest('hex').slice(0, 8)}`;
  const jars = join(cacheDir, name);
  if (await hasFiles(jars)) return jars;
  onProgress(`Fetching Kafka ${version} with Maven (43 MB, once)`);
  const unlock = await lockWhenFree(cacheDir);
  try {
    if (await hasFiles(jars)) return jars;
    await removeHalfMade(cacheDir, name);
    const half = halfMade(jars);
    await rm(half, { recursive: true, force: true });
    await mkdir(half, { recursive: true });
    await runMaven(tools.mvn, pomFile, half);
    await rename(half, jars);
    return jars;
  } finally {
    await unlock();
  }
}

async function lockWhenFree(cacheDir: string): Promise<() => Promise<void>> {
  const deadline = Date.now() + DOWNLOAD_TIMEOUT_MS;
  for (;;) {
    try {
      return await lockDataDir(cacheDir);
    } catch (error) {
      const wait = error instanceof LocalServerProblem && error.code === 'data-folder-in-use';
      if (!wait || Date.now() > deadline) throw error;
      await pause(200);
    }
  }
}

async function runMaven(mvn: string, pomFile: string, into: string): Promise<void> {
  const args = ['-B', '-ntp', '-f', pomFile, 'dependency:copy-dependencies', `-DoutputDirectory=${into}`];
  const child = spawn(mvn, args, { stdio: ['ignore', 'pipe', 'pipe'], timeout: DOWNLOAD_TIMEOUT_MS });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => {
    child.once('error', () => {
      resolve(null);
    });
    child.once('close', resolve);
  });
  if (code === 0 && (await hasFiles(into))) return;
  await rm(into, { recursive: true, force: true });
  const why = /\[ERROR\] (.+)/.exec(output)?.[1] ?? `it ended with ${code ?? 'a signal'}`;
  throw new LocalServerProblem(
    'download-failed',
    `Maven could not fetch Kafka's jars: ${why}`,
    `Try again with the network there (${basename(mvn)} must reach its repository), or set KAFKA_BROKERS.`,
    { cause: output },
  );
}

async function hasFiles(folder: string): Promise<boolean> {
  return (await readdir(folder).catch(() => [])).length > 0;
}

function onPath(name: string): string | null {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const found = folder === '' ? null : executable(join(folder, name));
    if (found !== null) return found;
  }
  return null;
}

function executable(file: string): string | null {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile() ? file : null;
  } catch {
    return null;
  }
}
