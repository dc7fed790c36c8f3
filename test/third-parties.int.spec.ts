import { bundleWithFigures, logWithQuantities, paperFigures, paperLog, wrongFigures } from '#libs/testkit';
import { newSignerKey, parseSignerKey } from '#libs/transparency';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  BUILD_MS,
  describeOffline,
  describeWithGo,
  describeWithPython,
  goVerifier,
  type Outsider,
  pythonVerifier,
  tesseraFsck,
} from './outsiders.ts';
import { serveFiles } from './served-files.ts';

/** Enough for three levels of tiles, with an incomplete one on each. */
const COUNT = 66_000;
const witnesses = ['one', 'two'].map((name) =>
  parseSignerKey(newSignerKey(`example.com/${name}`), 'cosignature'),
);
const log = paperLog(COUNT);
const quantities = logWithQuantities();
const figures = paperFigures(quantities);
const witnessed = paperLog(600, { witnesses });

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'third-parties-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Writes files below a folder of their own. @returns the folder. */
async function written(name: string, files: ReadonlyMap<string, Buffer>): Promise<string> {
  for (const [path, bytes] of files) {
    const file = join(folder, name, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, bytes);
  }
  return join(folder, name);
}

/** A bundle with one leaf altered, which is still JSON in the form of a leaf. */
function altered(files: Map<string, Buffer>): Map<string, Buffer> {
  const leaves = String(files.get('log/leaves.jsonl'));
  return files.set('log/leaves.jsonl', Buffer.from(leaves.replace('"Крок 300"', '"Крок 303"')));
}

const bundleTests = (program: () => Outsider, keyOption: string): void => {
  const whole = witnessed.bundle();
  const some = witnessed.bundle([0, 1, 255, 299, 599]);

  test.each([
    ['the whole log', whole],
    ['some leaves with proofs', some],
  ])('verifies a bundle of %s', async (name, files) => {
    const said = await program().run([keyOption, witnessed.vkey, await written(name, files)]);
    expect(said).toEqual({ code: 0, out: expect.stringMatching(/^VERIFIED$/m) as string });
  });

  test.each([
    ['the whole log', witnessed.bundle()],
    ['some leaves', witnessed.bundle([0, 1, 255, 299, 599])],
  ])('names the leaf that was altered in a bundle of %s', async (name, files) => {
    const said = await program().run([
      keyOption,
      witnessed.vkey,
      await written(`altered ${name}`, altered(files)),
    ]);
    expect(said).toEqual({ code: 1, out: expect.stringContaining('first bad position: 300') as string });
  });

  test('does not believe another key, nor fewer witnesses than the policy asks for', async () => {
    const path = await written('believed', witnessed.bundle());
    expect(await program().run([keyOption, log.vkey, path])).toMatchObject({ code: 1 });
    const lone = new Map([...witnessed.bundle(), ['log/checkpoint', unwitnessed(witnessed.checkpoint())]]);
    const said = await program().run([keyOption, witnessed.vkey, await written('lone', lone)]);
    expect(said).toEqual({ code: 1, out: expect.stringContaining('too few witnesses') as string });
  });

  test('says that a key came with the bundle, where none is given', async () => {
    const said = await program().run([await written('enclosed', whole)]);
    expect(said).toEqual({ code: 0, out: expect.stringMatching(/^note .*came with the/m) as string });
  });

  test('confirms every figure of a report, and finds each that does not follow from the leaves', async () => {
    const verify = async (name: string, of: typeof figures) =>
      program().run([keyOption, quantities.vkey, await written(name, bundleWithFigures(quantities, of))]);
    expect(await verify('figures', figures)).toMatchObject({ code: 0 });
    const found: unknown[] = [];
    for (const [what, wrong] of wrongFigures(figures)) {
      const { code, out } = await verify(`figures ${what}`, wrong);
      found.push([what, code, /^FAIL {2}figures/m.test(out)]);
    }
    expect(found).toEqual(wrongFigures(figures).map(([what]) => [what, 1, true]));
  });

  describeOffline('with no network', () => {
    test('verifies a bundle all the same', async () => {
      const args = [keyOption, witnessed.vkey, await written('offline', some)];
      expect(await program().run(args, { offline: true })).toMatchObject({ code: 0 });
    });
  });

  test('ends with 2 where there is no bundle', async () => {
    expect(await program().run([folder])).toMatchObject({ code: 2 });
  });
};

/** The first cosignature taken away. */
const unwitnessed = (note: string): Buffer => {
  const lines = note.split('\n');
  lines.splice(-2, 1);
  return Buffer.from(lines.join('\n'));
};

describeWithGo('the Go program, with transparency-dev and x/mod', () => {
  let go: Outsider;
  beforeAll(async () => {
    go = await goVerifier();
  }, BUILD_MS);

  describe('of a bundle', () => {
    bundleTests(() => ({ run: (args, options) => go.run(['bundle', ...args], options) }), '-key');
  });

  test('verifies the proof of one event with its leaf, and no other leaf', async () => {
    const files = new Map([
      ['42.tlog-proof', Buffer.from(log.proof(41).text)],
      ['42.json', Buffer.from(`${log.leaves[41] ?? ''}\n`)],
      ['43.json', Buffer.from(log.leaves[42] ?? '')],
    ]);
    const path = await written('proof', files);
    const verify = (leaf: string) =>
      go.run(['proof', '-key', log.vkey, join(path, '42.tlog-proof'), join(path, leaf)]);
    expect(await verify('42.json')).toMatchObject({ code: 0 });
    expect(await verify('43.json')).toMatchObject({ code: 1 });
  });

  test('verifies a log over HTTP, that it continues older checkpoints, and names what is not so', async () => {
    const files = log.served();
    const served = await serveFiles(files);
    try {
      const old = await written('old', new Map([['checkpoint', Buffer.from(log.checkpoint(65_537))]]));
      const args = ['-key', log.vkey, '-since', join(old, 'checkpoint')];
      expect(await go.run(['log', ...args, served.url])).toMatchObject({ code: 0 });
      const consistency = ['consistency', '-key', log.vkey, served.url, join(old, 'checkpoint')];
      expect(await go.run(consistency)).toMatchObject({ code: 0 });
      const entries =
        files.get('tile/entries/100')?.toString('latin1').replace('StepTaken', 'StepMaken') ?? '';
      files.set('tile/entries/100', Buffer.from(entries, 'latin1'));
      const said = await go.run(['log', ...args, served.url]);
      expect(said).toEqual({ code: 1, out: expect.stringContaining('first bad position: 25601') as string });
    } finally {
      await served.stop();
    }
  });

  test('verifies a log that has witnesses since a checkpoint that was kept before it had', async () => {
    const kept = witnessed.checkpoint(200).replace(/— example[.]com.*\n/g, '');
    const files = witnessed.served();
    const policy = files.get('policy') ?? Buffer.alloc(0);
    const own = await written('kept', new Map(Object.entries({ checkpoint: Buffer.from(kept), policy })));
    const file = join(own, 'checkpoint');
    const served = await serveFiles(files);
    try {
      const args = ['-key', witnessed.vkey, '-policy', join(own, 'policy')];
      expect(await go.run(['log', ...args, '-since', file, served.url])).toMatchObject({ code: 0 });
      expect(await go.run(['consistency', ...args, served.url, file])).toMatchObject({ code: 0 });
      const uncosigned = await go.run(['consistency', ...args, served.url, file, file]);
      expect(uncosigned).toMatchObject({ code: 1, out: expect.stringContaining('witnesses') as string });
    } finally {
      await served.stop();
    }
  });

  test(
    'and Tessera’s fsck finds the same size and root, and a tile that was altered',
    async () => {
      const files = log.served();
      const [served, fsck] = await Promise.all([serveFiles(files), tesseraFsck()]);
      try {
        const key = await written('key', new Map([['vkey', Buffer.from(log.vkey)]]));
        const args = [
          '-ui=false',
          '-N',
          '8',
          '-storage_url',
          `${served.url}/`,
          '-public_key',
          join(key, 'vkey'),
        ];
        const [, size = '', root = ''] = log.checkpoint().split('\n');
        const { out } = await fsck.run(args);
        expect(out).toContain(`Successfully fsck'd log with size ${size} and root ${root} `);
        files.set('tile/0/100', Buffer.alloc(8192));
        expect((await fsck.run(args)).out).not.toContain('Successfully');
      } finally {
        await served.stop();
      }
    },
    BUILD_MS,
  );
});

describeWithPython('the Python program, with pymerkle and cryptography', () => {
  let python: Outsider;
  beforeAll(async () => {
    python = await pythonVerifier();
  }, BUILD_MS);

  bundleTests(() => python, '--key');
});
