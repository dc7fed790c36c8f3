import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ADMIN_KEY, ApiUnderTest } from '../apps/api/test/api-under-test.ts';
import { document, meetingRecord } from '../apps/api/test/example-records.ts';
import { run } from '../apps/cli/test/run-ledger.ts';
import { SealedLedger } from './sealed-ledger.ts';

describe('ledger report --format bundle', () => {
  let ledger: SealedLedger;
  let api: ApiUnderTest;
  let folder: string;
  let last: number;

  beforeAll(async () => {
    ledger = await SealedLedger.open();
    api = await ApiUnderTest.start(ledger.database);
    folder = await mkdtemp(join(tmpdir(), 'report-command-'));
    ledger.start();
    const headers = { 'content-type': 'text/plain' };
    const kept = await api.ask('PUT', `/v1/documents/${document.sha256}`, { body: document.text, headers });
    expect(kept.status).toBe(201);
    last = (await api.post('/v1/records', meetingRecord)).body.position as number;
    await ledger.sealed(last);
    // What is recorded after the position of a report is none of its business.
    await ledger.sealed(await ledger.record(20));
  });
  afterAll(async () => {
    await api.stop();
    await ledger.close();
    await rm(folder, { recursive: true });
  });

  const verifiedByNobodyElse = (...args: readonly string[]) =>
    run(['verify', ...args, '--json'], { cwd: folder, env: { LEDGER_URL: 'http://127.0.0.1:9' } });

  it.each([
    ['of everything', 'ledger', 'all'],
    ['of one commitment', 'commitment:generators', 'one'],
  ])('%s gives a file that ledger verify confirms, every figure of it', async (_what, scope, name) => {
    const asked = ['--scope', scope, '--valid-at', '2024-12-31', '--known-at', String(last)];
    const { code, err } = await run(['report', ...asked, '--format', 'bundle', '-o', `${name}.zip`], {
      cwd: folder,
      env: { LEDGER_URL: api.url, LEDGER_KEY: ADMIN_KEY },
    });
    expect({ code, err }).toEqual({ code: 0, err: expect.stringContaining(`Report on ${scope}`) as string });
    const said = await verifiedByNobodyElse(`${name}.zip`, '--vkey', ledger.vkey());
    expect(said).toMatchObject({ code: 0, err: '' });
    const { verified, faults, checked } = JSON.parse(said.out) as Verdict;
    expect({ verified, faults }).toEqual({ verified: true, faults: [] });
    expect(checked).toContainEqual({
      check: 'figures',
      found: expect.stringMatching(/^\d+, as in report\.json: /) as string,
    });
  });
});

interface Verdict {
  readonly verified: boolean;
  readonly faults: readonly unknown[];
  readonly checked: readonly { readonly check: string; readonly found: string }[];
}
