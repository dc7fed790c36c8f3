import {
  type Checkpoint,
  Frontier,
  HASH_BYTES,
  type Range,
  rangeHash,
  subtreeHashes,
  TILE_WIDTH,
  tilesUnder,
  tileWidth,
} from '#libs/transparency';
import type { LogSource } from './log-source.ts';

/** A tile that is not the one the checkpoint seals. */
export class TamperedTile extends Error {
  override readonly name = 'TamperedTile';
  readonly code = 'tampered-tile';
  constructor(
    readonly level: number,
    readonly index: number,
  ) {
    super(`The tile ${level}/${index} is not the one that the checkpoint seals.`);
  }
}

/**
 * Tiles of a log, each held against the checkpoint before it is answered: the incomplete ones at the right edge by the root
 * they give, each full one by its hash in the tile above it.
 */
export class SealedTiles {
  readonly #sealed = new Map<string, Promise<Buffer>>();

  constructor(
    private readonly source: LogSource,
    private readonly checkpoint: Checkpoint,
  ) {}

  /** Whether the tiles at the right edge give the root of the checkpoint. Ask this first. */
  async edgeIsSealed(): Promise<boolean> {
    const { size, root } = this.checkpoint;
    return (await this.#hash({ from: 0, to: size }, (level, index) => this.#read(level, index))).equals(root);
  }

  /** The root that the log had at a smaller size. @throws TamperedTile */
  rootAt(size: number): Promise<Buffer> {
    return this.#hash({ from: 0, to: size }, (level, index) => this.tile(level, index));
  }

  /** @throws TamperedTile, NotServed */
  tile(level: number, index: number): Promise<Buffer> {
    const key = `${level}/${index}`;
    const known = this.#sealed.get(key) ?? this.#verified(level, index);
    this.#sealed.set(key, known);
    return known;
  }

  async #verified(level: number, index: number): Promise<Buffer> {
    const bytes = await this.#read(level, index);
    if (tileWidth(level, index, this.checkpoint.size) < TILE_WIDTH) return bytes;
    const above = await this.tile(level + 1, Math.floor(index / TILE_WIDTH));
    const at = (index % TILE_WIDTH) * HASH_BYTES;
    if (!above.subarray(at, at + HASH_BYTES).equals(hashOver(bytes))) throw new TamperedTile(level, index);
    return bytes;
  }

  async #read(level: number, index: number): Promise<Buffer> {
    const width = tileWidth(level, index, this.checkpoint.size);
    const bytes = await this.source.tile({ level, index, width });
    if (bytes.length < width * HASH_BYTES) throw new TamperedTile(level, index);
    return bytes.subarray(0, width * HASH_BYTES);
  }

  async #hash(range: Range, read: (level: number, index: number) => Promise<Buffer>): Promise<Buffer> {
    const tiles = new Map<string, Buffer>();
    for (const { level, index } of tilesUnder([range]))
      tiles.set(`${level}/${index}`, await read(level, index));
    return rangeHash(
      range,
      subtreeHashes(({ level, index }) => tiles.get(`${level}/${index}`) ?? Buffer.alloc(0)),
    );
  }
}

function hashOver(hashes: Buffer): Buffer {
  const frontier = new Frontier();
  for (let at = 0; at < hashes.length; at += HASH_BYTES)
    frontier.append(hashes.subarray(at, at + HASH_BYTES));
  return frontier.root();
}
