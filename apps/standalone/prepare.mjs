// Makes a fresh clone ready to run: packages installed, TypeScript built. Nothing but Node itself may be imported
// here, for this runs before there is anything else.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { rmSync, statSync, unlinkSync, writeFileSync, writeSync } from 'node:fs';
import { basename, join, relative, sep } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { showProgress } from './progress.mjs';

const NODE_AT_LEAST = [20, 19];
const LOCK_TIMEOUT_MS = 15 * 60_000;

const root = fileURLToPath(new URL('../../', import.meta.url));
const cache = join(root, 'node_modules/.cache/ledger');
const lockFile = join(cache, 'prepare.lock');
const installStamp = join(cache, 'installed');
const buildStamp = join(root, 'dist/.built');

/** What went wrong, with its remedy, fit to be shown without a stack. */
class PrepareProblem extends Error {
  name = 'PrepareProblem';
}

/**
 * Installs packages when there are none or package-lock.json has changed, and with `build` compiles when a source
 * has changed. Does nothing, in a few milliseconds, when all is as it was. Throws PrepareProblem.
 */
export async function prepare({ build }) {
  checkNode();
  if (isInstalled() && (!build || isBuilt())) return;
  mkdirSync(cache, { recursive: true });
  const unlock = await lock();
  try {
    // Again, now that nobody else is at it: the one we waited for may have done the work.
    if (!isInstalled()) await install();
    if (build && !isBuilt()) await compile();
  } finally {
    unlock();
  }
}

/** Runs `main`; a problem is told in its own words, anything else with its stack; either way the exit code is 1. */
export async function runScript(main) {
  try {
    await main();
  } catch (error) {
    // A code of ours (kebab-case) marks an error whose message is the sentence for the person at the terminal.
    const isOurs = error?.name === 'PrepareProblem' || /^[a-z]+(-[a-z]+)+$/.test(error?.code ?? '');
    console.error(isOurs ? error.message : error);
    process.exitCode = 1;
  }
}

/** Runs a script of package.json, silently; answers its exit code and everything it wrote. */
export async function npm(...args) {
  // Started by npm, we use that very npm; npm_execpath may also be another package manager's.
  const own = process.env.npm_execpath ?? '';
  const viaNode = /^npm(-cli)?\.c?js$/.test(basename(own)) && existsSync(own);
  const [file, all] = viaNode ? [process.execPath, [own, ...args]] : ['npm', args];
  const child = spawn(file, all, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  const chunks = [];
  child.stdout.on('data', (chunk) => chunks.push(chunk));
  child.stderr.on('data', (chunk) => chunks.push(chunk));
  const code = await new Promise((resolve, reject) => {
    child.once('error', () => {
      reject(
        new PrepareProblem('npm was not found. Install Node.js with npm, and see that npm is on the PATH.'),
      );
    });
    child.once('close', (status) => resolve(status ?? 1));
  });
  return { code, output: Buffer.concat(chunks).toString() };
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > NODE_AT_LEAST[0] || (major === NODE_AT_LEAST[0] && minor >= NODE_AT_LEAST[1])) return;
  const wanted = NODE_AT_LEAST.join('.');
  throw new PrepareProblem(
    `Node.js ${wanted} or newer is needed; this is ${process.versions.node}. Install a newer one from nodejs.org.`,
  );
}

function isInstalled() {
  return readOrNull(installStamp) === installFingerprint();
}

/** The lock, and what package.json asks for, should someone have edited that alone. */
function installFingerprint() {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return sha256(
    `${readOrNull(join(root, 'package-lock.json'))}${JSON.stringify([dependencies, devDependencies])}`,
  );
}

async function install() {
  const lockBefore = readOrNull(join(root, 'package-lock.json'));
  // Not `npm ci`, which fails where a registry lacks some other platform's optional package. NODE_ENV=production
  // would leave out the compiler.
  const args = ['install', '--include=dev', '--no-audit', '--no-fund'];
  const { code, output } = await showProgress('Installing packages', () => npm(...args));
  if (code !== 0) {
    throw new PrepareProblem(
      `${output}\nnpm install failed, as shown above. See that the package registry can be reached and the disk has ` +
        'room; if it still fails, delete node_modules and try again.',
    );
  }
  if (lockBefore !== null && readOrNull(join(root, 'package-lock.json')) !== lockBefore) {
    const sentence =
      'npm install changed package-lock.json, which did not fit package.json: commit the new one.';
    if (process.env.CI === 'true') throw new PrepareProblem(sentence);
    console.error(sentence);
  }
  mkdirSync(cache, { recursive: true });
  writeFileSync(installStamp, installFingerprint());
}

function isBuilt() {
  const stamp = readStamp();
  return stamp !== null && stamp.fingerprint === sourcesNow().fingerprint;
}

function readStamp() {
  try {
    return JSON.parse(readFileSync(buildStamp, 'utf8'));
  } catch {
    return null;
  }
}

/** What is built: every file under the source folders but tests, by name, size and time of change. */
function sourcesNow() {
  const files = ['tsconfig.json', 'tsconfig.build.json', 'nest-cli.json', 'package-lock.json'];
  for (const folder of ['apps', 'libs', 'migrations']) {
    for (const entry of readdirSync(join(root, folder), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || entry.name.endsWith('.spec.ts')) continue;
      files.push(relative(root, join(entry.parentPath, entry.name)));
    }
  }
  files.sort();
  const facts = files.map((file) => {
    // One that was there a moment ago and is not now, an editor's for instance, is no reason to fail.
    const { size, mtimeMs } = statSync(join(root, file), { throwIfNoEntry: false }) ?? {};
    return `${file} ${size} ${mtimeMs}`;
  });
  return { files, fingerprint: sha256(facts.join('\n')) };
}

async function compile() {
  const before = readStamp();
  const now = sourcesNow();
  rmSync(buildStamp, { force: true });
  // The compiler only ever adds: what was built from a source that is gone must not be found by an import.
  for (const gone of before?.files.filter((file) => file.endsWith('.ts') && !now.files.includes(file)) ??
    []) {
    const built = join(root, 'dist', gone.split(sep).join('/').replace(/ts$/, 'js'));
    for (const file of [built, `${built}.map`]) rmSync(file, { force: true });
  }
  const { code, output } = await showProgress('Building', () => npm('run', '--silent', 'build'));
  if (code !== 0) {
    throw new PrepareProblem(
      `${output}\nThe build failed, as shown above. If you changed nothing yourself, delete node_modules and dist and ` +
        'try again.',
    );
  }
  // What was there when the compiler began: a file saved meanwhile is built by the next run.
  writeFileSync(buildStamp, JSON.stringify(now));
}

async function lock() {
  const deadline = Date.now() + LOCK_TIMEOUT_MS;
  while (!tryLock()) {
    const holder = Number(readOrNull(lockFile));
    if (holder > 0 && !isAlive(holder)) {
      rmSync(lockFile, { force: true });
      continue;
    }
    const wait = () => waitForLock(holder, deadline);
    await showProgress(`Waiting for process ${holder}, which is preparing the same folder`, wait);
  }
  return () => {
    if (Number(readOrNull(lockFile)) === process.pid) unlinkSync(lockFile);
  };
}

function tryLock() {
  try {
    const file = openSync(lockFile, 'wx');
    writeSync(file, String(process.pid));
    closeSync(file);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

async function waitForLock(holder, deadline) {
  while (existsSync(lockFile) && (holder === 0 || isAlive(holder))) {
    // A holder of 0 has made the file and not yet written its number.
    if (holder === 0) return pause(50);
    if (Date.now() > deadline) {
      const file = relative(process.cwd(), lockFile);
      throw new PrepareProblem(`Process ${holder} holds ${file} for too long. Stop it, or delete that file.`);
    }
    await pause(100);
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function readOrNull(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

function sha256(text) {
  return createHash('sha256').update(text).digest('hex');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await runScript(() => prepare({ build: true }));
