import { paperLog } from '#libs/testkit';
import { newSignerKey, parseSignerKey } from '#libs/transparency';
import {
  BrokenBundle,
  type BundleFiles,
  type Question,
  type Verification,
  verifyBundle,
} from '#libs/verification';

const log = paperLog(600);
const trust = { key: log.vkey };

const filesIn = (files: ReadonlyMap<string, Buffer>): BundleFiles => ({
  names: new Set(files.keys()),
  read: (name) => Promise.resolve(files.get(name) ?? Buffer.alloc(0)),
  chunks: async function* (name) {
    // In pieces that end within lines, as those of a file do.
    const bytes = (await Promise.resolve(files.get(name))) ?? Buffer.alloc(0);
    for (let at = 0; at < bytes.length; at += 1000) yield bytes.subarray(at, at + 1000);
  },
});

const verified = (
  files: ReadonlyMap<string, Buffer>,
  question: Partial<Question> = {},
): Promise<Verification> => verifyBundle(filesIn(files), { trust, ...question });

/** The same files, with the leaves put as told. */
function withLeaves(files: Map<string, Buffer>, change: (leaves: string[]) => void): Map<string, Buffer> {
  const leaves = String(files.get('log/leaves.jsonl')).split('\n').slice(0, -1);
  change(leaves);
  return files.set('log/leaves.jsonl', Buffer.from(leaves.map((leaf) => `${leaf}\n`).join('')));
}

test('a bundle of the whole log is verified, and what was checked is told', async () => {
  const { verified: isVerified, checked, faults, notes } = await verified(log.bundle());
  expect({ isVerified, faults, notes }).toEqual({ isVerified: true, faults: [], notes: [] });
  expect(checked.map(({ check }) => check)).toEqual(['checkpoint', 'leaves', 'tiles']);
});

test('so is one of some leaves with their proofs', async () => {
  const { verified: isVerified, checked } = await verified(log.bundle([0, 1, 299, 511, 599]));
  expect(isVerified).toBe(true);
  expect(checked.map(({ check }) => check)).toEqual(['checkpoint', 'leaves', 'proofs']);
});

test('without a key of one’s own it is told that the key came with the bundle', async () => {
  const { verified: isVerified, notes } = await verified(log.bundle(), { trust: {} });
  expect(isVerified).toBe(true);
  expect(notes).toEqual([expect.stringContaining(log.vkey)]);
});

test.each([
  [
    'altered',
    300,
    (leaves: string[]) => (leaves[299] = String(leaves[299]).replace('StepTaken', 'StepMaken')),
  ],
  ['deleted', 300, (leaves: string[]) => leaves.splice(299, 1)],
  ['deleted, the last one', 600, (leaves: string[]) => leaves.pop()],
  ['inserted', 301, (leaves: string[]) => leaves.splice(300, 0, String(leaves[10]))],
  [
    'swapped',
    300,
    (leaves: string[]) => ([leaves[299], leaves[300]] = [String(leaves[300]), String(leaves[299])]),
  ],
  ['dated anew', 300, (leaves: string[]) => (leaves[299] = String(leaves[299]).replace('"2024-', '"2025-'))],
])('a leaf %s is found, and position %s is named', async (_how, position, change) => {
  const found = await verified(withLeaves(log.bundle(), change));
  expect(found).toMatchObject({ verified: false, firstBadPosition: position });
});

test('without tiles the same is found, where the leaf itself shows no fault with no position', async () => {
  const files = withLeaves(
    log.bundle(),
    (leaves) => (leaves[299] = String(leaves[299]).replace('Taken', 'Maken')),
  );
  for (const name of files.keys()) if (name.startsWith('log/tile/')) files.delete(name);
  expect(await verified(files)).toMatchObject({ verified: false, firstBadPosition: undefined });
});

test('a hash changed in a tile is found, and the leaves are not blamed', async () => {
  const files = log.bundle();
  files.get('log/tile/0/001')?.writeUInt8(1, 7 * 32);
  const { faults, firstBadPosition } = await verified(files);
  expect(firstBadPosition).toBe(256 + 8);
  expect(faults.map(({ check }) => check)).toEqual(['tiles']);
});

test('a tile that is missing or cut is found', async () => {
  const files = log.bundle();
  files.set('log/tile/0/001', Buffer.alloc(32));
  expect(await verified(files)).toMatchObject({ verified: false, firstBadPosition: 257 });
  files.delete('log/tile/0/001');
  expect(await verified(files)).toMatchObject({ verified: false, firstBadPosition: 257 });
});

test.each([
  ['of another key', () => ({ trust: { key: paperLog(1).vkey } })],
  [
    'without the witness that the policy asks for',
    () => ({ trust: { ...trust, policy: policyOf('example.com/w') } }),
  ],
])('a checkpoint %s is not believed, and nothing is said of the rest', async (_what, question) => {
  const { verified: isVerified, faults, checked } = await verified(log.bundle(), question());
  expect({ isVerified, checked }).toEqual({ isVerified: false, checked: [] });
  expect(faults.map(({ check }) => check)).toEqual(['checkpoint']);
});

const policyOf = (name: string): string => {
  const witness = paperLog(1, { witnesses: [parseSignerKey(newSignerKey(name), 'cosignature')] });
  return String(witness.bundle().get('log/policy'));
};

test('a checkpoint with the cosignatures that the policy in the bundle asks for is believed', async () => {
  const witnesses = ['one', 'two'].map((name) =>
    parseSignerKey(newSignerKey(`example.com/${name}`), 'cosignature'),
  );
  const witnessed = paperLog(3, { witnesses });
  const { verified: isVerified, checked } = await verified(witnessed.bundle(), {
    trust: { key: witnessed.vkey },
  });
  expect(isVerified).toBe(true);
  expect(checked[0]?.found).toContain('cosigned by w1, w2');
});

test.each([
  ['altered', 300, (leaves: string[]) => (leaves[1] = String(leaves[1]).replace('StepTaken', 'StepMaken'))],
  ['left out', 300, (leaves: string[]) => leaves.splice(1, 1)],
  ['without a proof', undefined, (leaves: string[]) => leaves.push(String(log.leaves[599]))],
])('of some leaves with proofs, one %s is found', async (_how, position, change) => {
  const found = await verified(withLeaves(log.bundle([0, 299, 511]), change));
  expect(found).toMatchObject({ verified: false, firstBadPosition: position });
});

test('a proof changed in its own file is found', async () => {
  const files = log.bundle([0, 299]);
  files.set('log/proofs/300.tlog-proof', Buffer.from(log.proof(298).text));
  expect(await verified(files)).toMatchObject({ verified: false, firstBadPosition: 300 });
});

test('a log continues the checkpoints it had, and not those of another', async () => {
  expect(await verified(log.bundle(), { since: log.checkpoint(257) })).toMatchObject({ verified: true });
  const other = await verified(log.bundle(), { since: paperLog(257).checkpoint() });
  expect(other.faults.map(({ check }) => check)).toEqual(['since']);
});

test('a checkpoint that was kept before there were witnesses is continued as well', async () => {
  const witnesses = [parseSignerKey(newSignerKey('witness.example/one'), 'cosignature')];
  const witnessed = paperLog(3, { witnesses });
  const kept = witnessed.checkpoint(2).replace(/— witness.*\n/, '');
  const question = { trust: { key: witnessed.vkey }, since: kept };
  expect(await verified(witnessed.bundle(), question)).toMatchObject({ verified: true });
});

test('a log that is shorter than a checkpoint it had was cut', async () => {
  const files = log.bundle();
  files.set('log/checkpoint', Buffer.from(log.checkpoint(400)));
  const cut = await verified(
    withLeaves(files, (leaves) => leaves.splice(400)),
    { since: log.checkpoint() },
  );
  expect(cut).toMatchObject({ verified: false });
  expect(cut.faults.map(({ check }) => check)).toContain('since');
});

test('what has no checkpoint is no bundle', async () => {
  await expect(verified(new Map())).rejects.toThrow(BrokenBundle);
});
