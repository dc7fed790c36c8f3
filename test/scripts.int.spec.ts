import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '#libs/platform';

// The scripts behind npm start, npm test and npm run check, in a project that has nothing else: its packages are
// none, and its compiler and its jest are a few lines each.
let project: string;

const LOCK = { name: 'walk', lockfileVersion: 3, requires: true, packages: { '': { name: 'walk' } } };
const FAKE_COMPILER = `
  import { appendFileSync, existsSync, mkdirSync } from 'node:fs';
  mkdirSync('dist/libs', { recursive: true });
  appendFileSync('builds', 'built;');
  if (existsSync('libs/broken.ts')) { console.log('libs/broken.ts(1,1): error TS1005'); process.exit(2); }
`;
const FAKE_JEST = `
  import { writeFileSync } from 'node:fs';
  const [, , json, output, ...args] = process.argv;
  console.error('jest ran with', args.join(' '), 'long:', process.env.LEDGER_LONG);
  if (process.env.FAKE_RESULTS) writeFileSync(output.split('=')[1], process.env.FAKE_RESULTS);
  process.exitCode = Number(process.env.FAKE_CODE);
`;

interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

beforeEach(async () => {
  project = await mkdtemp(join(tmpdir(), 'ledger-scripts-'));
  for (const folder of ['libs', 'migrations', 'test']) await mkdir(join(project, folder));
  for (const script of ['prepare', 'progress', 'start'].map((name) => `apps/standalone/${name}.mjs`)) {
    await cp(join(projectRoot(), script), join(project, script));
  }
  for (const script of ['test/run.mjs', 'test/check.mjs', '.ci/run']) {
    await cp(join(projectRoot(), script), join(project, script));
  }
  const quiet = 'node -e 0';
  const scripts = {
    ...{ build: 'node build.mjs', test: 'node test/run.mjs', check: 'node test/check.mjs' },
    ...{
      types: quiet,
      walls: quiet,
      lint: `node -e "console.log('bad style');process.exit(1)"`,
      format: quiet,
      dead: quiet,
    },
  };
  await writeFile(join(project, 'package.json'), JSON.stringify({ name: 'walk', type: 'module', scripts }));
  await writeFile(join(project, 'package-lock.json'), `${JSON.stringify(LOCK, null, 2)}\n`);
  for (const file of ['tsconfig.json', 'tsconfig.build.json', 'nest-cli.json']) {
    await writeFile(join(project, file), '{}');
  }
  await writeFile(join(project, 'libs/a.ts'), '');
  await writeFile(join(project, 'build.mjs'), FAKE_COMPILER);
});

afterEach(() => rm(project, { recursive: true, force: true }));

async function run(
  file: string,
  args: readonly string[] = [],
  env: NodeJS.ProcessEnv = {},
): Promise<Outcome> {
  const [program, all] = file.endsWith('.mjs')
    ? [process.execPath, [file, ...args]]
    : [join(project, file), args];
  const child = spawn(program, [...all], { cwd: project, env: { ...process.env, CI: '', ...env } });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, stdout, stderr };
}

const prepare = () => run('apps/standalone/prepare.mjs');
const builds = () => readFile(join(project, 'builds'), 'utf8');

async function putFakeJest(): Promise<void> {
  // Only once packages are installed, for npm clears away what it does not know.
  await prepare();
  await mkdir(join(project, 'node_modules/jest/bin'), { recursive: true });
  await writeFile(join(project, 'node_modules/jest/package.json'), '{"type":"module"}');
  await writeFile(join(project, 'node_modules/jest/bin/jest.js'), FAKE_JEST);
}

const results = (passed: number, failed: number, broken = 0) =>
  JSON.stringify({
    ...{ numPassedTests: passed, numFailedTests: failed, numRuntimeErrorTestSuites: broken },
    ...{ numPendingTests: 2, numTodoTests: 1 },
  });

test('a fresh clone is built once, and again when a source changes or goes', async () => {
  expect(await prepare()).toMatchObject({ code: 0 });
  expect(await prepare()).toEqual({ code: 0, stdout: '', stderr: '' });
  expect(await builds()).toBe('built;');
  expect(await readFile(join(project, 'package-lock.json'), 'utf8')).toBe(
    `${JSON.stringify(LOCK, null, 2)}\n`,
  );

  await writeFile(join(project, 'libs/a.ts'), 'export {};');
  await writeFile(join(project, 'libs/b.ts'), 'export {};');
  await prepare();
  expect(await builds()).toBe('built;built;');

  await writeFile(join(project, 'dist/libs/b.js'), '');
  await unlink(join(project, 'libs/b.ts'));
  await prepare();
  await expect(readFile(join(project, 'dist/libs/b.js'))).rejects.toThrow('ENOENT');
}, 30_000);

test('of two that prepare at once, one does the work', async () => {
  const outcomes = await Promise.all([prepare(), prepare(), prepare()]);
  expect(outcomes.map(({ code }) => code)).toEqual([0, 0, 0]);
  expect(await builds()).toBe('built;');
}, 30_000);

test('a lock left by a run that was killed is no hindrance', async () => {
  await mkdir(join(project, 'node_modules/.cache/ledger'), { recursive: true });
  await writeFile(join(project, 'node_modules/.cache/ledger/prepare.lock'), String(2 ** 22 + 1));
  expect(await prepare()).toMatchObject({ code: 0 });
}, 30_000);

test('a build that fails shows what the compiler said and what to do, and is tried again', async () => {
  await writeFile(join(project, 'libs/broken.ts'), '');
  const failed = await prepare();
  expect(failed.code).toBe(1);
  expect(failed.stderr).toMatch(/libs\/broken\.ts\(1,1\): error TS1005[\s\S]*delete node_modules and dist/);
  await unlink(join(project, 'libs/broken.ts'));
  expect(await prepare()).toMatchObject({ code: 0 });
}, 30_000);

test('npm test ends with the counts, and fails when a test fails, a file does not run, or nothing ran', async () => {
  await putFakeJest();
  const outcome = async (FAKE_RESULTS: string, FAKE_CODE: string) => {
    const { code, stdout } = await run('test/run.mjs', ['--long', 'libs/a'], { FAKE_RESULTS, FAKE_CODE });
    return { fails: code !== 0, stdout };
  };
  expect(await outcome(results(5, 0), '0')).toEqual({
    fails: false,
    stdout: '5 passed, 0 failed, 3 skipped\n',
  });
  expect(await outcome(results(5, 2), '1')).toEqual({
    fails: true,
    stdout: '5 passed, 2 failed, 3 skipped\n',
  });
  expect(await outcome(results(5, 0, 1), '1')).toEqual({
    fails: true,
    stdout: '5 passed, 1 failed, 3 skipped\n',
  });
  expect(await outcome(results(0, 0), '0')).toEqual({
    fails: true,
    stdout: '0 passed, 0 failed, 3 skipped\n',
  });
  expect(await outcome('', '1')).toEqual({ fails: true, stdout: '0 passed, 1 failed, 0 skipped\n' });
  const { stderr } = await run('test/run.mjs', ['--long', 'libs/a'], { FAKE_CODE: '0' });
  expect(stderr).toContain('jest ran with libs/a long: 1');
}, 30_000);

test('npm run check runs every check, shows what failed, and fails', async () => {
  const { code, stdout } = await run('test/check.mjs');
  expect(code).toBe(1);
  expect(stdout.split('\n').map((line) => line.split(/\s+/).slice(0, 2).join(' '))).toEqual(
    expect.arrayContaining(['types ok', 'walls ok', 'lint failed', 'format ok', 'dead ok', 'bad style']),
  );
}, 30_000);

test('the gate runs tests though a check has failed, ends with the counts, and fails', async () => {
  await putFakeJest();
  const env = { FAKE_RESULTS: results(5, 0), FAKE_CODE: '0' };
  const { code, stdout } = await run('.ci/run', [], env);
  expect(code).toBe(1);
  expect(stdout).toContain('bad style');
  expect(stdout.endsWith('\n5 passed, 0 failed, 3 skipped\n')).toBe(true);
}, 30_000);

test('npm start -- --help tells of the environment without building anything', async () => {
  const { code, stdout } = await run('apps/standalone/start.mjs', ['--help']);
  expect(code).toBe(0);
  for (const name of ['PORT', 'LEDGER_DATA', 'DATABASE_URL', 'KAFKA_BROKERS', 'LEDGER_ADMIN_KEY']) {
    expect(stdout).toContain(name);
  }
  await expect(builds()).rejects.toThrow('ENOENT');
});
