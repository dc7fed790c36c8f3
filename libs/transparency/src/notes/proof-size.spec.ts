import {
  checkpointText,
  cosign,
  formatNote,
  formatTlogProof,
  formatVerifierKey,
  GrowingTiles,
  type GrownTile,
  inclusionRanges,
  leafHash,
  newSignerKey,
  parsePolicy,
  parseSignerKey,
  parseTlogProof,
  rangeHash,
  signNote,
  subtreeHashes,
  verifyTlogProof,
} from '#libs/transparency';

const MILLION = 1_000_000;

describe('the proof of one event among a million', () => {
  const origin = 'commitment-ledger/0199b3c4-0000-7000-8000-000000000001';
  const log = parseSignerKey(newSignerKey(origin));
  const witness = parseSignerKey(newSignerKey('witness.example.org/transparency/w1'), 'cosignature');
  const tree = new GrowingTiles();
  for (let index = 0; index < MILLION; index += 1) tree.append(leafHash(`event ${index}`));
  const tiles = new Map<string, GrownTile>(
    tree.takeGrown().map((tile) => [`${tile.level}/${tile.index}`, tile]),
  );
  const hashes = subtreeHashes(
    ({ level, index }) => tiles.get(`${level}/${index}`)?.hashes ?? Buffer.alloc(0),
  );
  const text = checkpointText({ origin, size: MILLION, root: tree.root() });
  const signatures = [signNote(text, log), cosign(text, witness, 1_732_000_000)];
  const checkpoint = formatNote({ text, signatures });
  const policy = parsePolicy(
    `log ${formatVerifierKey(log.verifier)}\nwitness w ${formatVerifierKey(witness.verifier)}\nquorum w`,
  );
  const proofOf = (index: number): string =>
    formatTlogProof({
      index,
      hashes: inclusionRanges(index, MILLION).map((range) => rangeHash(range, hashes)),
      checkpoint,
    });

  it.each([0, 1, 123_456, 524_288, 999_999])(
    'with one witness takes at most 1,536 bytes: event %i',
    (index) => {
      const proof = proofOf(index);
      expect(Buffer.byteLength(proof)).toBeLessThanOrEqual(1_536);
      expect(verifyTlogProof(parseTlogProof(proof), `event ${index}`, policy).size).toBe(MILLION);
    },
  );

  it('takes no more while the key of the log is being changed', () => {
    const next = parseSignerKey(newSignerKey(origin));
    const both = formatNote({ text, signatures: [signNote(text, next), ...signatures] });
    const proof = proofOf(1).replace(checkpoint, both);
    expect(Buffer.byteLength(proof)).toBeLessThanOrEqual(1_536);
  });
});
