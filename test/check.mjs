// `npm run check`
import { npm, prepare, runScript } from '../apps/standalone/prepare.mjs';
import { showProgress } from '../apps/standalone/progress.mjs';

const CHECKS = ['types', 'walls', 'lint', 'format', 'dead'];

await runScript(async () => {
  await prepare({ build: false });
  const failures = [];
  for (const name of CHECKS) {
    const start = Date.now();
    const { code, output } = await showProgress(name, () => npm('run', '--silent', name));
    const seconds = ((Date.now() - start) / 1000).toFixed(1).padStart(6);
    console.log(`${name.padEnd(8)}${code === 0 ? 'ok    ' : 'failed'}${seconds} s`);
    if (code !== 0) failures.push({ name, output });
  }
  for (const { name, output } of failures) console.log(`\n── npm run ${name}\n${output.trimEnd()}`);
  if (failures.length > 0) process.exitCode = 1;
});
