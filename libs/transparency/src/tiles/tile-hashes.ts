import { HASH_BYTES, nodeHash } from '../tree/hashing.ts';
import { type Range, type Subtree, type SubtreeHashes, subtreesOf } from '../tree/ranges.ts';
import { TILE_HEIGHT, TILE_WIDTH } from './tile-path.ts';

/** Which tile, of whatever width. */
export interface TileId {
  readonly level: number;
  readonly index: number;
}

/** Gives the hashes of a tile, one after another. */
export type TileBytes = (tile: TileId) => Uint8Array;

const placeOf = ({ height, index }: Subtree): TileId & { readonly first: number; readonly count: number } => {
  const count = 2 ** (height % TILE_HEIGHT);
  const first = index * count;
  return {
    level: Math.floor(height / TILE_HEIGHT),
    index: Math.floor(first / TILE_WIDTH),
    first: first % TILE_WIDTH,
    count,
  };
};

/** The tiles in which the hashes of ranges are found, each once. */
export function tilesUnder(ranges: readonly Range[]): readonly TileId[] {
  const tiles = new Map<string, TileId>();
  for (const subtree of ranges.flatMap(subtreesOf)) {
    const { level, index } = placeOf(subtree);
    tiles.set(`${level}/${index}`, { level, index });
  }
  return [...tiles.values()];
}

/**
 * The hashes of perfect subtrees, from tiles.
 *
 * @throws RangeError when a tile is too narrow to hold what is asked for.
 */
export const subtreeHashes =
  (tiles: TileBytes): SubtreeHashes =>
  (subtree) => {
    const { level, index, first, count } = placeOf(subtree);
    const bytes = tiles({ level, index });
    const end = (first + count) * HASH_BYTES;
    if (bytes.length < end) {
      throw new RangeError(`Tile ${level}/${index} holds ${bytes.length} bytes, and ${end} are needed`);
    }
    return perfectHash(bytes.subarray(first * HASH_BYTES, end));
  };

/** The hash over a power of two of hashes, one after another. */
export function perfectHash(hashes: Uint8Array): Buffer {
  if (hashes.length === HASH_BYTES) return Buffer.from(hashes);
  const middle = hashes.length / 2;
  return nodeHash(perfectHash(hashes.subarray(0, middle)), perfectHash(hashes.subarray(middle)));
}
