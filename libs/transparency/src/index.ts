export {
  checkpointText,
  type Checkpoint,
  parseCheckpoint,
  parseHash,
  parseNumber,
} from './notes/checkpoint.ts';
export {
  formatVerifierKey,
  newSignerKey,
  parseSignerKey,
  parseVerifierKey,
  renamed,
  type Signer,
  type VerifierKey,
} from './notes/keys.ts';
export {
  isQuorum,
  OPEN_POLICY,
  parsePolicy,
  type Policy,
  type Quorum,
  type TrustedParty,
  type Witness,
} from './notes/policy.ts';
export {
  BadSignature,
  cosign,
  formatNote,
  type NoteSignature,
  parseNote,
  parseSignatureLine,
  signatureLine,
  type SignedNote,
  signNote,
  verifiedSignatures,
  type VerifiedSignature,
} from './notes/signed-note.ts';
export {
  formatTlogProof,
  NotProven,
  parseTlogProof,
  type TlogProof,
  verifyTlogProof,
} from './notes/tlog-proof.ts';
export { Distrusted, type TrustedCheckpoint, trustedCheckpoint } from './notes/trusted-checkpoint.ts';
export { type CurrentLog, type KeptCheckpoint, SealedLog } from './store/sealed-log.ts';
export { type Sql } from './store/sql.ts';
export { entryBundle, leavesIn, MAX_LEAF_BYTES } from './tiles/entry-bundle.ts';
export { edgeTiles, GrowingTiles, type GrownTile } from './tiles/growing-tiles.ts';
export { subtreeHashes, type TileBytes, type TileId, tilesUnder } from './tiles/tile-hashes.ts';
export { parseTilePath, TILE_WIDTH, type TileCoordinates, tilePath, tileWidth } from './tiles/tile-path.ts';
export { Frontier } from './tree/frontier.ts';
export { EMPTY_ROOT, HASH_BYTES, LEAF_PREFIX, leafHash, nodeHash, prefixedHashText } from './tree/hashing.ts';
export { leafText, type SealedFacts } from './tree/leaf.ts';
export {
  type ConsistencyClaim,
  consistencyRanges,
  type InclusionClaim,
  inclusionRanges,
  provesConsistency,
  provesInclusion,
} from './tree/proofs.ts';
export { type Range, rangeHash, type SubtreeHashes } from './tree/ranges.ts';
export { Unreadable } from './unreadable.ts';
