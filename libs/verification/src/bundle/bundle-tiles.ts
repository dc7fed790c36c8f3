import { type Checkpoint, Frontier, HASH_BYTES, TILE_WIDTH, tilePath, tileWidth } from '#libs/transparency';
import type { BundleFiles } from './bundle-files.ts';

/** The hashes of the leaves as a bundle may have them, in the tiles of level 0. A root tells that, and they tell where. */
export class BundleTiles {
  readonly areThere: boolean;
  /** As latin1 text, in which hashes are compared. */
  #loaded = new Map<number, string>();
  #differsAt: number | undefined;

  constructor(
    private readonly files: BundleFiles,
    private readonly checkpoint: Checkpoint,
  ) {
    this.areThere = checkpoint.size > 0 && files.names.has(this.#nameOf(0));
  }

  /** The first position at which leaf and tile have different hashes. */
  get differsAt(): number | undefined {
    return this.#differsAt;
  }

  /** Reads the tiles over so many leaves from an index on. */
  async load(from: number, count: number): Promise<void> {
    if (!this.areThere) return;
    const tiles = new Map<number, string>();
    const end = Math.min(from + count, this.checkpoint.size);
    for (let index = Math.floor(from / TILE_WIDTH); index * TILE_WIDTH < end; index += 1) {
      tiles.set(index, this.#loaded.get(index) ?? (await this.#read(index)).toString('latin1'));
    }
    this.#loaded = tiles;
  }

  /** Compares the hash of a leaf, as latin1 text, with that in its tile, which is loaded. */
  compare(index: number, leafHash: string): void {
    if (!this.areThere || this.#differsAt !== undefined) return;
    const tile = this.#loaded.get(Math.floor(index / TILE_WIDTH));
    const at = (index % TILE_WIDTH) * HASH_BYTES;
    if (tile?.startsWith(leafHash, at) !== true) this.#differsAt = index + 1;
  }

  /** The root that the tiles give. */
  async root(): Promise<Buffer> {
    const frontier = new Frontier();
    for (let index = 0; index * TILE_WIDTH < this.checkpoint.size; index += 1) {
      const tile = await this.#read(index);
      for (let at = 0; at < tile.length; at += HASH_BYTES)
        frontier.append(tile.subarray(at, at + HASH_BYTES));
    }
    return frontier.root();
  }

  #nameOf(index: number): string {
    return `log/${tilePath({ level: 0, index, width: tileWidth(0, index, this.checkpoint.size) })}`;
  }

  async #read(index: number): Promise<Buffer> {
    const name = this.#nameOf(index);
    return this.files.names.has(name) ? this.files.read(name) : Buffer.alloc(0);
  }
}
