import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AnsweringServer, type Came, type Reply } from './answering-server.ts';
import { run } from './run-ledger.ts';

let server: AnsweringServer | undefined;

const answering = async (reply: readonly Reply[] | ((came: Came) => Reply)): Promise<string> => {
  server = await AnsweringServer.start(reply);
  return server.url;
};
/** What came of what was asked for; whether the ledger is read-only, `status` asks besides. */
const asked = (): readonly Came[] => server?.came.filter(({ url }) => url !== '/health/ready') ?? [];
const problem = (status: number, body: object, headers = {}): Reply => ({
  status,
  headers: { 'content-type': 'application/problem+json', ...headers },
  body,
});
const list = (items: readonly unknown[], next: string | null = null): Reply => ({
  body: { items, next, asOf: { position: 57, validAt: '2024-11-16', knownAt: null } },
});

afterEach(async () => {
  await server?.stop();
  server = undefined;
});

describe('exit code 2, wrong usage', () => {
  it.each([
    [['statsu'], /unknown command 'statsu'[^]*Did you mean status\?/],
    [['status', '--labl', 'x'], /unknown option '--labl'/],
    [['deliver', 'generators-2024'], /required option/],
    [['withdraw', 'generators-2024', '--on', '2025', '--source', 'x'], /required option '--by <code>'/],
    [['supersede', 'generators-2024', '--on', '2025', '--source', 'x'], /required option '--successor <id>'/],
    [
      ['pass', 'generators-2024', '--of', 'a', '--on', '2025', '--source', 'x'],
      /required option '--milestone <name>'/,
    ],
    [['reach', 'treaty', '--on', '2025', '--source', 'x'], /required option '--stage <name>'/],
    [['cover', 'generators-2024', '--source', 'x'], /required option '--period <days>'/],
    [['status', 'generators-2024', '--due-from', '2024-01-01'], /--due-from is for the list/],
    [['status', '--url', 'ledger.example.org'], /--url is not the address of a ledger/],
    [['follow', '--after', 'yesterday'], /--after takes a position/],
    [['follow', '--after', '5', '--from-start'], /say different things/],
    [
      [
        ...['adopt', '--imposer', 'JP', '--target', 'RU', '--on', '2025'],
        '--source',
        'x',
        '--entities',
        'some',
      ],
      /--entities takes a whole number, not "some"/,
    ],
    [['totals', '--kind', 'sums'], /argument 'sums' is invalid/],
    [['anchor', 'x', 'y', '--nth', '0'], /--nth takes a number from 1/],
  ])('%j', async (args, message) => {
    const { code, out, err } = await run(args);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(message);
    expect(err).not.toMatch(/\n\s+at /);
  });

  it('is not what --help ends with', async () => {
    const { code, out, err } = await run(['deliver', '--help']);
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/Examples:\n {2}ledger deliver generators-2024 --quantity 40/);
    expect(out).toMatch(/--json/);
  });
});

describe('exit code 3, no answer to be had', () => {
  it('says at once that nothing listens there, and how to start it', async () => {
    const url = await answering([]);
    await server?.stop();
    server = undefined;
    const { code, err } = await run(['status', '--url', url]);
    expect(code).toBe(3);
    expect(err).toBe(
      `The ledger at ${url} cannot be reached: nothing listens there.\n` +
        'Start it with npm start, or set LEDGER_URL (or --url) to where it is.\n',
    );
  });

  it('says that what answers is no ledger', async () => {
    const url = await answering([{ headers: { 'content-type': 'text/html' }, body: '<h1>It works!</h1>' }]);
    const { code, err } = await run(['status', '--url', url]);
    expect(code).toBe(3);
    expect(err).toMatch(/is not a ledger \(200 text\/html\)/);
  });

  it('asks again when the line breaks, and where a ledger answers 503 after as long as it says', async () => {
    const busy = problem(503, { title: 'The answer is not that far yet' }, { 'retry-after': '0' });
    const url = await answering(['hang-up', busy, list([])]);
    const { code, out } = await run(['status'], { env: { LEDGER_URL: url } });
    expect([code, out]).toEqual([0, 'No commitments.\n\nvalid on 2024-11-16, as of position 57\n']);
    expect(asked()).toHaveLength(3);
  });

  it('does not wait longer than is reasonable for a ledger that says to come back in an hour', async () => {
    const url = await answering([
      problem(503, { title: 'This process is ending' }, { 'retry-after': '3600' }),
    ]);
    const { code, err } = await run(['status'], { env: { LEDGER_URL: url } });
    expect([code, err]).toEqual([3, 'This process is ending.\n']);
  });

  it('does not send twice what must not be done twice', async () => {
    const url = await answering(['hang-up']);
    const { code } = await run(['keys', 'create', 'desk', '--role', 'reader'], { env: { LEDGER_URL: url } });
    expect([code, server?.came.length]).toEqual([3, 1]);
  });
});

describe('exit code 4, not allowed', () => {
  it('asks for a key where none was given', async () => {
    const url = await answering([problem(401, { title: 'A key is needed' })]);
    const { code, err } = await run(['status'], { env: { LEDGER_URL: url } });
    expect(code).toBe(4);
    expect(err).toMatch(/^A key is needed\.\nSet LEDGER_KEY/);
  });

  it('names where the key came from that is not known', async () => {
    const url = await answering([problem(401, { title: 'The key is not known here' })]);
    const { err } = await run(['status'], { env: { LEDGER_URL: url, LEDGER_KEY: 'lk_old' } });
    expect(err).toMatch(/The key from LEDGER_KEY is not one of/);
    expect(err).not.toMatch(/lk_old/);
  });
});

describe('exit code 1, refused', () => {
  const refusal = {
    title: 'It cannot be recorded, for several reasons',
    detail: 'Nothing was recorded, for 2 reasons.',
    code: 'several-refusals',
    errors: [
      {
        pointer: '/imposer',
        fault: 'is not a party',
        remedy: 'use an ISO 3166-1 code',
        code: 'invalid-body',
      },
      { pointer: '/number', fault: 'is already in the register', remedy: 'use the next number' },
    ],
  };
  const adopt = ['adopt', '--imposer', 'JP', '--target', 'RU', '--on', '2025-01-10', '--source', 'mofa-jp'];

  it('tells every reason with its place and remedy', async () => {
    const url = await answering([problem(422, refusal)]);
    const { code, out, err } = await run(adopt, { env: { LEDGER_URL: url } });
    expect([code, out]).toEqual([1, '']);
    expect(err).toBe(
      'Nothing was recorded, for 2 reasons.\n' +
        '/imposer  is not a party — use an ISO 3166-1 code\n' +
        '/number  is already in the register — use the next number\n',
    );
  });

  it('with --json prints the problem as the ledger sent it', async () => {
    const url = await answering([problem(422, refusal)]);
    const { code, out } = await run([...adopt, '--json'], { env: { LEDGER_URL: url } });
    expect([code, JSON.parse(out)]).toEqual([1, refusal]);
  });

  it('control characters in an answer cannot reach the terminal', async () => {
    const url = await answering([problem(409, { title: 'Refused\u001B[2K\rAll is well' })]);
    const { err } = await run(adopt, { env: { LEDGER_URL: url } });
    expect(err).toBe('Refused\uFFFD[2K\uFFFDAll is well.\n');
  });
});

describe('the key', () => {
  let folder: string;
  const authorization = () => server?.came[0]?.headers.authorization;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ledger-cli-'));
    await mkdir(join(folder, '.ledger'));
    await writeFile(join(folder, '.ledger', 'admin-key'), 'lk_of-the-folder\n', { mode: 0o600 });
    await mkdir(join(folder, 'examples'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('of a local ledger is found in its data folder, from any folder below', async () => {
    const url = await answering([list([])]);
    await run(['status'], { cwd: join(folder, 'examples'), env: { LEDGER_URL: url } });
    expect(authorization()).toBe('Bearer lk_of-the-folder');
  });

  it('that was set goes before it, and the option before both', async () => {
    const url = await answering([list([])]);
    const env = { LEDGER_URL: url, LEDGER_KEY: 'lk_set' };
    await run(['status'], { cwd: folder, env });
    await run(['status', '--key', 'lk_given'], { cwd: folder, env });
    expect(asked().map(({ headers }) => headers.authorization)).toEqual(['Bearer lk_set', 'Bearer lk_given']);
  });

  it('of the data folder never leaves for another machine', async () => {
    const { settingsFrom } = await import('../src/settings.ts');
    const surroundings = { env: {}, cwd: folder };
    expect(settingsFrom({ url: 'https://ledger.example.org' }, surroundings).key).toBeUndefined();
    expect(settingsFrom({ url: 'http://127.0.0.1.example.org' }, surroundings).key).toBeUndefined();
    expect(settingsFrom({ url: 'http://localhost:4000' }, surroundings).key?.text).toBe('lk_of-the-folder');
  });

  it('does not follow to where an answer points', async () => {
    const url = await answering([
      { status: 302, headers: { location: 'http://elsewhere.example/' }, body: '' },
    ]);
    const { code, err } = await run(['status'], { env: { LEDGER_URL: url, LEDGER_KEY: 'lk_set' } });
    expect([code, server?.came.length]).toEqual([3, 1]);
    expect(err).toMatch(/has moved to http:\/\/elsewhere\.example\//);
  });
});

describe('--json', () => {
  it('prints exactly what the ledger answered, unknown fields and all', async () => {
    const text = '{"items":[],"next":null,"more":1.0,"asOf":{"position":57}}';
    const url = await answering([{ body: text }]);
    const { out, err } = await run(['status', '--json'], { env: { LEDGER_URL: url } });
    expect([out, err]).toEqual([`${text}\n`, '']);
  });

  it('puts the pages of --all together, all of one position', async () => {
    const url = await answering(({ url: asked }) =>
      asked.includes('cursor=two') ? list([{ id: 'b' }]) : list([{ id: 'a' }], 'two'),
    );
    const { out } = await run(['meetings', '--all', '--json'], { env: { LEDGER_URL: url } });
    expect(JSON.parse(out)).toMatchObject({ items: [{ id: 'a' }, { id: 'b' }], next: null });
    expect(server?.came[1]?.url).toBe('/v1/meetings?knownAt=57&limit=200&cursor=two');
  });
});

describe('colours', () => {
  const commitment = {
    id: 'generators-2024',
    committers: ['JP'],
    beneficiaries: ['UA'],
    label: 'overdue-unproven',
  };
  const status = async (
    args: readonly string[],
    columns: number | undefined,
    env: Record<string, string> = {},
  ) => {
    const url = await answering([list([commitment])]);
    const { out } = await run(['status', ...args], {
      env: { LEDGER_URL: url, ...env },
      ...(columns !== undefined && { columns }),
    });
    await server?.stop();
    server = undefined;
    return out.includes('\u001B[');
  };

  it('are for terminals only; NO_COLOR, --no-color and FORCE_COLOR overrule', async () => {
    expect(await status([], 100)).toBe(true);
    expect(await status([], undefined)).toBe(false);
    expect(await status([], 100, { NO_COLOR: '1' })).toBe(false);
    expect(await status(['--no-color'], 100)).toBe(false);
    expect(await status([], undefined, { FORCE_COLOR: '1' })).toBe(true);
    expect(await status([], undefined, { CI: 'true' })).toBe(false);
  });
});
