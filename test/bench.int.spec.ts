import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { projectRoot } from '#libs/platform';

const LONG = process.env['LEDGER_LONG'] === '1';

/** What others read: the issue that asked for the bench promised this shape. */
const result = z.object({
  machine: z.object({ cpu: z.string(), cores: z.number(), memoryGiB: z.number() }).loose(),
  settings: z.object({ versions: z.record(z.string(), z.string()) }).loose(),
  figures: z
    .array(
      z.strictObject({
        name: z.string().regex(/^[a-z-]+\.[a-z0-9-]+(@[a-z0-9-]+)?$/),
        unit: z.string(),
        min: z.number(),
        median: z.number(),
        max: z.number(),
        peer: z.string().nullable(),
        ratio: z.number().nullable(),
      }),
    )
    .min(1),
  notes: z.array(z.string()),
});

describe('npm run bench', () => {
  let folder: string;
  const bench = (...args: readonly string[]) =>
    promisify(execFile)(process.execPath, ['bench/run.mjs', ...args], { cwd: projectRoot() });
  const figuresOf = async (...args: readonly string[]) => {
    const file = join(folder, 'figures.json');
    const { stdout } = await bench(...args, '--quick', '--json', file);
    return { table: stdout, ...result.parse(JSON.parse(await readFile(file, 'utf8'))) };
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ledger-bench-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('writes what it measured in the shape promised, each figure between its least and its most', async () => {
    const { figures, table } = await figuresOf('fold', '--peers', 'none');
    expect(figures.map(({ name }) => name)).toContain('fold.read-and-fold-1000');
    for (const { name, min, median, max } of figures) {
      expect([name, min <= median && median <= max]).toEqual([name, true]);
      expect(table).toContain(name);
    }
  });

  (LONG ? it : it.skip)('tells our appends as a ratio to the raw database', async () => {
    const { figures } = await figuresOf('append', '--peers', 'raw');
    const [ours, raw] = ['append.clients-32', 'append.clients-32@raw-pgbench'].map((wanted) =>
      figures.find(({ name }) => name === wanted || name === wanted.replace('pgbench', 'node-pg')),
    );
    expect(ours?.peer).toMatch(/^raw-/);
    expect(ours?.ratio).toBeCloseTo((ours?.median ?? 0) / (raw?.median ?? 1), 2);
  });

  it('refuses a word it does not know in one sentence, and starts nothing', async () => {
    await expect(bench('apend')).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^"apend" is no part: there are append, .*\n$/),
    });
  });
});
