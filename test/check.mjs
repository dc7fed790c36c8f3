// `npm run check`
import { availableParallelism } from 'node:os';
import { npm, prepare, runScript } from '../apps/standalone/prepare.mjs';
import { showProgress } from '../apps/standalone/progress.mjs';

/** The longest first, so that none of them is left over for the end. */
const CHECKS = ['lint', 'format', 'types', 'dead', 'walls'];

/** Each has one thread, and up to 1.5 GB. */
const AT_ONCE = Math.min(2, availableParallelism());

await runScript(async () => {
  await prepare({ build: false });
  const failures = [];
  const waiting = [...CHECKS];
  const underWay = new Set();
  await showProgress('checks', async (tell) => {
    const takeTurns = async () => {
      for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
        underWay.add(name);
        tell([...underWay].join(', '));
        const start = Date.now();
        const { code, output } = await npm('run', '--silent', name);
        const seconds = ((Date.now() - start) / 1000).toFixed(1).padStart(6);
        underWay.delete(name);
        if (underWay.size > 0) tell([...underWay].join(', '));
        console.log(`${name.padEnd(8)}${code === 0 ? 'ok    ' : 'failed'}${seconds} s`);
        if (code !== 0) failures.push({ name, output });
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, takeTurns));
  });
  for (const { name, output } of failures) console.log(`\n── npm run ${name}\n${output.trimEnd()}`);
  if (failures.length > 0) process.exitCode = 1;
});
