import { cloneDatabase, type TestDatabase } from '#libs/testkit';
import { ADMIN_KEY, ApiUnderTest } from '../apps/api/test/api-under-test.ts';
import { meetingRecord, newsItem } from '../apps/api/test/example-records.ts';
import { run } from '../apps/cli/test/run-ledger.ts';

describe('ledger correct', () => {
  let database: TestDatabase;
  let api: ApiUnderTest;
  const ledger = (...args: readonly string[]) =>
    run(args, { env: { LEDGER_URL: api.url, LEDGER_KEY: ADMIN_KEY } });
  // With --json it does not wait for the new state, which here nobody folds until it is asked for.
  const correct = (fact: string, ...args: readonly string[]) =>
    ledger('correct', 'generators', fact, '--source', 'news-item', '--json', ...args);
  const reason = ['--reason', 'The number was misread'];
  const delivered = async (): Promise<unknown> => {
    await api.project();
    const { body } = await api.get('/v1/commitments/generators?validAt=2025-02-01');
    return body.fulfilment.recorded as unknown;
  };

  beforeAll(async () => {
    database = await cloneDatabase();
    api = await ApiUnderTest.start(database);
    await api.post('/v1/records', { ...meetingRecord, deliveries: undefined });
    await api.post('/v1/sources', newsItem);
    await api.post('/v1/commitments/generators/deliveries', {
      ...{ id: 'batch', quantity: '20 generators', milestone: 'handed-over' },
      ...{ delivered: '2025-01-20', source: 'news-item' },
    });
  });
  afterAll(async () => {
    await api.stop();
    await database.drop();
  });

  it('tells a fact anew with what is set, and leaves the rest of it as it stands', async () => {
    const { code, out } = await correct('batch', '--set', 'quantity=26 generators', ...reason);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ outcome: 'recorded', events: [{ type: 'CorrectionRecorded' }] });
    expect(await delivered()).toEqual({ lo: '26', hi: '26' });
    const again = await correct('batch', '--set', 'delivered=2025-01-21', '--id', 'second', ...reason);
    expect(again.code).toBe(0);
    expect(await delivered()).toEqual({ lo: '26', hi: '26' });
  });

  it('sets a part of a fact, and takes a key out of it', async () => {
    const fact = ['generators', '--set', 'criterion.target=30 generators', '--unset', 'due', ...reason];
    expect(await correct(...(fact as [string]))).toMatchObject({ code: 0 });
    await api.project();
    expect((await api.get('/v1/commitments/generators?validAt=2025-02-01')).body).toMatchObject({
      due: null,
      fulfilment: { target: { lo: '30', hi: '30' } },
    });
  });

  it('retracts, shows both in the timeline, and undoes it by retracting the correction', async () => {
    expect(await correct('batch', '--retract', '--id', 'third', ...reason)).toMatchObject({ code: 0 });
    expect(await delivered()).toEqual({ lo: '0', hi: '0' });
    const { out } = await ledger('timeline', 'generators', '--valid-at', '2026-01-01');
    expect(out).toMatch(/Delivered \(handed over\): 20 generators\. \(retracted at \d+\)/);
    expect(out).toMatch(/Retracted: batch\. The number was misread\./);
    expect(await correct('third', '--retract', '--id', 'fourth', ...reason)).toMatchObject({ code: 0 });
    expect(await delivered()).toEqual({ lo: '26', hi: '26' });
  });

  it('corrects what is of no commitment, which is named by its stream', async () => {
    const inStream = (stream: string, fact: string, ...args: readonly string[]) =>
      ledger('correct', '--stream', stream, fact, '--source', 'news-item', '--json', ...reason, ...args);
    const register = async (): Promise<unknown> => {
      await api.project();
      return (await api.get('/v1/sanctions-packages?imposer=JP')).body.items[0] as unknown;
    };
    const last = 'jp-package-26';
    expect(await inStream('sanctions-JP-RU', last, '--set', 'number=28')).toMatchObject({ code: 0 });
    expect(await register()).toMatchObject({ highestNumber: 28, gaps: [{ from: 26, to: 27 }] });
    const unknown = ['--set', 'number=null', '--id', 'not-known'];
    expect(await inStream('sanctions-JP-RU', last, ...unknown)).toMatchObject({ code: 0 });
    expect(await register()).toMatchObject({ highestNumber: 25, unnumbered: [{ id: last }] });
    expect(await inStream('meeting-kyiv-meeting', 'partners', '--retract')).toMatchObject({ code: 0 });
    await api.project();
    expect((await api.get('/v1/positions')).body.items).toEqual([]);
    expect((await inStream('source-news-item', 'news-item', '--retract')).err).toContain('may rest');
    expect((await ledger('correct', 'batch', '--retract', ...reason, '--source', 'news-item')).code).toBe(2);
    const both = await ledger('correct', 'generators', 'batch', '--stream', 'source-news-item', ...reason);
    expect(both.code).toBe(2);
  });

  it('tells anew what was said of the promise since', async () => {
    const amendment = {
      id: 'later',
      by: ['JP'],
      amended: '2025-01-20',
      terms: { title: 'Generators, soon' },
    };
    await api.post('/v1/commitments/generators/amendments', { ...amendment, source: 'news-item' });
    const set = ['--set', 'terms.title=Generators, sooner', '--id', 'sooner'];
    expect(await correct('later', ...set, ...reason)).toMatchObject({ code: 0 });
    await api.project();
    expect((await api.get('/v1/commitments/generators?validAt=2025-02-01')).body.title).toBe(
      'Generators, sooner',
    );
  });

  it('says what is wrong with what it is asked', async () => {
    expect((await correct('batch', ...reason)).code).toBe(2);
    expect((await correct('batch', '--retract', '--set', 'due=2025', ...reason)).code).toBe(2);
    expect((await correct('batch', '--set', 'quantity', ...reason)).code).toBe(2);
    const unknown = await correct('batch-9', '--set', 'delivered=2025', ...reason);
    expect([unknown.code, unknown.err]).toEqual([
      1,
      expect.stringContaining('Nothing is recorded as batch-9'),
    ]);
    const same = await correct('batch', '--set', 'delivered=2025-01-21', '--id', 'fifth', ...reason);
    expect([same.code, same.err]).toEqual([1, expect.stringContaining('tells batch as it stands already')]);
    expect((await ledger('correct', '--help')).out).toMatch(/ledger correct generators-2024 .* --retract/);
  });
});
