import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from '#libs/platform';
import { cloneDatabase, codeBlocks, type TestDatabase } from '#libs/testkit';
import { ADMIN_KEY, ApiUnderTest } from '../apps/api/test/api-under-test.ts';
import { run } from '../apps/cli/test/run-ledger.ts';
import { exampleFollowUp, exampleMeeting } from './house.ts';

const execute = promisify(execFile);

describe('docs/report.md', () => {
  let database: TestDatabase;
  let api: ApiUnderTest;
  let folder: string;
  let blocks: readonly string[];

  beforeAll(async () => {
    database = await cloneDatabase();
    api = await ApiUnderTest.start(database);
    folder = await mkdtemp(join(tmpdir(), 'report-page-'));
    for (const example of [exampleMeeting, exampleFollowUp])
      expect((await api.postYaml('/v1/records', await example())).status).toBe(201);
    const page = await readFile(join(projectRoot(), 'docs/report.md'), 'utf8');
    blocks = codeBlocks(page, 'sh').map((block) => block.trim());
  }, 120_000);
  afterAll(async () => {
    await api.stop();
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  });

  const ledger = (line: string) =>
    run(line.replace('npx ledger ', '').split(/\s+/), {
      cwd: folder,
      env: { LEDGER_URL: api.url, LEDGER_KEY: ADMIN_KEY },
    });

  it('has commands that make the report they say', async () => {
    const lines = blocks.filter((block) => block.startsWith('npx ledger report'));
    expect(lines.length).toBeGreaterThan(1);
    const [first = '', second = ''] = lines;
    const made = await ledger(first);
    expect(made).toMatchObject({ code: 0, out: `${join(folder, 'generators.html')}\n` });
    expect(made.err).toMatch(
      /^Report on commitment:generators-2024, valid on 2025-01-15, as of position \d+: /m,
    );
    expect(await readFile(join(folder, 'generators.html'), 'utf8')).toContain('Overdue, unproven');
    // Here everything was recorded today, so nothing was known by then.
    expect(await ledger(second)).toMatchObject({
      code: 1,
      err: expect.stringContaining('Nothing was recorded by then.') as string,
    });
    expect(await ledger(second.replace('2024-11-16T23:59:59Z', '58'))).toMatchObject({ code: 0 });
    expect((await readdir(folder)).sort()).toEqual([
      'generators.html',
      'report-ledger-2024-11-16-at-58.json',
    ]);
  }, 400_000);

  it('has a line of curl that has one made', async () => {
    const line = blocks.find((block) => block.startsWith('curl')) ?? '';
    const { stdout } = await execute('sh', ['-c', `${line.replace('http://127.0.0.1:3000', api.url)} -s`], {
      env: { ...process.env, LEDGER_KEY: ADMIN_KEY },
    });
    expect(JSON.parse(stdout)).toMatchObject({
      scope: 'parties:JP,UA',
      validAt: '2025-12-31',
      format: 'html',
    });
  }, 60_000);

  it.each([
    [['report'], 2, /--format/],
    [['report', '--format', 'docx'], 2, /docx/],
    [['report', '--format', 'json', '--scope', 'all'], 1, /is not a scope: write ledger, commitment:ID/],
    [
      ['report', '--format', 'json', '--scope', 'commitment:unheard-of'],
      1,
      /Nothing of commitment:unheard-of/,
    ],
    [
      ['report', '--format', 'json', '-o', 'no/such/folder.json'],
      1,
      /cannot be written: there is no such folder/,
    ],
  ])(
    'says what is wrong with %j',
    async (args, code, fault) => {
      const said = await run(args, { cwd: folder, env: { LEDGER_URL: api.url, LEDGER_KEY: ADMIN_KEY } });
      expect(said).toMatchObject({ code, err: expect.stringMatching(fault) as string });
    },
    400_000,
  );
});
