import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type RecordedEvent } from '#libs/domain';
import { composeReport, historyOf, type Sealed, writeReport } from '#libs/reports';
import { exampleLedger, paperLog } from '#libs/testkit';
import {
  describeOffline,
  describeWithGo,
  describeWithPython,
  goVerifier,
  type Outsider,
  pythonVerifier,
} from './outsiders.ts';

// The bundle of a report, alone and without a network, is enough for programs of others to confirm every figure of it.

const run = promisify(execFile);
const { ledger, meeting } = await exampleLedger();
const log = paperLog(ledger.events.length, { event: (position) => ledger.events[position - 1]?.body ?? '' });

/** The events with the times under which they are sealed. */
const events: readonly RecordedEvent[] = ledger.events.map((event, index) => {
  const { recordedAt } = JSON.parse(log.leaves[index] ?? '{}') as { readonly recordedAt: string };
  return { ...event, recordedAt };
});

const sealed: Sealed = {
  ...{ vkey: log.vkey, policy: 'quorum none', checkpoint: log.checkpoint(), size: log.leaves.length },
  // eslint-disable-next-line @typescript-eslint/require-await -- it stands for what is read from elsewhere
  async *leaves(positions) {
    for (const position of positions) yield log.leaves[position - 1] ?? '';
  },
  // eslint-disable-next-line @typescript-eslint/require-await -- as above
  async *proofs(positions) {
    for (const position of positions) yield log.proof(position - 1).hashes;
  },
};

const REPORTS = [
  ['of everything', 'ledger', '2025-12-31', ledger.events.length],
  ['of what was known on the day of the meeting', 'ledger', '2024-11-16', meeting],
  ['of one commitment', 'commitment:generators-2024', '2025-12-31', ledger.events.length],
  ['of the meeting', 'meeting:kyiv-2024-11-16', '2024-11-16', meeting],
  ['of two parties', 'parties:JP,UA', '2025-12-31', ledger.events.length],
] as const;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'report-bundle-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

let made = 0;
async function bundleOf(scope: string, validAt: string, position: number): Promise<string> {
  const of = { ledger: 'urn:uuid:01a22326-0000-7000-8000-000000000000', scope, validAt, position };
  const report = await composeReport({ ...of, documents: [] }, { history: historyOf(events, position) });
  const file = join(folder, `bundle-${(made += 1)}.zip`);
  await writeReport(report, 'bundle', file, { sealed });
  return file;
}

const confirms = (program: () => Outsider, keyOption: string): void => {
  it.each(REPORTS)(
    'every figure %s',
    async (_, scope, validAt, position) => {
      const said = await program().run([keyOption, log.vkey, await bundleOf(scope, validAt, position)], {
        offline: true,
      });
      expect(said).toEqual({ code: 0, out: expect.stringMatching(/^VERIFIED$/m) as string });
    },
    600_000,
  );

  it('no figure that was altered in report.json or in figures.jsonl', async () => {
    for (const file of ['report.json', 'figures.jsonl']) {
      const zip = await bundleOf('commitment:generators-2024', '2025-12-31', ledger.events.length);
      const data = await mkdtemp(join(folder, 'altered-'));
      await run('unzip', ['-q', zip, '-d', data]);
      await run('sed', ['-i', 's/"value":"100"/"value":"99"/', join(data, file)]);
      const { code, out } = await program().run([keyOption, log.vkey, data], { offline: true });
      expect(code).not.toBe(0);
      expect(out).not.toMatch(/^VERIFIED$/m);
    }
  }, 600_000);
};

describeOffline('from the bundle of a report, in a namespace without a network,', () => {
  describeWithGo('the Go program confirms', () => {
    let go: Outsider;
    beforeAll(async () => {
      go = await goVerifier();
    }, 600_000);
    confirms(() => ({ run: (args, options) => go.run(['bundle', ...args], options) }), '-key');
  });

  describeWithPython('the Python program confirms', () => {
    let python: Outsider;
    beforeAll(async () => {
      python = await pythonVerifier();
    }, 600_000);
    confirms(() => python, '--key');
  });
});

it('the bundle is the same to the byte, made again', async () => {
  const [one, other] = [
    await bundleOf('ledger', '2024-11-16', meeting),
    await bundleOf('ledger', '2024-11-16', meeting),
  ];
  await run('cmp', [one, other]);
});
