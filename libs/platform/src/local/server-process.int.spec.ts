import { ModuleKind, ScriptTarget, transpileModule } from 'typescript';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { identify, isRunning } from './process-identity.ts';

let dir: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'ledger-server-'));
  await writeFile(join(dir, 'package.json'), '{"type":"module"}');
  // An owner that can be killed has to be a process of its own, and Node 20 runs no TypeScript.
  for (const name of ['process-identity', 'server-process']) {
    const source = await readFile(new URL(`${name}.ts`, import.meta.url), 'utf8');
    const compilerOptions = {
      module: ModuleKind.ESNext,
      target: ScriptTarget.ES2023,
      rewriteRelativeImportExtensions: true,
    };
    await writeFile(join(dir, `${name}.js`), transpileModule(source, { compilerOptions }).outputText);
  }
});

afterEach(() => rm(dir, { recursive: true, force: true }));

test('a server ends when its owner is killed without a chance to stop it', async () => {
  await writeFile(
    join(dir, 'owner.js'),
    `import { startServer } from './server-process.js';
     const server = await startServer({
       file: 'sleep', args: ['600'], cwd: '/', env: process.env, logFile: '${dir}/log', afterOurDeath: 'kill -TERM "$1"',
     });
     console.log(server.who.pid);
     setInterval(() => undefined, 1000);`,
  );
  const owner = spawn(process.execPath, ['owner.js'], { cwd: dir, stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(owner.stdout, 'data')) as [Buffer];
  const server = identify(Number(line.toString()));
  if (server === null) throw new Error('the server should be running');

  owner.kill('SIGKILL');
  while (isRunning(server)) await pause(10);
  expect(isRunning(server)).toBe(false);
});
