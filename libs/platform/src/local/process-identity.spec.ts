import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { identify, isRunning, terminate, worksIn } from './process-identity.ts';

const children: ChildProcess[] = [];

/** A shell that has said, by its first output, that it is where the test wants it. */
async function shell(script: string): Promise<{ pid: number; said: string; child: ChildProcess }> {
  const child = spawn('/bin/sh', ['-c', script], {
    stdio: ['ignore', 'pipe', 'ignore'],
    cwd: tmpdir(),
    detached: true,
  });
  children.push(child);
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  return { pid: child.pid ?? 0, said: said.toString().trim(), child };
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // The test has ended it.
  }
}

afterEach(() => {
  // The whole group: what a shell has started would keep our end of its pipe open.
  for (const { pid } of children.splice(0)) killGroup(pid ?? 0);
});

test('a process keeps its identity while it runs and loses it when it ends', async () => {
  const { pid, child } = await shell('echo up; exec sleep 60');
  const who = identify(pid);
  expect(who).toEqual(identify(pid));
  expect(who !== null && isRunning(who)).toBe(true);

  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(who !== null && isRunning(who)).toBe(false);
  expect(identify(pid)).toBeNull();
});

test('a later process with the same number is somebody else', () => {
  const me = identify(process.pid);
  expect(me?.pid).toBe(process.pid);
  expect(isRunning({ pid: process.pid, birth: 'another time' })).toBe(false);
});

test('a zombie, which nobody reaps, counts as ended', async () => {
  // The inner shell ends; its parent has become `sleep`, which never asks for it.
  const { said } = await shell('(exit 0) & echo $!; exec sleep 60');
  while (identify(Number(said)) !== null) await new Promise(setImmediate);
  expect(identify(Number(said))).toBeNull();
});

test('terminate goes on to the next signal when one is ignored, and says which it took', async () => {
  const { pid } = await shell(`trap '' TERM; echo up; while :; do sleep 1; done`);
  const who = identify(pid);
  if (who === null) throw new Error('it should be running');
  const steps = [
    { signal: 'SIGTERM', waitMs: 100 },
    { signal: 'SIGKILL', waitMs: 5_000 },
  ] as const;
  expect(await terminate(who, steps)).toBe('SIGKILL');
  expect(await terminate(who, steps)).toBeNull();
});

test('a process is known by the folder it works in', async () => {
  const { pid } = await shell(`echo up; sleep 60; : ${realpathSync(tmpdir())}`);
  expect(worksIn(pid, realpathSync(tmpdir()))).toBe(true);
  expect(worksIn(pid, '/nowhere')).toBe(false);
});
