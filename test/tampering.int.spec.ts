import fc from 'fast-check';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ADMIN_KEY, ApiUnderTest } from '../apps/api/test/api-under-test.ts';
import { run } from '../apps/cli/test/run-ledger.ts';
import { BUILD_MS, describeWithGo, goVerifier } from './outsiders.ts';
import { SealedLedger } from './sealed-ledger.ts';
import { type Change, changes, disarm } from './tampered-ledger.ts';

const LONG = process.env['LEDGER_LONG'] === '1';
/** Three bundles of entries, the last incomplete, and two levels of tiles. */
const EVENTS = 600;
const CHANGES = LONG ? 10_000 : 70;
const BY_OUTSIDER = LONG ? 200 : 14;
const CHANGED_PROOFS = LONG ? 1_000 : 40;
const LONG_MS = 3_600_000;
const SEED = Number(process.env['LEDGER_SEED'] ?? 20241116);

/** Ten thousand of them take half an hour, in which somebody wants to see that it goes on. */
function tellOf(what: string, done: number, of: number): void {
  if (LONG && done % 100 === 0) process.stderr.write(`${what}: ${done} of ${of}\n`);
}

let ledger: SealedLedger;
let api: ApiUnderTest;
let folder: string;

beforeAll(async () => {
  ledger = await SealedLedger.open();
  // The same log is asked for all of itself again and again.
  api = await ApiUnderTest.start(ledger.database, { rateLimit: { max: 1_000_000, windowMs: 60_000 } });
  folder = await mkdtemp(join(tmpdir(), 'tampering-'));
  ledger.start();
  for (let recorded = 0; recorded < EVENTS; recorded = await ledger.record(50));
  await ledger.sealed(EVENTS);
  await ledger.stopNotaries();
  await disarm(ledger.admin);
});
afterAll(async () => {
  await api.stop();
  await ledger.close();
  await rm(folder, { recursive: true });
});

interface Found {
  readonly verified: boolean;
  readonly firstBadPosition?: number;
}

/** What `ledger verify` says, of a file or of the running ledger. */
async function verify(...args: readonly string[]): Promise<Found> {
  const asked = ['verify', ...args, '--vkey', ledger.vkey(), '--json'];
  const { out, err } = await run(asked, { cwd: folder, env: { LEDGER_URL: api.url, LEDGER_KEY: ADMIN_KEY } });
  if (!out.startsWith('{')) throw new Error(err);
  return JSON.parse(out) as Found;
}

/** Makes each change, looks, and takes it back. @returns those that were not seen for what they are. */
async function undetected(
  all: readonly Change[],
  detects: (change: Change) => Promise<boolean>,
): Promise<readonly string[]> {
  const missed: string[] = [];
  for (const [index, change] of all.entries()) {
    tellOf('changes', index, all.length);
    try {
      await change.make(ledger.admin);
      if (!(await detects(change))) missed.push(change.what);
    } catch (error) {
      missed.push(`${change.what}: ${String(error)}`);
    } finally {
      await change.undo(ledger.admin);
    }
  }
  return missed;
}

/** Changes of the log by whoever owns the database; the same ones again by LEDGER_SEED. */
const random = (numRuns: number, seed = SEED): readonly Change[] =>
  fc.sample(changes(EVENTS), { numRuns, seed });

test('nothing is found in a log that nobody changed', async () => {
  expect(await verify()).toMatchObject({ verified: true });
});

test(
  `each of ${CHANGES} changes made by the owner of the database is found, and the first bad position named`,
  async () => {
    const missed = await undetected(random(CHANGES), async ({ position }) => {
      const { verified, firstBadPosition } = await verify();
      return !verified && (position === undefined || firstBadPosition === position);
    });
    expect(missed).toEqual([]);
    // All were taken back, so that none was found for the one before it.
    expect(await verify()).toMatchObject({ verified: true });
  },
  LONG_MS,
);

test(
  `each of ${CHANGED_PROOFS} changes of a proof, or of the leaf that it proves, is found`,
  async () => {
    const position = 300;
    const proof = (await api.get(`/v1/events/${position}/proof`)).text;
    const leaf = await leafAt(position);
    await writeFile(join(folder, 'good.tlog-proof'), proof);
    await writeFile(join(folder, 'good.json'), leaf);
    expect(await verify('good.tlog-proof', '--leaf', 'good.json')).toMatchObject({ verified: true });
    const missed: string[] = [];
    const places = fc.sample(fc.tuple(fc.boolean(), fc.nat()), { numRuns: CHANGED_PROOFS, seed: SEED });
    for (const [index, [inLeaf, place]] of places.entries()) {
      tellOf('changes of proofs', index, places.length);
      const isFound = inLeaf
        ? await isChangeFound(proof, changedAt(leaf, place))
        : await isChangeFound(changedAt(proof, place), leaf);
      if (!isFound) missed.push(`${inLeaf ? 'leaf' : 'proof'} at ${place}`);
    }
    expect(missed).toEqual([]);
  },
  LONG_MS,
);

async function isChangeFound(proof: string, leaf: string): Promise<boolean> {
  await writeFile(join(folder, 'bad.tlog-proof'), proof);
  await writeFile(join(folder, 'bad.json'), leaf);
  const args = ['verify', 'bad.tlog-proof', '--leaf', 'bad.json', '--vkey', ledger.vkey()];
  return (await run(args, { cwd: folder })).code > 0;
}

/** Another byte at a place; not in the last, where base64 holds nothing. */
function changedAt(text: string, place: number): string {
  const at = place % (text.length - 8);
  return `${text.slice(0, at)}${text.charAt(at) === 'x' ? 'y' : 'x'}${text.slice(at + 1)}`;
}

async function leafAt(position: number): Promise<string> {
  const { rows } = await ledger.admin.query<{ leaf: string }>(
    `select '{"event":' || body || ',"position":' || position || ',"recordedAt":"' ||
            to_char(recorded_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || '"}' as leaf
       from ledger.events where position = $1`,
    [position],
  );
  return rows[0]?.leaf ?? '';
}

describeWithGo('the Go program', () => {
  test(
    `finds each of ${BY_OUTSIDER} such changes too, and passes what nobody changed`,
    async () => {
      const go = await goVerifier();
      const look = () => go.run(['log', '-key', ledger.vkey(), '-bearer', ADMIN_KEY, `${api.url}/log`]);
      expect(await look()).toMatchObject({ code: 0 });
      const missed = await undetected(random(BY_OUTSIDER, SEED + 1), async ({ position }) => {
        const { code, out } = await look();
        return code === 1 && (position === undefined || out.includes(`first bad position: ${position}\n`));
      });
      expect(missed).toEqual([]);
      expect(await look()).toMatchObject({ code: 0 });
    },
    LONG ? LONG_MS : BUILD_MS,
  );
});
