import { execFile, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '#libs/platform';
import { describeWith } from '#libs/testkit';

/** Tessera's own check of a log; the version is the one that docs/verify.md names. */
const TESSERA = 'v1.0.4';
const GO = { major: 1, minor: 25 };
const PYTHON = { major: 3, minor: 11 };

/** How long to build or install a program that was never built here may take. */
export const BUILD_MS = 600_000;

const sources = join(projectRoot(), 'test/verifier');
/** Outlives a test run, and `npm install`. */
const cache = join(projectRoot(), 'node_modules/.cache/verifiers');

/** What a program said, and the code it ended with. */
export interface Said {
  readonly code: number;
  readonly out: string;
}

/** A program of an outsider, ready to run. */
export interface Outsider {
  run(args: readonly string[], options?: { readonly offline?: boolean }): Promise<Said>;
}

/**
 * `describe` where there is Go, 1.25 or newer; elsewhere its tests are skipped, loudly, and in CI they fail. The same for
 * Python 3.11.
 */
export const describeWithGo = describeWith(
  'Go 1.25 or newer',
  isAtLeast(GO, 'go', ['version'], /go(?<major>\d+)\.(?<minor>\d+)/),
);
export const describeWithPython = describeWith(
  'Python 3.11 or newer, with pip',
  isAtLeast(PYTHON, 'python3', ['--version'], /(?<major>\d+)\.(?<minor>\d+)/) &&
    spawnSync('python3', ['-m', 'pip', '--version']).status === 0,
);
/**
 * `describe` where a program may be started that sees no network, not even this machine's own. Elsewhere its tests are
 * skipped, loudly, in CI too: it takes permission, and nothing that could be installed.
 */
export const describeOffline = describeWith(
  'permission for a network namespace (unshare --net)',
  spawnSync('unshare', ['--net', 'true']).status === 0,
  false,
);

function isAtLeast(
  wanted: { readonly major: number; readonly minor: number },
  command: string,
  args: readonly string[],
  version: RegExp,
): boolean {
  // Where there is no such command, there is no output either.
  const { stdout } = spawnSync(command, args, { encoding: 'utf8' }) as { readonly stdout: string | null };
  const found = version.exec(stdout ?? '')?.groups;
  const [major, minor] = [Number(found?.['major'] ?? 0), Number(found?.['minor'] ?? 0)];
  return major > wanted.major || (major === wanted.major && minor >= wanted.minor);
}

/** The Go program of test/verifier/go. */
export const goVerifier = async (): Promise<Outsider> => program(await goProgram('verifier/go', 'verifier'));

/**
 * Builds a Go program of ours.
 *
 * @param source its folder below `test`.
 * @returns the path of what was built.
 */
export async function goProgram(source: string, name: string): Promise<string> {
  const built = join(cache, name);
  await inCache(async (folder) => {
    const cwd = join(projectRoot(), 'test', source);
    await ran('go', ['build', '-o', join(folder, name), '.'], { cwd, env: goEnv() });
    await rename(join(folder, name), built);
  });
  return built;
}

/** Tessera's `fsck`. It ends with 0 whatever it found: what counts is what it says. */
export async function tesseraFsck(): Promise<Outsider> {
  const built = join(cache, `fsck-${TESSERA}`);
  if (!existsSync(built)) {
    await inCache(async (folder) => {
      const from = `github.com/transparency-dev/tessera/cmd/fsck@${TESSERA}`;
      await ran('go', ['install', from], { cwd: folder, env: { ...goEnv(), GOBIN: folder } });
      await rename(join(folder, 'fsck'), built);
    });
  }
  return program(built);
}

/** The Python program of test/verifier/python, with what it needs beside it and nothing installed on this machine. */
export async function pythonVerifier(): Promise<Outsider> {
  const requirements = join(sources, 'python/requirements.txt');
  const fingerprint = createHash('sha256')
    .update(await readFile(requirements))
    .digest('hex')
    .slice(0, 12);
  const packages = join(cache, `python-${fingerprint}`);
  if (!existsSync(packages)) {
    await inCache(async (folder) => {
      const target = join(folder, 'packages');
      await ran('python3', [
        '-m',
        'pip',
        'install',
        '--quiet',
        '--target',
        target,
        '--requirement',
        requirements,
      ]);
      await rename(target, packages).catch((error: unknown) => {
        // Another test file was quicker.
        if ((error as NodeJS.ErrnoException).code !== 'ENOTEMPTY') throw error;
      });
    });
  }
  const env = { ...process.env, PYTHONPATH: packages, PYTHONDONTWRITEBYTECODE: '1' };
  return program('python3', [join(sources, 'python/verify.py')], env);
}

// What is not on this machine is no reason to fetch another compiler.
const goEnv = (): NodeJS.ProcessEnv => ({ ...process.env, GOTOOLCHAIN: 'local', CGO_ENABLED: '0' });

/** Does something in a folder of its own, so that two test files do not get in each other's way. */
async function inCache(make: (folder: string) => Promise<void>): Promise<void> {
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, 'making-'));
  try {
    await make(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function ran(
  command: string,
  args: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
) {
  const { code, out } = await said(command, args, options);
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}: ${out}`);
}

const program = (command: string, before: readonly string[] = [], env = process.env): Outsider => ({
  run: (args, { offline = false } = {}) =>
    offline
      ? said('unshare', ['--net', command, ...before, ...args], { env })
      : said(command, [...before, ...args], { env }),
});

function said(
  command: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<Said> {
  return new Promise((resolve) => {
    execFile(command, args, { ...options, maxBuffer: 64e6 }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
      resolve({ code, out: `${stdout}${stderr}` });
    });
  });
}
