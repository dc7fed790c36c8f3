import { Frontier, leafHash, leafHashText } from '#libs/transparency';

test('a hash as latin1 text is the hash', () => {
  for (const leaf of ['', 'a', 'ї'.repeat(32_767)].map((text) => Buffer.from(text))) {
    expect(Buffer.from(leafHashText(leaf), 'latin1')).toEqual(leafHash(leaf));
  }
});

test('a longer leaf than there may be is refused', () => {
  expect(() => leafHashText(Buffer.alloc(65_536))).toThrow(RangeError);
});

test('a tree grown by hashes as text has the root of one grown by hashes as bytes', () => {
  const [one, other] = [new Frontier(), new Frontier()];
  for (let leaf = 0; leaf < 77; leaf += 1) {
    one.append(leafHash(String(leaf)));
    other.append(leafHashText(Buffer.from(String(leaf))));
  }
  expect(other.root()).toEqual(one.root());
});
