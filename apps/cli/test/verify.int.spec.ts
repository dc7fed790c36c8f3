import { paperLog } from '#libs/testkit';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { AnsweringServer } from './answering-server.ts';
import { run } from './run-ledger.ts';

const log = paperLog(600);
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ledger-verify-'));
  for (const [name, bytes] of log.bundle()) await put(`bundle/${name}`, bytes);
  await put('ledger.vkey', Buffer.from(`${log.vkey}\n`));
  await put('kept', Buffer.from(log.checkpoint(300)));
  await put('42.tlog-proof', Buffer.from(log.proof(41).text));
  await put('42.json', Buffer.from(`${log.leaves[41] ?? ''}\n`));
});
afterAll(() => rm(folder, { recursive: true }));

async function put(name: string, bytes: Buffer): Promise<void> {
  await mkdir(dirname(join(folder, name)), { recursive: true });
  await writeFile(join(folder, name), bytes);
}

const verify = (...args: string[]) => run(['verify', ...args], { cwd: folder });

/** A ledger that serves a log and nothing else, with what is laid over it. */
async function serving(over: ReadonlyMap<string, Buffer> = new Map()): Promise<AnsweringServer> {
  const files = new Map([...log.served(), ...over]);
  return AnsweringServer.start(({ url }) => {
    const body = url === '/v1/events/42/proof' ? log.proof(41).text : files.get(url.replace('/log/', ''));
    const missing = { status: 404, headers: { 'content-type': 'application/problem+json' } };
    return body === undefined ? { ...missing, body: { title: 'Not found', code: 'not-found' } } : { body };
  });
}

test('a bundle is verified by the key one knows, and what was checked is told', async () => {
  const { code, out, err } = await verify('bundle', '--vkey', 'ledger.vkey', '--since', 'kept');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toContain('continues the older checkpoint, of 300 events');
  expect(out).toMatch(/^Verified: bundle\.$/m);
});

test('without a key it is said that the key came with the bundle', async () => {
  const { code, out } = await verify('bundle');
  expect(code).toBe(0);
  expect(out).toContain('The key came with what it is to vouch for');
});

test('a bundle that was altered ends with 1 and the first bad position, in JSON too', async () => {
  for (const [name, bytes] of log.bundle()) await put(`altered/${name}`, bytes);
  await put('altered/log/leaves.jsonl', Buffer.from(log.leaves.join('\n').replace('"Крок 77"', '"Крок 78"')));
  const told = await verify('altered', '--vkey', log.vkey);
  expect(told).toMatchObject({ code: 1 });
  expect(told.err).toContain('The first bad position is 77.');
  const { code, out } = await verify('altered', '--vkey', log.vkey, '--json');
  expect(code).toBe(1);
  expect(JSON.parse(out)).toMatchObject({ verified: false, firstBadPosition: 77, faultCount: 2 });
});

test('one event is verified by its proof and its leaf', async () => {
  expect(await verify('42.tlog-proof', '--leaf', '42.json', '--vkey', log.vkey)).toMatchObject({ code: 0 });
  await put('43.json', Buffer.from(log.leaves[42] ?? ''));
  const other = await verify('42.tlog-proof', '--leaf', '43.json', '--vkey', log.vkey);
  expect(other).toMatchObject({
    code: 1,
    err: expect.stringContaining('first bad position is 43') as string,
  });
});

test.each([
  [[], 'The log'],
  [['--from', '250', '--to', '260'], 'positions 250–260'],
  [['--event', '42'], 'position 42'],
])('a running ledger is verified with %j', async (args, said) => {
  const ledger = await serving();
  const { code, out } = await verify(...args, '--url', ledger.url, '--vkey', log.vkey);
  expect({ code, out: out.toLowerCase() }).toEqual({
    code: 0,
    out: expect.stringContaining(said.toLowerCase()) as string,
  });
  await ledger.stop();
});

test('a running ledger that gives out another entry than it sealed is found out', async () => {
  const entries =
    log.served().get('tile/entries/001')?.toString('latin1').replace('StepTaken', 'StepMaken') ?? '';
  const ledger = await serving(new Map([['tile/entries/001', Buffer.from(entries, 'latin1')]]));
  const { code, err } = await verify('--url', ledger.url, '--vkey', log.vkey);
  expect({ code, err }).toEqual({
    code: 1,
    err: expect.stringContaining('The first bad position is 257.') as string,
  });
  await ledger.stop();
});

test('a ledger that gives out no log cannot be verified now, which is no fault of its log', async () => {
  const problem = { title: 'Not found', code: 'not-found' };
  const ledger = await AnsweringServer.start([{ status: 404, body: problem }]);
  const { code, err } = await verify('--url', ledger.url);
  expect({ code, err }).toEqual({ code: 3, err: expect.stringContaining('gives out no log') as string });
  await ledger.stop();
});

test.each([
  [['nothing'], 1, 'there is no such file'],
  [['42.json'], 2, 'It is no zip'],
  [['42.tlog-proof', '--vkey', 'ledger.vkey'], 2, '--leaf'],
  [['bundle', '--vkey', 'no-key'], 1, 'no such file'],
  [['bundle', '--policy', '42.json'], 2, 'policy'],
  [['bundle', '--from', '9', '--to', '3'], 2, '--from 9 is behind --to 3'],
  [['bundle', '--event', '0'], 2, 'Positions are whole numbers from 1'],
])('%j ends with %i', async (args, code, said) => {
  expect(await verify(...args)).toMatchObject({ code, err: expect.stringContaining(said) as string });
});
