import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AnsweringServer } from './answering-server.ts';
import { run } from './run-ledger.ts';

const DOCUMENT =
  'Ми передали 🔌 generators. Japan will give 100 generators this year. More generators will come.\n';
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

let folder: string;
const inFolder = (args: readonly string[], stdin?: string) =>
  run(args, {
    cwd: folder,
    env: { LEDGER_URL: 'http://127.0.0.1:61999' },
    ...(stdin !== undefined && { stdin }),
  });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ledger-cli-'));
  await writeFile(join(folder, 'document.txt'), DOCUMENT);
});
afterAll(() => rm(folder, { recursive: true }));

describe('ledger anchor', () => {
  it('prints the anchor to paste, counted in code points', async () => {
    const { code, out, err } = await inFolder(['anchor', 'document.txt', '100 generators']);
    expect([code, err]).toEqual([0, '']);
    expect(out).toBe(
      [
        `- document: ${sha256(DOCUMENT)}`,
        '  start: 42',
        '  end: 56',
        `  passage: ${sha256('100 generators')}`,
        '',
      ].join('\n'),
    );
  });

  it('lists every place where the words stand more than once, and takes the one chosen', async () => {
    const several = await inFolder(['anchor', 'document.txt', 'generators']);
    expect([several.code, several.out]).toEqual([1, '']);
    expect(several.err).toBe(
      [
        'The words stand in document.txt 3 times:',
        '   1  Ми передали 🔌 [generators]. Japan will give 100 generato…',
        '   2  …nerators. Japan will give 100 [generators] this year. More generators wi…',
        '   3  …00 generators this year. More [generators] will come. ',
        'Choose one with --nth, or give more of the words around it.',
        '',
      ].join('\n'),
    );
    const second = await inFolder([
      'anchor',
      'document.txt',
      'generators',
      '--nth',
      '2',
      '--source',
      'press',
    ]);
    expect(second.out).toMatch(/^- source: press\n {2}document: .*\n {2}start: 46\n/);
    const fourth = await inFolder(['anchor', 'document.txt', 'generators', '--nth', '4']);
    expect([fourth.code, fourth.err]).toEqual([1, expect.stringMatching(/3 times, not 4 times/)]);
  });

  it('gives all of them as JSON', async () => {
    const { out } = await inFolder(['anchor', 'document.txt', 'generators', '--json']);
    expect(JSON.parse(out)).toHaveLength(3);
  });

  it('names what comes nearest where the words do not stand so', async () => {
    const { code, err } = await inFolder(['anchor', 'document.txt', 'japan  will give 200 generators']);
    expect(code).toBe(1);
    expect(err).toMatch(/letter for letter\. Nearest:\n.*\[Japan will give\] 100 generators/);
    const none = await inFolder(['anchor', 'document.txt', 'submarines']);
    expect(none.err).toMatch(/^The words do not stand in document\.txt\.\nCopy them/);
  });

  it('says of a file that is not there, or not text, just that', async () => {
    const missing = await inFolder(['anchor', 'nowhere.txt', 'x']);
    expect([missing.code, missing.err]).toEqual([1, 'nowhere.txt cannot be read: there is no such file.\n']);
    await writeFile(join(folder, 'picture.png'), Buffer.from([0x89, 0x50, 0xff, 0xfe]));
    const picture = await inFolder(['anchor', 'picture.png', 'x']);
    expect([picture.code, picture.err]).toEqual([
      1,
      expect.stringMatching(/^picture\.png: The document is not UTF-8/),
    ]);
  });
});

const record = (more: string, { anchorEnd = 56, document = sha256(DOCUMENT) } = {}): string => `source:
  id: press
  publisher: Ministry of Foreign Affairs of Ukraine
  publisherParty: UA
  title: On a meeting
  published: 2024-11-16
  language: en
  document: ${document}
commitments:
  - id: generators-2024
    title: 100 generators
    kind: goods
    strength: declared
    committers: [JP]
    beneficiaries: [UA]
    criterion: { type: count-reached, target: 100 generators, milestone: handed-over }
    due: 2024
    evidence:
      - { start: 42, end: ${anchorEnd}, passage: ${sha256('100 generators')} }
${more}`;

describe('ledger record, before anything is sent', () => {
  it('tells every fault of the file with its line, place and remedy', async () => {
    const faulty = record(`  - id: Gifts
    title: Gifts
    kind: presents
    strength: declared
    committers: [JP]
    beneficiaries: [Ukraine]
    criterion: standing
    due: 2024-winter
`);
    const { code, out, err } = await inFolder(['record', '-'], faulty);
    expect([code, out]).toEqual([1, '']);
    const lines = err.trimEnd().split('\n');
    expect(lines[0]).toMatch(/^Nothing was recorded: \d faults in -\.$/);
    expect(lines.slice(1)).toEqual([
      expect.stringMatching(/^-:20:5 {2}\/commitments\/1\/id {2}.+ — .+/),
      expect.stringMatching(/^-:22:5 {2}\/commitments\/1\/kind {2}.+ — .+/),
      expect.stringMatching(/^-:25:21 {2}\/commitments\/1\/beneficiaries\/0 {2}.+ — .+/),
      expect.stringMatching(/^-:27:5 {2}\/commitments\/1\/due {2}.+ — .+/),
    ]);
  });

  it('tells what is wrong with the text itself, with its line', async () => {
    await writeFile(join(folder, 'broken.yaml'), 'source:\n  id: press\n id: [unclosed\n');
    const { code, err } = await inFolder(['record', 'broken.yaml']);
    expect(code).toBe(1);
    expect(err).toMatch(/^Nothing was recorded: .* in broken\.yaml\.\nbroken\.yaml:\d+:\d+ {2}/);
  });

  it('holds every anchor against the document given, and names the line of each that does not fit', async () => {
    await writeFile(join(folder, 'wrong.yaml'), record('', { anchorEnd: 55 }));
    const { code, err } = await inFolder(['record', 'wrong.yaml', '--source', 'document.txt', '--dry-run']);
    expect(code).toBe(1);
    expect(err).toMatch(
      /^Nothing was recorded: one fault in wrong\.yaml\.\nwrong\.yaml:19:9 {2}\/commitments\/0\/evidence\/0 {2}names other words .* — anchor the passage again/,
    );
  });

  it('refuses a document that is not the one the record points into', async () => {
    await writeFile(join(folder, 'other.yaml'), record('', { document: 'a'.repeat(64) }));
    const { code, err } = await inFolder(['record', 'other.yaml', '--source', 'document.txt']);
    expect(code).toBe(1);
    expect(err).toMatch(new RegExp(`other\\.yaml:8:3  /source/document  .*${sha256(DOCUMENT)}`));
  });

  it('without a ledger to ask, a dry run tells what the file holds', async () => {
    const { code, out, err } = await inFolder(
      ['record', '-', '--source', 'document.txt', '--dry-run'],
      record(''),
    );
    expect([code, out]).toEqual([
      0,
      'The file is valid and tells 2 facts:\n    1  SourceRegistered\n    1  CommitmentAnnounced\n',
    ]);
    expect(err).toMatch(/^Not checked against the ledger: .* nothing listens there\.\n$/);
  });

  it('with --json, faults are an object with lines', async () => {
    const { code, out } = await inFolder(['record', '-', '--json'], 'commitments: none\n');
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      errors: [expect.objectContaining({ line: 1, pointer: '/commitments' })],
    });
  });
});

describe('ledger record, with a ledger that refuses', () => {
  let server: AnsweringServer;
  afterEach(() => server.stop());

  it('points what the ledger refuses to the lines of the file', async () => {
    const errors = [
      {
        pointer: '/commitments/0',
        fault: 'is already recorded',
        remedy: 'give it an id of its own',
        code: 'recorded-differently',
      },
    ];
    server = await AnsweringServer.start(({ method }) =>
      method === 'PUT'
        ? { status: 201, body: {} }
        : {
            status: 409,
            body: { title: 'The id stands for another fact', code: 'recorded-differently', errors },
          },
    );
    await writeFile(join(folder, 'again.yaml'), record(''));
    const { code, err } = await run(['record', 'again.yaml', '--source', 'document.txt'], {
      cwd: folder,
      env: { LEDGER_URL: server.url },
    });
    expect(code).toBe(1);
    expect(err).toBe(
      'Nothing was recorded: one fault in again.yaml.\n' +
        'again.yaml:10:5  /commitments/0  is already recorded — give it an id of its own\n',
    );
    expect(server.came.map(({ method, url }) => `${method} ${url}`)).toEqual([
      `PUT /v1/documents/${sha256(DOCUMENT)}`,
      'POST /v1/records',
    ]);
    expect(server.came[0]).toMatchObject({ body: DOCUMENT, headers: { 'content-type': 'text/plain' } });
  });
});
