import { HASH_BYTES } from '../tree/hashing.ts';
import { joined } from '../tree/ranges.ts';
import { perfectHash, type TileBytes, type TileId } from './tile-hashes.ts';
import { TILE_WIDTH, tileWidth } from './tile-path.ts';

/** A tile as it stands after growing. */
export interface GrownTile extends TileId {
  /** Its hashes, one after another; 8,192 bytes when it is full. */
  readonly hashes: Buffer;
}

/** The tiles at the right edge of a tree of a size: the incomplete ones, which will still grow. */
export function edgeTiles(size: number): readonly TileId[] {
  const tiles: TileId[] = [];
  for (let level = 0; TILE_WIDTH ** level <= size; level += 1) {
    const index = Math.floor(size / TILE_WIDTH ** (level + 1));
    if (tileWidth(level, index, size) > 0) tiles.push({ level, index });
  }
  return tiles;
}

/**
 * A tree kept as tiles and grown leaf by leaf. It holds only the tiles of the right edge, and those changed since they were
 * last taken.
 */
export class GrowingTiles {
  #size: number;
  /** By level: the tile that grows there. */
  readonly #edge: { index: number; width: number; hashes: Buffer }[] = [];
  readonly #full: GrownTile[] = [];

  /** @param stored gives the tiles of `edgeTiles(size)`; what they hold beyond the size is not looked at. */
  constructor(size = 0, stored: TileBytes = () => Buffer.alloc(0)) {
    this.#size = size;
    for (let level = 0; TILE_WIDTH ** level <= size; level += 1) {
      const edge = this.#edgeAt(level);
      edge.index = Math.floor(size / TILE_WIDTH ** (level + 1));
      edge.width = tileWidth(level, edge.index, size);
      if (edge.width === 0) continue;
      const bytes = stored({ level, index: edge.index }).subarray(0, edge.width * HASH_BYTES);
      if (bytes.length < edge.width * HASH_BYTES) {
        throw new RangeError(
          `Tile ${level}/${edge.index} has ${bytes.length} bytes in place of ${edge.width} hashes`,
        );
      }
      edge.hashes.set(bytes);
    }
  }

  /** How many leaves there are. */
  get size(): number {
    return this.#size;
  }

  /** Adds a leaf on the right, by its hash. */
  append(leafHash: Uint8Array): void {
    this.#size += 1;
    let hash = leafHash;
    for (let level = 0; ; level += 1) {
      const edge = this.#edgeAt(level);
      edge.hashes.set(hash, edge.width * HASH_BYTES);
      edge.width += 1;
      if (edge.width < TILE_WIDTH) return;
      this.#full.push({ level, index: edge.index, hashes: edge.hashes });
      hash = perfectHash(edge.hashes);
      edge.index += 1;
      edge.width = 0;
      edge.hashes = Buffer.alloc(TILE_WIDTH * HASH_BYTES);
    }
  }

  /** The Merkle Tree Hash of all leaves so far. */
  root(): Buffer {
    const subtrees: Buffer[] = [];
    for (const { width, hashes } of this.#edge.toReversed()) {
      for (let from = 0, count = TILE_WIDTH / 2; count >= 1; count /= 2) {
        if (from + count > width) continue;
        subtrees.push(perfectHash(hashes.subarray(from * HASH_BYTES, (from + count) * HASH_BYTES)));
        from += count;
      }
    }
    return joined(subtrees);
  }

  /** The tiles that are full since this was last asked, and those of the right edge as they are now. */
  takeGrown(): readonly GrownTile[] {
    const grown = this.#full.splice(0);
    for (const [level, { index, width, hashes }] of this.#edge.entries()) {
      if (width > 0)
        grown.push({ level, index, hashes: Buffer.from(hashes.subarray(0, width * HASH_BYTES)) });
    }
    return grown;
  }

  #edgeAt(level: number): { index: number; width: number; hashes: Buffer } {
    return (this.#edge[level] ??= { index: 0, width: 0, hashes: Buffer.alloc(TILE_WIDTH * HASH_BYTES) });
  }
}
