import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AnsweringServer, type Reply } from './answering-server.ts';
import { run } from './run-ledger.ts';

const record = `source:
  id: press
  publisher: Ministry of Foreign Affairs of Japan
  publisherParty: JP
  title: On a loan
  published: 2024-11-16
  language: en
commitments:
  - id: loan
    title: A loan
    kind: financial
    strength: declared
    committers: [JP]
    beneficiaries: [UA]
    criterion: { type: sum-reached, target: 3 billion USD, milestone: disbursed }
`;
const withoutFault = record.replace('3 billion', 'over 3 billion').concat("    due: '2025'\n");

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ledger-lint-'));
  await writeFile(join(folder, 'loan.yaml'), record);
  await writeFile(join(folder, 'good.yaml'), withoutFault);
});
afterAll(() => rm(folder, { recursive: true }));

const inFolder = (args: readonly string[], url = 'http://127.0.0.1:61999', stdin = '') =>
  run(args, { cwd: folder, env: { LEDGER_URL: url }, stdin });

describe('ledger lint, without a ledger', () => {
  it('tells each finding with its line and what to do, and the reason of each rule once', async () => {
    const { code, out, err } = await inFolder(['lint', 'loan.yaml']);
    expect(code).toBe(0);
    expect(out.trimEnd().split('\n')).toEqual([
      expect.stringMatching(
        /^loan\.yaml:9:5 {2}\/commitments\/0\/due {2}never-violable {2}loan: no time is stated: no day comes .* — add the time/,
      ),
      expect.stringMatching(
        /^loan\.yaml:15:37 {2}\/commitments\/0\/criterion\/target {2}no-qualifier {2}loan: 3,000,000,000 USD is taken as exact/,
      ),
      '',
      '2 findings. Recording refuses none of them. Why they matter:',
      expect.stringMatching(/^ {2}never-violable {2}What cannot be broken/),
      expect.stringMatching(/^ {2}no-qualifier {2}Round figures/),
    ]);
    expect(err).toMatch(/^loan\.yaml was not compared .* no ledger answered \(.*\); lint it again when/);
  });

  it('says so where there are none', async () => {
    const { code, out } = await inFolder(['lint', 'good.yaml']);
    expect([code, out]).toEqual([0, 'good.yaml: no findings.\n']);
  });

  it('with --strict ends with 1 where there is a finding, and not because nothing was compared', async () => {
    const strict = await inFolder(['lint', 'loan.yaml', '--strict']);
    expect(strict.code).toBe(1);
    expect(strict.err).toMatch(/2 findings in loan\.yaml, and --strict takes none\.\n$/);
    const good = await inFolder(['lint', 'good.yaml', '--strict']);
    expect([good.code, good.err]).toEqual([0, expect.stringMatching(/^good\.yaml was not compared/)]);
  });

  it('with --json gives all of it, places included, and ends as without', async () => {
    const { code, out } = await inFolder(['lint', '-', '--json', '--offline'], undefined, record);
    expect(code).toBe(0);
    const { findings } = JSON.parse(out) as { findings: { code: string }[] };
    expect(findings).toEqual([
      expect.objectContaining({
        code: 'never-violable',
        line: 9,
        column: 5,
        fact: 'loan',
        commitment: 'loan',
      }),
      expect.objectContaining({ code: 'no-qualifier', line: 15, reason: expect.stringMatching(/\.$/) }),
      expect.objectContaining({ code: 'not-compared', pointer: '', fact: null }),
    ]);
    const strict = await inFolder(['lint', '-', '--json', '--strict'], undefined, record);
    expect([strict.code, JSON.parse(strict.out)]).toMatchObject([1, { findings: { length: 3 } }]);
  });

  it('ends with 2 for what is no record: no file, no text, faults of form', async () => {
    const missing = await inFolder(['lint', 'nowhere.yaml']);
    expect([missing.code, missing.err]).toEqual([2, 'nowhere.yaml cannot be read: there is no such file.\n']);
    const broken = await inFolder(['lint', '-'], undefined, 'source:\n  id: [unclosed\n');
    expect([broken.code, broken.err]).toEqual([
      2,
      expect.stringMatching(/^- cannot be linted: one fault\.\n-:\d+:\d+ {2}/),
    ]);
    const faulty = await inFolder(['lint', '-', '--offline'], undefined, record.replace('[UA]', '[Ukraine]'));
    expect([faulty.code, faulty.err]).toEqual([
      2,
      expect.stringMatching(
        /^- cannot be linted: one fault\.\n-:14:21 {2}\/commitments\/0\/beneficiaries\/0 {2}/,
      ),
    ]);
  });

  it('lints the example of the Kyiv meeting', async () => {
    const example = new URL('../../../examples/2024-11-16-kyiv-meeting.yaml', import.meta.url);
    const { code, out } = await inFolder(
      ['lint', '-', '--offline'],
      undefined,
      await readFile(example, 'utf8'),
    );
    expect(code).toBe(0);
    expect(out).toMatch(/\n14 findings\. Recording refuses none of them\./);
  });
});

describe('ledger lint, with a ledger', () => {
  let server: AnsweringServer;
  afterEach(() => server.stop());

  const finding = {
    code: 'possible-duplicate',
    pointer: '/commitments/0/criterion/target',
    fact: 'loan',
    commitment: 'loan',
    message: 'may be the same as another',
    remedy: 'relate the two',
    reason: 'It would be counted twice.',
  };
  const answering = async (reply: Reply) => (server = await AnsweringServer.start([reply]));

  it('tells what the ledger found, with the lines of the file', async () => {
    await answering({ body: { findings: [finding] } });
    const { code, out, err } = await inFolder(['lint', 'good.yaml'], server.url);
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(
      /^good\.yaml:15:37 {2}\S+ {2}possible-duplicate {2}loan: may be the same as another — relate the two\n/,
    );
    expect(server.came.map(({ method, url }) => `${method} ${url}`)).toEqual(['POST /v1/lint']);
  });

  it('asks nothing with --offline', async () => {
    await answering({ body: { findings: [finding] } });
    expect((await inFolder(['lint', 'good.yaml', '--offline'], server.url)).code).toBe(0);
    expect(server.came).toEqual([]);
  });

  it('ends with 2 where the ledger cannot read the record, and points to its lines', async () => {
    const errors = [{ pointer: '/source', fault: 'is not registered', remedy: 'register it' }];
    await answering({ status: 422, body: { title: 'Not of its form', code: 'invalid-body', errors } });
    const { code, err } = await inFolder(['lint', 'good.yaml'], server.url);
    expect([code, err]).toEqual([
      2,
      'good.yaml cannot be linted: one fault.\ngood.yaml:1:1  /source  is not registered — register it\n',
    ]);
  });

  it('does without one that has no key for it, or is of an older version', async () => {
    for (const status of [401, 404, 503]) {
      await answering({ status, body: { title: 'No', code: 'no', detail: 'No.' } });
      const { code, out } = await inFolder(['lint', 'good.yaml'], server.url);
      expect([status, code, out]).toEqual([status, 0, 'good.yaml: no findings.\n']);
      if (status !== 503) await server.stop();
    }
  });

  it('prints what was found beside the receipt of a recording', async () => {
    const receipt = { outcome: 'dry-run', position: null, events: [], streams: [], warnings: [] };
    await answering({ body: { ...receipt, findings: [finding] } });
    const file = await inFolder(['record', 'good.yaml', '--dry-run'], server.url);
    expect(file.err).toBe(
      'good.yaml:15:37  /commitments/0/criterion/target  possible-duplicate  loan: may be the same as another — relate the two\n',
    );
    const one = await inFolder(
      [
        'source',
        'add',
        'press',
        '--publisher',
        'P',
        '--title',
        'T',
        '--published',
        '2024',
        '--language',
        'en',
      ],
      server.url,
    );
    expect([one.code, one.err]).toEqual([
      0,
      'possible-duplicate  /commitments/0/criterion/target  may be the same as another — relate the two\n',
    ]);
  });
});
