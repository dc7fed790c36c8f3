import {
  consistencyRanges,
  EMPTY_ROOT,
  Frontier,
  inclusionRanges,
  leafHash,
  leafText,
  nodeHash,
  provesConsistency,
  provesInclusion,
  rangeHash,
  type SubtreeHashes,
} from '#libs/transparency';
import fc from 'fast-check';

/** The leaves and roots by which implementations of RFC 6962 are compared: certificate-transparency's own. */
const REFERENCE_LEAVES = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
];
const REFERENCE_ROOTS = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

/** RFC 6962 §2.1, word for word. */
function mth(leaves: readonly Buffer[]): Buffer {
  const [only] = leaves;
  if (only === undefined) return EMPTY_ROOT;
  if (leaves.length === 1) return only;
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return nodeHash(mth(leaves.slice(0, k)), mth(leaves.slice(k)));
}

/** RFC 6962 §2.1.1, word for word. */
function path(m: number, leaves: readonly Buffer[]): readonly Buffer[] {
  if (leaves.length === 1) return [];
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return m < k
    ? [...path(m, leaves.slice(0, k)), mth(leaves.slice(k))]
    : [...path(m - k, leaves.slice(k)), mth(leaves.slice(0, k))];
}

/** RFC 6962 §2.1.2, word for word. */
function subproof(m: number, leaves: readonly Buffer[], isWhole: boolean): readonly Buffer[] {
  if (m === leaves.length) return isWhole ? [] : [mth(leaves)];
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return m <= k
    ? [...subproof(m, leaves.slice(0, k), isWhole), mth(leaves.slice(k))]
    : [...subproof(m - k, leaves.slice(k), false), mth(leaves.slice(0, k))];
}

const treeOf = (size: number): readonly Buffer[] =>
  Array.from({ length: size }, (_, i) => leafHash(`leaf ${i}`));

const subtreesIn =
  (leaves: readonly Buffer[]): SubtreeHashes =>
  ({ height, index }) =>
    mth(leaves.slice(index * 2 ** height, (index + 1) * 2 ** height));

const inclusion = (index: number, leaves: readonly Buffer[]): readonly Buffer[] =>
  inclusionRanges(index, leaves.length).map((range) => rangeHash(range, subtreesIn(leaves)));

const consistency = (older: number, leaves: readonly Buffer[]): readonly Buffer[] =>
  consistencyRanges(older, leaves.length).map((range) => rangeHash(range, subtreesIn(leaves)));

const flipped = (hash: Buffer, bit: number): Buffer => {
  const bytes = Buffer.from(hash);
  const at = Math.floor(bit / 8);
  bytes[at] = (bytes[at] ?? 0) ^ (1 << (bit % 8));
  return bytes;
};

describe('the tree of RFC 6962', () => {
  const reference = REFERENCE_LEAVES.map((hex) => leafHash(Buffer.from(hex, 'hex')));

  it('has the roots that everybody has', () => {
    const frontier = new Frontier();
    const roots = [frontier.root().toString('hex')];
    for (const leaf of reference) {
      frontier.append(leaf);
      roots.push(frontier.root().toString('hex'));
    }
    expect(roots).toEqual(REFERENCE_ROOTS);
    expect(frontier.size).toBe(8);
  });

  it('has the proofs that everybody has', () => {
    expect(inclusion(0, reference).map((hash) => hash.toString('hex'))).toEqual([
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ]);
    expect(consistency(6, reference).map((hash) => hash.toString('hex'))).toEqual([
      '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ]);
  });

  it('hashes a text as its UTF-8, like its bytes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(leafHash(text)).toEqual(leafHash(Buffer.from(text, 'utf8')));
      }),
    );
  });

  it('has the root that the definition gives, grown or from subtrees', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 300 }), (size) => {
        const leaves = treeOf(size);
        const frontier = new Frontier();
        leaves.forEach((leaf) => {
          frontier.append(leaf);
        });
        expect(frontier.root()).toEqual(mth(leaves));
        expect(rangeHash({ from: 0, to: size }, subtreesIn(leaves))).toEqual(mth(leaves));
      }),
    );
  });

  it('proves every leaf as the definition does, and no other leaf, place or tree', () => {
    const cases = fc
      .integer({ min: 1, max: 200 })
      .chain((size) => fc.tuple(fc.constant(size), fc.nat(size - 1), fc.nat(255), fc.nat()));
    fc.assert(
      fc.property(cases, ([size, index, bit, chance]) => {
        const leaves = treeOf(size);
        const proof = inclusion(index, leaves);
        expect(proof).toEqual(path(index, leaves));
        const leaf = leaves[index] ?? EMPTY_ROOT;
        const claim = { leafHash: leaf, index, size, root: mth(leaves), proof };
        expect(provesInclusion(claim)).toBe(true);
        expect(provesInclusion({ ...claim, leafHash: flipped(leaf, bit) })).toBe(false);
        expect(provesInclusion({ ...claim, root: flipped(claim.root, bit) })).toBe(false);
        expect(provesInclusion({ ...claim, proof: [...proof, leaf] })).toBe(false);
        expect(provesInclusion({ ...claim, index: size })).toBe(false);
        expect(provesInclusion({ ...claim, index: -1 })).toBe(false);
        if (size === 1) return;
        expect(provesInclusion({ ...claim, index: (index + 1 + (chance % (size - 1))) % size })).toBe(false);
        expect(provesInclusion({ ...claim, proof: proof.slice(1) })).toBe(false);
        const at = chance % proof.length;
        const spoilt = proof.map((hash, place) => (place === at ? flipped(hash, bit) : hash));
        expect(provesInclusion({ ...claim, proof: spoilt })).toBe(false);
      }),
    );
  });

  it('proves every earlier tree as the definition does, and no other', () => {
    const cases = fc
      .integer({ min: 0, max: 200 })
      .chain((newer) => fc.tuple(fc.nat(newer), fc.constant(newer), fc.nat(255), fc.nat()));
    fc.assert(
      fc.property(cases, ([older, newer, bit, chance]) => {
        const leaves = treeOf(newer);
        const proof = consistency(older, leaves);
        if (older > 0) expect(proof).toEqual(subproof(older, leaves, true));
        const claim = {
          olderSize: older,
          olderRoot: mth(leaves.slice(0, older)),
          newerSize: newer,
          newerRoot: mth(leaves),
          proof,
        };
        expect(provesConsistency(claim)).toBe(true);
        expect(provesConsistency({ ...claim, olderRoot: flipped(claim.olderRoot, bit) })).toBe(false);
        expect(provesConsistency({ ...claim, olderSize: newer + 1 })).toBe(false);
        expect(provesConsistency({ ...claim, proof: [...proof, EMPTY_ROOT] })).toBe(false);
        if (older === 0) return;
        expect(provesConsistency({ ...claim, newerRoot: flipped(claim.newerRoot, bit) })).toBe(false);
        if (proof.length === 0) return;
        const at = chance % proof.length;
        const spoilt = proof.map((hash, place) => (place === at ? flipped(hash, bit) : hash));
        expect(provesConsistency({ ...claim, proof: spoilt })).toBe(false);
        expect(provesConsistency({ ...claim, proof: proof.slice(0, -1) })).toBe(false);
      }),
    );
  });

  it('refuses to prove what cannot be', () => {
    expect(() => inclusionRanges(5, 5)).toThrow(RangeError);
    expect(() => inclusionRanges(-1, 5)).toThrow(RangeError);
    expect(() => consistencyRanges(6, 5)).toThrow(RangeError);
  });

  it('goes on beyond 32 bits', () => {
    const size = 2 ** 40 + 5;
    const hashes: SubtreeHashes = ({ height, index }) => leafHash(`${height} ${index}`);
    const proof = inclusionRanges(size - 1, size).map((range) => rangeHash(range, hashes));
    const root = rangeHash({ from: 0, to: size }, hashes);
    const claim = { leafHash: hashes({ height: 0, index: size - 1 }), index: size - 1, size, root, proof };
    expect(provesInclusion(claim)).toBe(true);
    const olderSize = 2 ** 40;
    const consistent = consistencyRanges(olderSize, size).map((range) => rangeHash(range, hashes));
    const olderRoot = hashes({ height: 40, index: 0 });
    expect(
      provesConsistency({ olderSize, olderRoot, newerSize: size, newerRoot: root, proof: consistent }),
    ).toBe(true);
  });
});

describe('the leaf of an event', () => {
  it('is its body, position and time, as canonical JSON', () => {
    const body = '{"id":"0199b3c4-0000-7000-8000-000000000001","type":"MeetingHeld"}';
    const text = leafText({ body, position: 4711, recordedAt: '2024-11-17T00:00:00.000001Z' });
    expect(text).toBe(`{"event":${body},"position":4711,"recordedAt":"2024-11-17T00:00:00.000001Z"}`);
    expect(JSON.stringify(JSON.parse(text))).toBe(text);
  });
});
