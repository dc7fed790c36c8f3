import { projectRoot } from '#libs/platform';
import { describeWithKafka, testBrokers, until } from '#libs/testkit';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { exampleMeeting, openHouse, type House } from './house.ts';

const run = promisify(execFile);

const works = (command: string, args: readonly string[]): Promise<boolean> =>
  run(command, [...args], { timeout: 120_000 }).then(
    () => true,
    () => false,
  );

describeWithKafka('docs/kafka.md', () => {
  let house: House;
  let folder: string;
  let page: string;
  const topics = (text: string): string =>
    text.replaceAll('ledger.changes.v1', house.changes.name).replaceAll('ledger.events.v1', house.topic.name);
  const blocks = (language: string): readonly string[] =>
    [...page.matchAll(new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``, 'g'))].map(([, block = '']) =>
      topics(block),
    );

  beforeAll(async () => {
    [house, folder] = await Promise.all([openHouse(), mkdtemp(join(tmpdir(), 'ledger-kafka-page-'))]);
    page = await readFile(join(projectRoot(), 'docs/kafka.md'), 'utf8');
    expect((await house.post('/v1/records', await exampleMeeting())).status).toBe(201);
    await house.caughtUp();
  });
  afterAll(async () => {
    await house.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** Runs a program that does not end by itself until it has said something. */
  const runUntil = async (said: RegExp, command: string, args: readonly string[]): Promise<string> => {
    const KAFKA = testBrokers().join(',');
    const child = spawn(command, args, { env: { ...process.env, KAFKA }, stdio: ['ignore', 'pipe', 'pipe'] });
    const ended = once(child, 'exit');
    let out = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (out += String(chunk)));
    try {
      await until(`${command} says ${String(said)}`, () => said.test(out), 60_000);
      return out;
    } catch (error) {
      throw new Error(`It said: ${out}`, { cause: error });
    } finally {
      child.kill('SIGKILL');
      await ended;
    }
  };

  /** A Python that has the client which the page names; undefined, said aloud, where there is none to be had. */
  const python = async (): Promise<string | undefined> => {
    if (await works('python3', ['-c', 'import kafka'])) return 'python3';
    const own = join(folder, 'bin/python');
    const isMade =
      (await works('python3', ['-m', 'venv', folder])) &&
      (await works(own, ['-m', 'pip', 'install', '--quiet', 'kafka-python']));
    if (isMade) return own;
    process.stderr.write(
      '\nNO PYTHON, OR NO kafka-python TO BE HAD: the programs of docs/kafka.md are not tried.\n',
    );
    return undefined;
  };

  it('names every header that a message has, and no other', async () => {
    const named = new Set(
      page.match(/`(?:ce_[a-z]+|ledger-[a-z]+|content-type)`/g)?.map((name) => name.slice(1, -1)),
    );
    await until('there are changes', async () => (await house.changes.read()).length > 0);
    const messages = [...(await house.changes.read()), ...(await house.topic.read())];
    const had = new Set(messages.flatMap(({ headers }) => Object.keys(headers)));
    expect([...had].filter((name) => !named.has(name))).toEqual([]);
    expect([...named].filter((name) => !had.has(name) && name !== 'ce_causationid')).toEqual([]);
  });

  it('has programs in Python that a stranger runs as they are written', async () => {
    const command = await python();
    if (command === undefined) return;
    const [ofChanges = '', ofEvents = ''] = blocks('python');
    await runUntil(/^\d+ generators-2024 overdue-unproven Overdue/m, command, ['-c', ofChanges]);
    await runUntil(/^\d+ GeneratorsDelivered \{/m, command, ['-c', ofEvents]);
  }, 240_000);

  it('has a line of kcat that prints changes', async () => {
    if (!(await works('kcat', ['-V']))) {
      process.stderr.write('\nNO kcat: the line of docs/kafka.md is not tried.\n');
      return;
    }
    const line = blocks('sh').find((block) => block.startsWith('kcat')) ?? '';
    expect(await runUntil(/StateChanged/, 'sh', ['-c', `exec ${line.trim()}`])).toContain('generators-2024');
  });
});
