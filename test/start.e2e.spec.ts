import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, stat, symlink } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from '#libs/platform';
import { codeBlocks, until } from '#libs/testkit';

const root = projectRoot();
const START_MS = 120_000;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** `npm start`, as npm runs it, in a data folder and at a port of its own. */
class Started {
  output = '';
  readonly #child: ChildProcess;
  readonly #gone: Promise<unknown>;

  constructor(env: NodeJS.ProcessEnv) {
    this.#child = spawn(process.execPath, ['apps/standalone/start.mjs'], {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#gone = once(this.#child, 'exit');
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    }
  }

  async ready(): Promise<string> {
    await until(
      `the welcome, after ${this.output}`,
      () => this.output.includes('Stop: Ctrl-C') || this.#child.exitCode !== null,
      START_MS,
    );
    expect(this.output).toContain('Commitment Ledger is running');
    return this.output;
  }

  async interrupt(): Promise<number | null> {
    this.#child.kill('SIGINT');
    return this.ended();
  }

  async ended(): Promise<number | null> {
    await this.#gone;
    return this.#child.exitCode;
  }
}

/** The commands of a section of the README. */
async function commandsOf(section: string): Promise<readonly string[]> {
  const readme = await readFile(join(root, 'README.md'), 'utf8');
  const [, text = ''] = readme.split(`## ${section}\n`);
  const [own = ''] = text.split('\n## ');
  return codeBlocks(own, 'sh').flatMap((block) => block.trim().split('\n'));
}

describe('npm start', () => {
  let folder: string;
  let env: { LEDGER_DATA: string; PORT: string };
  let started: Started;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ledger-start-'));
    env = { LEDGER_DATA: join(folder, 'data'), PORT: String(await freePort()) };
    started = new Started(env);
    await started.ready();
  }, START_MS);
  afterAll(async () => {
    await started.interrupt();
    await rm(folder, { recursive: true });
  });

  const run = async (command: string): Promise<string> => {
    const url = `http://127.0.0.1:${env.PORT}`;
    const { stdout } = await promisify(execFile)(
      'sh',
      ['-c', command.replace('http://127.0.0.1:3000', url)],
      {
        cwd: root,
        env: { ...process.env, ...env, LEDGER_URL: url, NO_COLOR: '1' },
      },
    );
    return stdout;
  };

  it('records the example and prints the address, the key, and the commands of the README', async () => {
    const [, ...commands] = (await commandsOf('Run it')).slice(0, 4);
    expect(commands).toHaveLength(3);
    for (const command of commands) {
      expect(started.output).toContain(command.replace('127.0.0.1:3000', `127.0.0.1:${env.PORT}`));
    }
    expect(started.output).toMatch(/Admin key, shown this once: lk_\S{40}/);
    expect((await stat(join(env.LEDGER_DATA, 'admin-key'))).mode & 0o777).toBe(0o600);
  });

  it('tells nothing else on the terminal but what went wrong, where LOG_LEVEL is not set', () => {
    expect(started.output).not.toMatch(/"level":"(warn|log|debug)"|\[Nest\]/);
  });

  it('answers the commands it prints', async () => {
    const [, list, one, http] = await commandsOf('Run it');
    const screen = await run(list ?? '');
    for (const state of [
      /generators-2024 .*overdue, unproven; partly delivered/,
      /demining-conference-2025 .*fulfilled; disputed/,
      /jp-frozen-assets-loan .*allocated/,
      /sanctions-pressure .*fulfilled/,
    ]) {
      expect(screen).toMatch(state);
    }
    expect(await run(one ?? '')).toContain('at least 1, at most 100 of 100 generators');
    expect(JSON.parse(await run(http ?? ''))).toMatchObject({ label: 'partly-delivered' });
  });

  it('takes the source and the delivery that the README records', async () => {
    const [source, deliver] = await commandsOf('Use it');
    expect(await run(source ?? '')).toContain('Recorded');
    expect(await run(deliver ?? '')).toMatch(/at least 41/);
  });

  it(
    'has no place for a second one in the same folder, or at the same port, and says so in a sentence',
    async () => {
      const sameFolder = new Started({ ...env, PORT: String(await freePort()) });
      expect(await sameFolder.ended()).toBe(1);
      expect(sameFolder.output).toMatch(/in use|already/);
      expect(sameFolder.output).not.toMatch(/ at .*\.js:\d+/);
      const samePort = new Started({ ...env, LEDGER_DATA: join(folder, 'another') });
      expect(await samePort.ended()).toBe(1);
      expect(samePort.output).toMatch(/Port \d+ of 127\.0\.0\.1 is in use\. .*PORT/);
      expect(samePort.output).not.toMatch(/ at .*\.js:\d+/);
    },
    START_MS,
  );

  it('names a setting that cannot be used', async () => {
    const wrong = new Started({ ...env, PORT: 'three thousand' });
    expect(await wrong.ended()).toBe(1);
    expect(wrong.output).toContain('PORT must be a port number');
  });

  it(
    'ends at Ctrl-C and picks up the same data the next time, without showing the key again',
    async () => {
      expect(await started.interrupt()).toBe(0);
      expect(started.output).toContain('Stopped.');
      started = new Started(env);
      const again = await started.ready();
      expect(again).not.toContain('Admin key');
      expect(await run('npx ledger status generators-2024 --valid-at 2024-12-31')).toContain('at least 41');
    },
    START_MS,
  );

  it(
    'runs without Java, feeding the read models from the store, and says so',
    async () => {
      const tools = join(folder, 'tools');
      await mkdir(tools);
      const needed = ['node', 'npm', 'sh', 'sleep', 'rm', 'ps', 'kill', 'cat', 'chown', 'id', 'locale'];
      for (const tool of needed) {
        const found = await promisify(execFile)('sh', ['-c', `command -v ${tool}`]).catch(() => undefined);
        const path = found?.stdout.trim();
        if (path?.startsWith('/')) await symlink(path, join(tools, tool));
      }
      const port = String(await freePort());
      const without = new Started({ LEDGER_DATA: join(folder, 'without'), PORT: port, PATH: tools });
      expect(await without.ready()).toContain('fed from the store');
      const url = `http://127.0.0.1:${port}/v1/commitments/generators-2024?validAt=2024-11-16&atLeast=78`;
      expect(await (await fetch(url)).json()).toMatchObject({ label: 'partly-delivered' });
      expect(await without.interrupt()).toBe(0);
    },
    START_MS,
  );
});
