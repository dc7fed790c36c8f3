import { type Relay, runNumbering } from '#libs/messaging';
import { projectRoot } from '#libs/platform';
import { cloneDatabase, type TestDatabase, until } from '#libs/testkit';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ApiUnderTest } from './api-under-test.ts';
import { meetingRecord } from './example-records.ts';

const log = { log: () => undefined, warn: () => undefined, error: () => undefined, debug: () => undefined };
let database: TestDatabase;
let api: ApiUnderTest;
let numbering: Relay;

beforeAll(async () => {
  database = await cloneDatabase();
  api = await ApiUnderTest.start(database, { anonymousReads: true });
  await api.post('/v1/records', meetingRecord);
  await api.project();
  numbering = runNumbering({ databaseUrl: database.urls.relay, log });
});
afterAll(async () => {
  await numbering.stop();
  await api.stop();
  await database.drop();
});

const textOf = (page: string) => readFile(join(projectRoot(), page), 'utf8');

/** What stands in a page in fences of a language, asked of the ledger under test. */
async function written(page: string, language: string): Promise<readonly string[]> {
  const text = await textOf(page);
  return [...text.matchAll(new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``, 'g'))].map(([, block = '']) =>
    block.replaceAll('http://127.0.0.1:3000', api.url),
  );
}

/** Runs a program that does not end by itself until it has said something, and answers with all that it said. */
async function runUntil(said: string | RegExp, command: string, args: readonly string[]): Promise<string> {
  const child = spawn(command, args, { cwd: projectRoot(), stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(child, 'exit');
  let out = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (out += String(chunk)));
  try {
    await until(`${command} says ${String(said)}`, () => out.match(said));
    return out;
  } catch (error) {
    throw new Error(`It said: ${out}`, { cause: error });
  } finally {
    child.kill('SIGKILL');
    await ended;
  }
}

const isThere = async (program: string): Promise<boolean> => {
  const child = spawn(program, ['--version'], { stdio: 'ignore' });
  return new Promise((resolve) => {
    child.on('error', () => {
      resolve(false);
    });
    child.on('exit', (code) => {
      resolve(code === 0);
    });
  });
};

describe('the page of the stream', () => {
  it('has commands that print events, and the README one of them', async () => {
    const commands = (await written('docs/stream.md', 'sh')).flatMap((block) => block.trim().split('\n'));
    expect(commands.length).toBeGreaterThanOrEqual(3);
    for (const command of commands) {
      const awaited = command.includes('/v1/changes') ? 'StateChanged' : 'CommitmentAnnounced';
      expect(await runUntil(`event: ${awaited}`, 'sh', ['-c', `exec ${command}`])).toMatch(
        /^id: \d+\nevent: \w+\ndata: \{"specversion":"1\.0",.*\}$/m,
      );
    }
    expect((await written('README.md', 'sh')).join('').split('\n')).toContain(commands[0]);
  });

  it('has a program for browsers that is told of what is announced', async () => {
    const [program = ''] = await written('docs/stream.md', 'js');
    const said = await runUntil(/generators/, process.execPath, ['--input-type=module', '--eval', program]);
    expect(said).toMatch(/^\d+ generators/m);
  });

  it('has a program in Python that goes on where it was', async () => {
    if (!(await isThere('python3'))) {
      process.stderr.write('\nNO PYTHON: the program of docs/stream.md is not tried.\n');
      return;
    }
    const [program = ''] = await written('docs/stream.md', 'python');
    const said = await runUntil('GeneratorsDelivered', 'python3', ['-c', program]);
    expect(said).toMatch(/^1 SourceRegistered\n2 /);
  });
});
