import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeWithKafka } from '#libs/testkit';
import { meetingRecord } from '../apps/api/test/example-records.ts';
import { run } from '../apps/cli/test/run-ledger.ts';
import { ADMIN_KEY, openHouse, type House } from './house.ts';

describeWithKafka('ledger pass and ledger reach, on the whole road', () => {
  let house: House;
  let folder: string;
  const ledger = (...args: readonly string[]) =>
    run(args, { cwd: folder, env: { LEDGER_URL: house.url, LEDGER_KEY: ADMIN_KEY } });

  beforeAll(async () => {
    house = await openHouse();
    folder = await mkdtemp(join(tmpdir(), 'ledger-command-'));
    const agency = { id: 'agency', publisher: 'An agency', publisherParty: 'org:undp', title: 'On buses' };
    const source = { ...agency, published: '2025-02-04', language: 'en' };
    expect((await house.post('/v1/sources', source)).status).toBe(201);
  }, 60_000);
  afterAll(async () => {
    await house.stop();
    await rm(folder, { recursive: true });
  }, 60_000);

  it('when a delivery is handed over and a treaty ratified, then each says what it comes to, or why not', async () => {
    const [commitment] = meetingRecord.commitments;
    const own = { announced: '2024-11-16', evidence: undefined };
    const criterion = {
      type: 'stage-reached',
      agreement: 'a treaty',
      stage: 'ratified',
      parties: ['JP', 'UA'],
    };
    const commitments = [
      {
        ...commitment,
        ...own,
        id: 'buses',
        criterion: { type: 'count-reached', target: '100 buses', milestone: 'handed-over' },
      },
      { ...commitment, ...own, id: 'treaty', criterion, due: undefined },
    ];
    await writeFile(join(folder, 'buses.json'), JSON.stringify({ source: 'agency', commitments }));
    expect((await ledger('record', 'buses.json')).code).toBe(0);
    const sent = [
      '--quantity',
      '40',
      '--milestone',
      'dispatched',
      '--on',
      '2024-11-20',
      '--source',
      'agency',
    ];
    expect((await ledger('deliver', 'buses', ...sent)).code).toBe(0);

    const pass = (milestone: string, on: string, ...more: readonly string[]) =>
      ledger(
        'pass',
        'buses',
        '--of',
        'delivery-2024-11-20',
        '--milestone',
        milestone,
        '--on',
        on,
        '--source',
        'agency',
        ...more,
      );
    expect((await pass('handed-over', '2024-12-05')).out).toMatch(
      /^Recorded at position \d+: passage of buses, delivery-2024-11-20 handed-over\.\nbuses .*40/,
    );
    const tooMany = await pass('in-use', '2024-12-20', '--quantity', '41 buses');
    expect([tooMany.code, tooMany.err]).toEqual([1, expect.stringMatching(/\/quantity is 41 buses in use/)]);
    expect((await ledger('status', 'buses')).out).toMatch(/2024-12-05 {2}delivery-2024-11-20 handed over/);

    const reach = (by: string) =>
      ledger(
        'reach',
        'treaty',
        '--stage',
        'ratified',
        '--by',
        by,
        '--on',
        '2025-02-03',
        '--source',
        'agency',
      );
    expect((await reach('JP')).out).toMatch(
      /stage of treaty, ratified JP\.\ntreaty .*at least 1, at most 2 of 2 parties/,
    );
    const stranger = await reach('PL');
    expect([stranger.code, stranger.err]).toEqual([1, expect.stringMatching(/\/by is PL, for which/)]);
    expect((await reach('UA')).out).toMatch(/\ntreaty {2}fulfilled: 2 of 2 parties/);
  });
});
