// `npm test [-- jest's arguments]`, `npm run test:long`
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { prepare, runScript } from '../apps/standalone/prepare.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

await runScript(async () => {
  let counts = null;
  let code = 1;
  try {
    await prepare({ build: true });
    ({ code, counts } = await runJest(process.argv.slice(2)));
  } finally {
    const { passed, failed, skipped } = counts ?? { passed: 0, failed: 1, skipped: 0 };
    process.exitCode = code !== 0 || failed > 0 || passed === 0 ? code || 1 : 0;
    // The last line, whatever happened. A problem met before a test could run is told above it, on stderr.
    process.once('exit', () => console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`));
  }
});

async function runJest(args) {
  const folder = mkdtempSync(join(tmpdir(), 'ledger-counts-'));
  const results = join(folder, 'results.json');
  const child = spawn(
    process.execPath,
    [
      ...['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js'],
      ...['--json', `--outputFile=${results}`],
      ...args.filter((arg) => arg !== '--long'),
    ],
    // With --json jest prints its report for people on stderr; on stdout come the counts alone.
    {
      cwd: root,
      stdio: ['inherit', 'ignore', 'inherit'],
      env: args.includes('--long') ? { ...process.env, LEDGER_LONG: '1' } : process.env,
    },
  );
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  const code = await new Promise((resolve) => {
    child.once('close', (status, signal) => resolve(status ?? 128 + constants.signals[signal]));
  });
  try {
    return { code, counts: count(JSON.parse(readFileSync(results, 'utf8'))) };
  } catch {
    // It did not get as far as to count: the global set-up failed, or it was killed.
    return { code: code || 1, counts: null };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A file that could not be run at all counts as one failure, or a syntax error would look like a pass. */
function count(results) {
  return {
    passed: results.numPassedTests,
    failed: results.numFailedTests + results.numRuntimeErrorTestSuites,
    skipped: results.numPendingTests + results.numTodoTests,
  };
}
