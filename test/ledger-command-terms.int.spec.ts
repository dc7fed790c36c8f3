import { cloneDatabase, type TestDatabase } from '#libs/testkit';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ADMIN_KEY, ApiUnderTest } from '../apps/api/test/api-under-test.ts';
import { meetingRecord, newsItem } from '../apps/api/test/example-records.ts';
import { run } from '../apps/cli/test/run-ledger.ts';

let database: TestDatabase;
let api: ApiUnderTest;
let folder: string;

beforeAll(async () => {
  database = await cloneDatabase();
  api = await ApiUnderTest.start(database);
  folder = await mkdtemp(join(tmpdir(), 'ledger-terms-'));
  await api.post('/v1/sources', { ...newsItem, id: 'agency' });
});
afterAll(async () => {
  await api.stop();
  await database.drop();
  await rm(folder, { recursive: true });
});

/** Runs the command, which waits until what it recorded is projected. */
const ledger = async (...args: readonly string[]) => {
  const running = run(args, { cwd: folder, env: { LEDGER_URL: api.url, LEDGER_KEY: ADMIN_KEY } });
  const isDone = running.then(() => true);
  while (!(await Promise.race([isDone, api.project().then(() => false)]))) continue;
  return running;
};

it('when a promise is amended, specified, reaffirmed and related, then its sheet shows the terms and what was said', async () => {
  const [commitment] = meetingRecord.commitments;
  const commitments = ['vans', 'cars'].map((id) => ({
    ...commitment,
    ...{ id, announced: '2024-11-16', evidence: undefined },
  }));
  await writeFile(join(folder, 'vans.json'), JSON.stringify({ source: 'agency', commitments }));
  expect((await ledger('record', 'vans.json')).code).toBe(0);
  const on = (day: string) => ['--on', day, '--source', 'agency'];

  const extend = (by: string) =>
    ledger('amend', 'vans', '--by', by, '--due', '2025-03-31', ...on('2025-01-20'));
  const alone = await extend('JP');
  expect([alone.code, alone.err]).toEqual([1, expect.stringMatching(/no beneficiary agreed to it/)]);
  expect((await extend('JP,UA')).out).toMatch(/^Recorded at position \d+: amendment of vans, 2025-01-20\./);
  const more = await ledger('amend', 'vans', '--by', 'JP', '--target', '120', ...on('2025-01-21'));
  expect([more.code, more.err]).toEqual([0, expect.stringContaining('published-before-happening')]);
  const open = await ledger('amend', 'vans', '--by', 'JP', '--by', 'UA', '--no-due', ...on('2025-02-01'));
  expect(open.code).toBe(0);
  const narrow = await ledger('specify', 'cars', '--due', '2024-12', '--title', 'Cars', ...on('2024-12-01'));
  expect([narrow.code, narrow.err]).toEqual([0, '']);
  const wide = await ledger('specify', 'cars', '--due', '2026', ...on('2024-12-02'));
  expect([wide.code, wide.err]).toEqual([1, expect.stringMatching(/is not a part of what cars could mean/)]);
  expect((await ledger('reaffirm', 'vans', ...on('2025-01-22'))).code).toBe(0);
  const part = (one: string, other: string) =>
    ledger('relate', one, '--as', 'part-of', '--to', other, '--source', 'agency');
  expect((await part('vans', 'cars')).code).toBe(0);
  expect((await part('cars', 'vans')).err).toMatch(/cars is part of vans, which is part of cars/);

  const { out } = await ledger('status', 'vans', '--valid-at', '2025-01-25');
  expect(out).toMatch(/Due +2025-03-31/);
  expect(out).toMatch(/120 generators/);
  expect(out).toContain('amendment by Japan and Ukraine: due 2025-03-31');
  expect(out).toContain('reaffirmation');
  expect(out).toMatch(/promise of 100 generators \(vans\): neither converted nor added/);
  expect(out).toMatch(/part of cars: Cars/);
  expect((await ledger('status', 'vans', '--valid-at', '2025-02-01')).out).toContain('no deadline stated');
});
