import { bundleWithFigures, logWithQuantities, paperFigures, wrongFigures } from '#libs/testkit';
import { BrokenBundle, type BundleFiles, type Verification, verifyBundle } from '#libs/verification';

const log = logWithQuantities();
const figures = paperFigures(log);

const filesIn = (files: ReadonlyMap<string, Buffer>): BundleFiles => ({
  names: new Set(files.keys()),
  read: (name) => Promise.resolve(files.get(name) ?? Buffer.alloc(0)),
  chunks: async function* (name) {
    yield (await Promise.resolve(files.get(name))) ?? Buffer.alloc(0);
  },
});

const verified = (files: ReadonlyMap<string, Buffer>): Promise<Verification> =>
  verifyBundle(filesIn(files), { trust: { key: log.vkey } });

test('figures that follow from the leaves are confirmed, and it is told how many how', async () => {
  const { faults, checked } = await verified(bundleWithFigures(log, figures));
  expect(faults).toEqual([]);
  expect(checked.find(({ check }) => check === 'figures')?.found).toBe(
    `${figures.length}, as in report.json: ${figures.length - 6} computed again from leaves, 3 by rules, which rest on proved leaves, 3 given`,
  );
});

test.each(wrongFigures(figures))('%s is found', async (_what, wrong) => {
  const { verified: isVerified, faults } = await verified(bundleWithFigures(log, wrong));
  expect(isVerified).toBe(false);
  expect([...new Set(faults.map(({ check }) => check))]).toEqual(['figures']);
});

test('a figure that is another in the report, or only there, is found', async () => {
  const [first, second, ...rest] = figures;
  if (!first || !second) throw new Error('there are figures');
  const other = await verified(bundleWithFigures(log, figures, [first, { ...second, value: 1 }, ...rest]));
  expect(other).toMatchObject({ verified: false, faultCount: 1 });
  expect(await verified(bundleWithFigures(log, [second, ...rest], figures))).toMatchObject({
    verified: false,
  });
});

test('what is no figure makes the bundle unreadable', async () => {
  const files = bundleWithFigures(log, figures).set('figures.jsonl', Buffer.from('{"figure":"x"}\n'));
  await expect(verified(files)).rejects.toThrow(BrokenBundle);
  const twice = bundleWithFigures(log, [...figures, ...figures.slice(0, 1)]);
  await expect(verified(twice)).rejects.toThrow(BrokenBundle);
});
