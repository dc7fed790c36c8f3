import { cloneDatabase, type TestDatabase } from '#libs/testkit';
import { ADMIN_KEY, ApiUnderTest } from '../apps/api/test/api-under-test.ts';
import { meetingRecord, newsItem } from '../apps/api/test/example-records.ts';
import { run } from '../apps/cli/test/run-ledger.ts';

describe('ledger dispute, challenge, resolve and assess', () => {
  let database: TestDatabase;
  let api: ApiUnderTest;
  const ledger = (...args: readonly string[]) =>
    run(args, { env: { LEDGER_URL: api.url, LEDGER_KEY: ADMIN_KEY } });
  // With --json it does not wait for the new state, which here nobody folds until it is asked for.
  const tell = (command: string, ...args: readonly string[]) =>
    ledger(command, 'generators', '--json', ...args);
  const sheet = async (validAt: string): Promise<string> => {
    await api.project();
    return (await ledger('status', 'generators', '--valid-at', validAt)).out;
  };
  const dispute = ['--about', 'batch', '--aspect', 'quantity', '--on', '2025-01-11'];
  const readings = [
    ...['--reading', 'press-release=100 generators'],
    ...['--reading', 'news-item = 98 generators'],
  ];

  beforeAll(async () => {
    database = await cloneDatabase();
    api = await ApiUnderTest.start(database);
    await api.post('/v1/records', { ...meetingRecord, deliveries: undefined });
    await api.post('/v1/sources', { ...newsItem, language: 'ja', reliability: 'A wire service' });
    await api.post('/v1/commitments/generators/deliveries', {
      ...{ id: 'batch', quantity: '100 generators', milestone: 'handed-over' },
      ...{ delivered: '2024-12-20', source: 'news-item' },
    });
  });
  afterAll(async () => {
    await api.stop();
    await database.drop();
  });

  it('opens a dispute with what each source says, and shows what each would make of it', async () => {
    const { code, out } = await tell('dispute', ...dispute, ...readings);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ outcome: 'recorded', events: [{ type: 'DisputeOpened' }] });
    const shown = await sheet('2025-01-11');
    expect(shown).toMatch(/^generators {2}disputed/);
    expect(shown).toMatch(/dispute-batch-quantity: sources disagree on the quantity of batch, open/);
    expect(shown).toMatch(/- 100 generators: fulfilled, delivered 100/);
    expect(shown).toMatch(/- 98 generators: overdue, unproven, delivered 98–100/);
    const listed = await ledger('status', '--valid-at', '2025-01-11', '--evidence', 'disputed');
    expect(listed.out).toContain('generators');
    expect((await ledger('status', '--valid-at', '2025-01-10', '--evidence', 'disputed')).out).not.toContain(
      'generators',
    );
  });

  it('resolves it for a reading, with the reason', async () => {
    const resolution = [
      '--dispute',
      'dispute-batch-quantity',
      '--reason',
      'Counted again.',
      '--on',
      '2025-02-01',
    ];
    const held = ['--held', 'press-release', '--source', 'news-item'];
    const wrong = await tell('resolve', ...resolution, '--held', 'nobody', '--source', 'news-item');
    expect([wrong.code, wrong.err]).toEqual([1, expect.stringContaining('press-release, news-item')]);
    expect((await tell('resolve', ...resolution, ...held)).code).toBe(0);
    const shown = await sheet('2025-02-01');
    expect(shown).toMatch(/^generators {2}fulfilled/);
    expect(shown).toMatch(/resolved 2025-02-01: press-release holds\. Counted again\./);
  });

  it('contests a fact, and has it fall or none of the readings hold', async () => {
    const contest = ['--about', 'batch', '--grounds', 'Nobody saw them.', '--source', 'news-item'];
    expect((await tell('challenge', ...contest, '--on', '2025-03-01')).code).toBe(0);
    expect(await sheet('2025-03-01')).toMatch(/challenge-batch: batch is contested, open: Nobody saw them\./);
    const falls = ['--dispute', 'challenge-batch', '--held', 'falls', '--reason', 'So it was.'];
    expect((await tell('resolve', ...falls, '--on', '2025-03-02', '--source', 'news-item')).code).toBe(0);
    expect(await sheet('2025-03-02')).toMatch(/evidence refuted/);
    const again = await tell('dispute', ...dispute, ...readings, '--id', 'again');
    expect(again.code).toBe(0);
    const none = ['--dispute', 'again', '--held', 'none', '--reason', 'Nobody knows.', '--on', '2025-03-04'];
    expect((await tell('resolve', ...none, '--source', 'news-item')).code).toBe(0);
    expect(await sheet('2025-03-04')).toMatch(/resolved 2025-03-04: none of them holds\. Nobody knows\./);
  });

  it('records a judgement without a source, beside the state', async () => {
    const judgement = ['--by', 'Desk officer', '--judgement', 'It is lost.', '--basis', 'Talks.'];
    expect((await tell('assess', ...judgement, '--on', '2025-03-05', '--label', 'expired')).code).toBe(0);
    const shown = await sheet('2025-03-05');
    expect(shown).toMatch(
      /Judged by others, which decides nothing\n {2}2025-03-05 {2}Desk officer \(expired\): It is/,
    );
    expect(shown).not.toMatch(/^generators {2}expired/);
  });

  it('shows of a source its language and how far to rely on it', async () => {
    const { out } = await ledger('sources');
    expect(out).toMatch(/news-item.*ja.*A wire service/);
  });

  it.each([
    ['no source in front', ['--aspect', 'quantity', '--reading', '98 generators']],
    ['what is no quantity', ['--aspect', 'quantity', '--reading', 'news-item=many']],
    ['neither yes nor no', ['--aspect', 'occurrence', '--reading', 'news-item=perhaps']],
    ['no such aspect', ['--aspect', 'colour', '--reading', 'news-item=red']],
  ])('says how a reading is written: %s', async (_, args) => {
    expect((await tell('dispute', '--about', 'batch', '--on', '2025-01-11', ...args)).code).toBe(2);
  });
});
