import { describeWithKafka, until } from '#libs/testkit';
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { document, meetingRecord } from '../apps/api/test/example-records.ts';
import { run } from '../apps/cli/test/run-ledger.ts';
import { ADMIN_KEY, openHouse, type House } from './house.ts';

const bin = fileURLToPath(new URL('../apps/cli/bin/ledger.mjs', import.meta.url));

describeWithKafka('ledger, the command, on the whole road', () => {
  let house: House;
  let folder: string;

  const ledger = (...args: readonly string[]) =>
    run(args, { cwd: folder, env: { LEDGER_URL: house.url, LEDGER_KEY: ADMIN_KEY } });

  beforeAll(async () => {
    house = await openHouse();
    // A record is compared with what is known where that can be asked, and by now the projector has made the tables.
    await house.caughtUp();
    folder = await mkdtemp(join(tmpdir(), 'ledger-command-'));
    await writeFile(join(folder, 'document.txt'), document.text);
    await writeFile(join(folder, 'meeting.json'), JSON.stringify(meetingRecord, null, 2));
  }, 60_000);

  afterAll(async () => {
    await house.stop();
    await rm(folder, { recursive: true });
  }, 60_000);

  it('given a meeting in a file, a dry run tells what it would record, and records nothing', async () => {
    const { code, out } = await ledger('record', 'meeting.json', '--source', 'document.txt', '--dry-run');
    expect(code).toBe(0);
    expect(out).toMatch(/^Would record \d+ events in \d+ streams:\n/);
    expect(JSON.parse((await ledger('projections', 'status', '--json')).out)).toMatchObject({ head: 0 });
  });

  it('when it is recorded with its document, then all of it is, and once', async () => {
    const first = await ledger('record', 'meeting.json', '--source', 'document.txt');
    expect(first.code).toBe(0);
    // Whether it has to say that it waits depends on how fast the house is today.
    const told = first.err.split('\n').filter((line) => line !== '' && !line.startsWith('Waiting until '));
    expect(told).toEqual([
      expect.stringMatching(
        /^meeting\.json:\d+:\d+ {2}\/commitments\/0\/evidence {2}one-sided-evidence {2}generators: /,
      ),
      expect.stringMatching(
        /^meeting\.json:\d+:\d+ {2}\/commitments\/1\/due {2}never-violable {2}pressure: /,
      ),
    ]);
    expect(first.out).toMatch(/^Recorded \d+ events in \d+ streams, up to position \d+:\n/);
    expect(first.out).toMatch(/\n {3}26 {2}SanctionsPackageAdopted\n/);
    const second = await ledger('record', 'meeting.json', '--source', 'document.txt');
    expect(second.code).toBe(0);
    expect(second.err).toMatch(/^(Waiting until .*\n)?$/);
    expect(second.out).toMatch(/^Nothing new: all \d+ facts are already recorded/);
  });

  it('then the table says where each promise stands, and one in full quotes the document', async () => {
    await ledger('projections', 'compare');
    const table = await ledger('status', '--valid-at', '2024-11-16');
    expect(table.out).toMatch(
      /\ngenerators +Japan → Ukraine +100 generators +1–100 \(1–100 %\) +2024 +partly delivered\n/,
    );
    const sheet = await ledger('status', 'generators', '--valid-at', '2024-11-16');
    expect(sheet.out).toMatch(
      /Delivered {4}at least 1, at most 100 of 100 generators: proved 1 %, possible 100 %/,
    );
    expect(sheet.out).toMatch(/“one hundred generators 🔌 this year”/);
    expect(sheet.out).toMatch(/\nWhy\n {2}1\. /);
  });

  it('when 40 and then 60 more are delivered, then each says the new state, in the unit of the promise', async () => {
    const source = ['--source', 'agency'];
    await ledger(
      ...['source', 'add', 'agency', '--publisher', 'A News Agency', '--publisher-party', 'JP'],
      ...['--title', 'Later', '--published', '2025-01-11'],
    );
    const forty = ['deliver', 'generators', '--quantity', 'exactly 40', '--on', '2024-12-05', ...source];
    expect(await ledger(...forty)).toEqual({
      code: 0,
      err: expect.stringMatching(
        /^one-sided-evidence {2}\/evidence {2}names sources of the committer only.*\n$/,
      ),
      out: expect.stringMatching(
        /^Recorded at position \d+: delivery of 40 generators, 2024-12-05, towards generators\.\ngenerators {2}overdue, unproven: at least 41, at most 100 of 100 generators: proved 41 %, possible 100 %\n$/,
      ),
    });
    expect((await ledger(...forty)).out).toMatch(/^Nothing new, it is already recorded/);
    const sixty = await ledger('deliver', 'generators', '--quantity', '60', '--on', '2024-12-20', ...source);
    expect(sixty.out).toMatch(/\ngenerators {2}fulfilled: /);
  });

  it('when amounts are told in vague words, then they are kept, and the answer says how they were read', async () => {
    const told = async (words: string, day: string) =>
      (await ledger('deliver', 'generators', '--quantity', words, '--on', day, '--source', 'agency')).out;
    expect(await told('around 60', '2025-01-20')).toMatch(/: delivery of about 60 generators, 2025-01-20,/);
    expect(await told('all remaining', '2025-01-21')).toMatch(/: delivery of all remaining generators, /);
    await ledger('projections', 'compare');
    const sheet = await ledger('status', 'generators', '--valid-at', '2025-01-21');
    expect(sheet.out.replace(/\s+/g, ' ')).toMatch(
      /It counts as between 54 and 66 generators\. “About” is read as up to 10 % more or less \(ICC UCP 600, article 30\)/,
    );
    const timeline = await ledger('timeline', 'generators');
    expect(timeline.out).toMatch(/Delivered \(handed over\): about 60 generators\./);
    expect(timeline.out).toMatch(/Delivered \(handed over\): all remaining generators\./);
  });

  it('when another unit is delivered, then it is refused with the reason and the remedy', async () => {
    const args = [
      'deliver',
      'generators',
      '--quantity',
      '3 vehicles',
      '--on',
      '2024-12-06',
      '--source',
      'agency',
    ];
    const { code, out, err } = await ledger(...args);
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(
      /\/quantity\/unit is vehicles, but generators is measured in generators\.\nGive the amount in generators/,
    );
  });

  it('when package 27 is adopted, then the pressure promised is there; package 26 again is refused', async () => {
    const adopt = (number: string, on: string) =>
      ledger(
        'adopt',
        '--imposer',
        'JP',
        '--target',
        'RU',
        '--number',
        number,
        '--on',
        on,
        '--source',
        'agency',
      );
    const again = await adopt('26', '2025-01-09');
    expect([again.code, again.err]).toEqual([
      1,
      expect.stringMatching(/package 26 .* is already in the register/),
    ]);
    const next = await adopt('27', '2025-01-10');
    expect([next.code, next.out]).toEqual([0, expect.stringMatching(/\npressure {2}fulfilled: /)]);
  });

  it('a record that leans on what is recorded is taken, and its refusals name its lines', async () => {
    const leaning =
      'source: agency\nsteps:\n  - { id: one, commitment: pressure, title: A step, taken: 2025-02-01 }\n  - { id: two, commitment: nowhere, title: A step, taken: 2025-02-01, attribution: { reporter: committer } }\n';
    await writeFile(join(folder, 'leaning.yaml'), leaning);
    const { code, err } = await ledger('record', 'leaning.yaml');
    expect(code).toBe(1);
    expect(err).toMatch(
      /^Nothing was recorded: one fault in leaning\.yaml\.\nleaning\.yaml:4:\d+ {2}\/steps\/1/,
    );
    await writeFile(join(folder, 'leaning.yaml'), leaning.split('\n').slice(0, 3).join('\n'));
    expect((await ledger('record', 'leaning.yaml')).out).toMatch(/^Recorded 1 event in 1 stream/);
  });

  it('when promises are withdrawn, released, superseded or covered, then each says its new state, and to whom it is refused', async () => {
    const [commitment] = meetingRecord.commitments;
    const commitments = ['one', 'two', 'three', 'four'].map((name) => ({
      ...commitment,
      ...{ id: `trucks-${name}`, announced: '2024-11-16', evidence: undefined },
    }));
    await writeFile(join(folder, 'trucks.json'), JSON.stringify({ source: 'agency', commitments }));
    expect((await ledger('record', 'trucks.json')).code).toBe(0);
    const on = ['--on', '2025-01-05', '--source', 'agency'];

    const withdraw = (by: string) => ledger('withdraw', 'trucks-one', '--by', by, ...on);
    const stranger = await withdraw('UA');
    expect([stranger.code, stranger.err]).toEqual([
      1,
      expect.stringMatching(/\/by is UA, which did not make/),
    ]);
    expect(await withdraw('JP')).toEqual({
      code: 0,
      err: '',
      out: expect.stringMatching(
        /^Recorded at position \d+: withdrawal of trucks-one, 2025-01-05\.\ntrucks-one {2}withdrawn: /,
      ),
    });
    expect((await withdraw('JP')).out).toMatch(/^Nothing new, it is already recorded/);

    const release = await ledger('release', 'trucks-one', '--by', 'UA', ...on);
    expect([release.code, release.err]).toEqual([1, expect.stringMatching(/had ended already/)]);
    expect((await ledger('release', 'trucks-two', '--by', 'UA', ...on)).out).toMatch(
      /\ntrucks-two {2}released: /,
    );

    const supersede = (id: string, successor: string) =>
      ledger('supersede', id, '--successor', successor, ...on);
    expect((await supersede('trucks-three', 'trucks-four')).out).toMatch(/\ntrucks-three {2}superseded: /);
    const circle = await supersede('trucks-four', 'trucks-three');
    expect([circle.code, circle.err]).toEqual([
      1,
      expect.stringMatching(
        /closes a circle: trucks-three supersedes trucks-four, which supersedes trucks-three/,
      ),
    ]);

    const cover = (period: string) =>
      ledger('cover', 'trucks-four', '--period', period, '--source', 'agency');
    const early = await cover('2024-11-16/2025-12-31');
    expect([early.code, early.err]).toEqual([
      1,
      expect.stringMatching(/ends after it was declared complete/),
    ]);
    expect((await cover('2024')).out).toMatch(/\ntrucks-four {2}overdue, evidenced: /);
  });

  it('answers every other question, and rebuilding changes none of the answers', async () => {
    const questions = [
      ['status', '--all'],
      ['timeline', 'generators'],
      ['timeline', '--party', 'JP', '--all'],
      ['meetings'],
      ['meetings', 'kyiv-meeting'],
      ['packages'],
      ['totals'],
      ['matrix'],
      ['positions'],
      ['reconciliations'],
      ['sources'],
    ];
    const answers = async () => {
      const all: string[] = [];
      for (const question of questions) {
        const { code, out, err } = await ledger(...question);
        expect([question, code, err]).toEqual([question, 0, '']);
        all.push(out);
      }
      return all;
    };
    await until('the read models are as of everything', async () => {
      const { head, asOf } = JSON.parse((await ledger('projections', 'status', '--json')).out);
      return head === asOf;
    });
    const before = await answers();
    expect((await ledger('projections', 'rebuild')).out).toMatch(/^The rebuild is done/);
    expect(await answers()).toEqual(before);
    expect((await ledger('projections', 'compare')).out).toMatch(/^Equal: /);
    expect((await ledger('projections', 'status')).out).toMatch(/\nread models +\d+ +0\n/);
  }, 60_000);

  it('gives out keys and takes them back', async () => {
    const key = (await ledger('keys', 'create', 'desk', '--role', 'reader')).out.trim();
    const asDesk = (...args: readonly string[]) =>
      run(args, { env: { LEDGER_URL: house.url, LEDGER_KEY: key } });
    expect((await asDesk('status')).code).toBe(0);
    expect((await asDesk('keys', 'list')).code).toBe(4);
    const [{ id }] = JSON.parse((await ledger('keys', 'list', '--json')).out).items;
    expect((await ledger('keys', 'revoke', id)).code).toBe(0);
    expect((await asDesk('status')).code).toBe(4);
  });

  it('the executable says the same, and ends quietly when nobody reads on', async () => {
    const text = `"${process.execPath}" "${bin}" timeline --all | head -n 1; echo "$\{PIPESTATUS[0]}"`;
    const { out, err } = await shell(text, { LEDGER_URL: house.url, LEDGER_KEY: ADMIN_KEY });
    expect(err.replace(/^(Building|Installing|Waiting).*\n/gm, '')).toBe('');
    expect(out).toMatch(/^WHEN .*\n0\n$/);
  }, 120_000);
});

function shell(
  command: string,
  env: Readonly<Record<string, string>>,
): Promise<{ out: string; err: string }> {
  return new Promise((resolve) => {
    const child = spawn('bash', ['-c', command], { env: { ...process.env, ...env } });
    let out = '';
    let err = '';
    child.stdout.on('data', (text: Buffer) => (out += text.toString()));
    child.stderr.on('data', (text: Buffer) => (err += text.toString()));
    child.once('close', () => {
      resolve({ out, err });
    });
  });
}
