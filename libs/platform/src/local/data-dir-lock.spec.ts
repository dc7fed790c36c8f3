import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lockDataDir } from './data-dir-lock.ts';
import { identify } from './process-identity.ts';

let dir: string;
let said: string[];
const say = (sentence: string) => said.push(sentence);

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'ledger-lock-'));
  said = [];
});

afterEach(() => rm(dir, { recursive: true, force: true }));

test('a folder that is locked is refused until it is released', async () => {
  const unlock = await lockDataDir(dir, say);
  await expect(lockDataDir(dir, say)).rejects.toMatchObject({
    name: 'LocalServerProblem',
    code: 'data-folder-in-use',
  });
  await unlock();
  await (
    await lockDataDir(dir, say)
  )();
  expect(said).toEqual([]);
  expect(await readdir(dir)).toEqual([]);
});

test('a folder locked by another process that runs is refused with its number and the remedy', async () => {
  const other: ChildProcess = spawn('sleep', ['60']);
  await once(other, 'spawn');
  await writeFile(join(dir, 'lock'), JSON.stringify(identify(other.pid ?? 0)));
  await expect(lockDataDir(dir)).rejects.toThrow(
    new RegExp(`in use by process ${other.pid ?? 0}\\. Stop that one \\(kill \\d+\\), or set LEDGER_DATA`),
  );
  other.kill('SIGKILL');
  await once(other, 'exit');
  await (
    await lockDataDir(dir, say)
  )();
  expect(said).toHaveLength(1);
});

test.each([
  ['of a process that has ended', JSON.stringify({ pid: 2 ** 22 + 1, birth: 'long ago' })],
  ['whose number another process has by now', JSON.stringify({ pid: process.pid, birth: 'long ago' })],
  ['that was cut off while it was written', '{"pid": 1'],
])('a lock %s is taken over, and that is said', async (_whose, content) => {
  await writeFile(join(dir, 'lock'), content);
  const unlock = await lockDataDir(dir, say);
  expect(said).toEqual([expect.stringContaining('it is taken over')]);
  await unlock();
});

test('of many that ask for a stale lock at once, one gets it', async () => {
  await writeFile(join(dir, 'lock'), JSON.stringify({ pid: process.pid, birth: 'long ago' }));
  const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => lockDataDir(dir)));
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});

test('a folder that cannot be made is a problem with a remedy', async () => {
  await writeFile(join(dir, 'file'), '');
  await expect(lockDataDir(join(dir, 'file'))).rejects.toMatchObject({
    code: 'data-folder-unusable',
    remedy: expect.stringContaining('LEDGER_DATA'),
  });
});
