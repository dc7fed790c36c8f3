import { Frontier, LEAF_PREFIX, leafHash, prefixedHashText } from '#libs/transparency';

const hashText = (leaf: Buffer): string => prefixedHashText(Buffer.concat([Buffer.of(LEAF_PREFIX), leaf]));

test('a hash as latin1 text is the hash', () => {
  for (const leaf of ['', 'a', 'ї'.repeat(32_767)].map((text) => Buffer.from(text))) {
    expect(Buffer.from(hashText(leaf), 'latin1')).toEqual(leafHash(leaf));
  }
});

test('a tree grown by hashes as text has the root of one grown by hashes as bytes', () => {
  const [one, other] = [new Frontier(), new Frontier()];
  for (let leaf = 0; leaf < 77; leaf += 1) {
    one.append(leafHash(String(leaf)));
    other.append(hashText(Buffer.from(String(leaf))));
  }
  expect(other.root()).toEqual(one.root());
});
