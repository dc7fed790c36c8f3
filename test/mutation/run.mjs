import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { installBeside } from '../../apps/standalone/install-beside.mjs';
import { prepare, runScript } from '../../apps/standalone/prepare.mjs';

const folder = fileURLToPath(new URL('.', import.meta.url));
const root = fileURLToPath(new URL('../../', import.meta.url));

// What is given after `npm run mutate --` goes to Stryker: `--mutate "libs/domain/src/sums/*.ts"` tries a part.
await runScript(async () => {
  await prepare({ build: false });
  await installBeside(folder, 'the mutation tester', 'See that the registry can be reached.');
  const stryker = `${folder}node_modules/@stryker-mutator/core/bin/stryker.js`;
  const args = [stryker, 'run', `${folder}stryker.config.mjs`, ...process.argv.slice(2)];
  const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit' });
  const [code] = await once(child, 'exit');
  process.exitCode = code ?? 1;
});
