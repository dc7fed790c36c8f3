import { paperLog, type PaperLog } from '#libs/testkit';
import { tilePath } from '#libs/transparency';
import {
  type LogSource,
  NotServed,
  type Question,
  type Verification,
  verifyEvent,
  verifyLog,
} from '#libs/verification';

const COUNT = 66_000;
const log = paperLog(COUNT);
const small = paperLog(700);

const serving = (served: ReadonlyMap<string, Buffer>): LogSource => {
  const read = (path: string): Promise<Buffer> => {
    const bytes = served.get(path);
    return bytes ? Promise.resolve(bytes) : Promise.reject(new NotServed(`there is no ${path}`));
  };
  return {
    checkpoint: async () => String(await read('checkpoint')),
    key: async () => String(await read('key')),
    policy: async () => String(await read('policy')),
    tile: (tile) => read(tilePath(tile)),
  };
};

const asked = (
  served: ReadonlyMap<string, Buffer>,
  of: PaperLog,
  question: Partial<Question> = {},
): Promise<Verification> => verifyLog(serving(served), { trust: { key: of.vkey }, ...question });

const checks = ({ faults }: Verification): readonly string[] => faults.map(({ check }) => check);

test('a log of three levels of tiles is verified, all of it, a part and since an older checkpoint', async () => {
  const served = log.served();
  expect(await asked(served, log, { since: log.checkpoint(65_537) })).toMatchObject({
    verified: true,
    faults: [],
  });
  const only = { from: 65_530, to: 65_540 };
  const part = await asked(served, log, { only, since: log.checkpoint(300) });
  expect(part).toMatchObject({ verified: true, faults: [] });
  expect(part.checked.map(({ check }) => check)).toEqual(['checkpoint', 'leaves', 'since']);
});

test('a leaf altered in its bundle of entries is named, by all of the log and by a part', async () => {
  const served = log.served();
  const entries = served.get('tile/entries/100')?.toString('latin1').replace('StepTaken', 'StepMaken') ?? '';
  served.set('tile/entries/100', Buffer.from(entries, 'latin1'));
  const position = 100 * 256 + 1;
  expect(await asked(served, log)).toMatchObject({ verified: false, firstBadPosition: position });
  const only = { from: position - 10, to: position + 10 };
  expect(await asked(served, log, { only })).toMatchObject({ verified: false, firstBadPosition: position });
  expect(await asked(served, log, { only: { from: 1, to: position - 1 } })).toMatchObject({ verified: true });
});

test.each([
  ['tile/0/001', 257],
  ['tile/1/000', 1],
  ['tile/2/000.p/1', 1],
])('a hash changed in %s is found, and the leaves are not blamed', async (path, position) => {
  const served = log.served();
  const tile = Buffer.from(served.get(path) ?? '');
  tile.writeUInt8(tile.readUInt8(0) ^ 1, 0);
  served.set(path, tile);
  const found = await asked(served, log);
  expect(found).toMatchObject({ verified: false, firstBadPosition: position });
  expect(checks(found)).toEqual(['tiles']);
  expect(await asked(served, log, { only: { from: 257, to: 300 } })).toMatchObject({ verified: false });
});

test('what a log does not give out is named by its first position', async () => {
  const served = small.served();
  served.delete('tile/entries/001');
  expect(await asked(served, small)).toMatchObject({ verified: false, firstBadPosition: 257 });
  expect(await asked(served, small, { only: { from: 250, to: 260 } })).toMatchObject({
    firstBadPosition: 257,
  });
});

test('entries of which one was taken out are not those of the log', async () => {
  const served = small.served();
  const entries = served.get('tile/entries/000') ?? Buffer.alloc(0);
  served.set('tile/entries/000', entries.subarray(2 + entries.readUInt16BE(0)));
  expect(await asked(served, small)).toMatchObject({ verified: false, firstBadPosition: 1 });
});

test('a position behind the checkpoint cannot be verified', async () => {
  const only = { from: 701, to: 701 };
  expect(await asked(small.served(), small, { only })).toMatchObject({
    verified: false,
    firstBadPosition: 701,
  });
});

test('a log written anew does not continue the checkpoint it had', async () => {
  const anew = paperLog(700, { event: (position) => `{"anew":${position}}` });
  const since = small.checkpoint(300);
  const found = await asked(anew.served(), anew, { trust: { key: `${anew.vkey}\n${small.vkey}` }, since });
  expect(checks(found)).toEqual(['since']);
});

test('one event is verified by its proof, and another leaf is not what it proves', () => {
  const proof = small.proof(41).text;
  const leaf = (index: number): Buffer => Buffer.from(small.leaves[index] ?? '');
  const trust = { key: small.vkey };
  expect(verifyEvent({ proof, leaf: leaf(41) }, trust)).toMatchObject({ verified: true });
  expect(verifyEvent({ proof, leaf: leaf(42) }, trust)).toMatchObject({
    verified: false,
    firstBadPosition: 43,
  });
  const altered = Buffer.from(String(leaf(41)).replace('desk', 'disk'));
  expect(verifyEvent({ proof, leaf: altered }, trust)).toMatchObject({
    verified: false,
    firstBadPosition: 42,
  });
});
