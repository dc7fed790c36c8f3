import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findKafkaTools, kafkaJars } from './kafka-tools.ts';

let dir: string;
const { PATH, JAVA_HOME } = process.env;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'ledger-tools-'));
  process.env['PATH'] = dir;
  delete process.env['JAVA_HOME'];
});

afterEach(async () => {
  process.env['PATH'] = PATH;
  if (JAVA_HOME !== undefined) process.env['JAVA_HOME'] = JAVA_HOME;
  await rm(dir, { recursive: true, force: true });
});

async function program(name: string, script: string): Promise<string> {
  const file = join(dir, name);
  await writeFile(file, `#!/bin/sh\nPATH=/usr/bin:/bin\n${script}\n`);
  await chmod(file, 0o755);
  return file;
}

const javaVersion = (version: string) =>
  program('java', `echo 'openjdk version "${version}" 2025-04-15' >&2`);

test('java and mvn are found on the PATH', async () => {
  const java = await javaVersion('21.0.1');
  const mvn = await program('mvn', '');
  expect(findKafkaTools()).toEqual({ java, mvn });
});

test.each([
  ['no java', undefined, /no java was found/],
  ['a java that is too old', '11.0.2', /is older \(11\)/],
  ['a java of the old numbering', '1.8.0_402', /is older \(1\)/],
  ['no mvn', '17.0.15', /no mvn was found/],
])('with %s, a sentence says what is missing', async (_what, version, sentence) => {
  if (version !== undefined) await javaVersion(version);
  expect(findKafkaTools()).toEqual({ missing: expect.stringMatching(sentence) });
});

test('a java that only says where to get one does not count', async () => {
  await program('java', 'echo "Unable to locate a Java Runtime." >&2; exit 1');
  expect(findKafkaTools()).toEqual({ missing: expect.stringContaining('does not run') });
});

test('of several that want the jars at once, one fetches and all have them', async () => {
  const mvn = await program(
    'mvn',
    `echo run >> ${dir}/runs; for a; do case $a in -DoutputDirectory=*) echo x > "\${a#*=}/kafka.jar";; esac; done`,
  );
  const cache = join(dir, 'cache');
  const fetch = () => kafkaJars({ java: '', mvn }, cache, () => undefined);
  const [one, two, three] = await Promise.all([fetch(), fetch(), fetch()]);
  expect(new Set([one, two, three]).size).toBe(1);
  expect(await readdir(one)).toEqual(['kafka.jar']);
  expect(await readFile(join(dir, 'runs'), 'utf8')).toBe('run\n');
  expect(await readdir(cache)).toHaveLength(1);
});

test('a fetch that fails says why, and leaves nothing that looks like jars', async () => {
  const mvn = await program('mvn', 'echo "[ERROR] repo1.example: unknown host"; exit 1');
  const cache = join(dir, 'cache');
  await expect(kafkaJars({ java: '', mvn }, cache, () => undefined)).rejects.toMatchObject({
    code: 'download-failed',
    message: expect.stringMatching(/unknown host.*KAFKA_BROKERS/s),
  });
  expect(await readdir(cache)).toEqual([]);
});
