import {
  edgeTiles,
  GrowingTiles,
  type GrownTile,
  HASH_BYTES,
  leafHash,
  TILE_WIDTH,
  tileWidth,
} from '#libs/transparency';
import { LeafOrder } from '../leaf-form.ts';
import { compareWithOlder } from '../since.ts';
import { ahead } from './ahead.ts';
import { leavesOf } from './entries.ts';
import { NotServed, type LogSource } from './log-source.ts';
import type { OpenLog } from './open-log.ts';

/** A place where a tile has another hash than the leaves make. */
interface Difference {
  readonly level: number;
  /** The first position under the hash. */
  readonly position: number;
}

/**
 * Checks all leaves of a log: form and order of each, the tiles of every level against what the leaves make of them, and the
 * root. The checkpoint then tells whether the leaves or the tiles are to blame where they differ.
 */
export async function checkAll(log: OpenLog): Promise<void> {
  const { checkpoint, findings, older } = log;
  const differences: Difference[] = [];
  const grown = new GrowingTiles();
  const read = await growFrom(log, grown, differences, (size) => {
    if (size === older?.size) compareWithOlder(older, grown.root(), findings);
  });
  if (!read) return;
  const isSealed = grown.root().equals(checkpoint.root);
  const [first] = differences.toSorted((a, b) => a.position - b.position || a.level - b.level);
  if (!isSealed) {
    findings.bad(
      'leaves',
      "they give another root than the checkpoint's: something was altered, added or left out",
    );
    const [leaf] = differences.filter(({ level }) => level === 0);
    if (leaf) findings.bad('leaves', 'its hash is not the one in the tile', leaf.position);
    else if (first) {
      const { position, level } = first;
      const last = Math.min(position + TILE_WIDTH ** level - 1, checkpoint.size);
      findings.bad(
        'leaves',
        `from here to position ${last} they are not what the tile of level ${level} holds`,
        position,
      );
    }
    return;
  }
  if (first) {
    findings.bad(
      'tiles',
      `the tile of level ${first.level} over it does not hold what the leaves make`,
      first.position,
    );
  } else {
    findings.good('tiles', 'those of every level hold what the leaves make');
  }
  if (findings.isGood('leaves')) {
    findings.good(
      'leaves',
      `all ${checkpoint.size}, in order of time; the root computed from them is the checkpoint's`,
    );
  }
}

/** Grows a tree from all leaves of a log, comparing its tiles with the log's. Answers whether all leaves were there. */
async function growFrom(
  { source, checkpoint: { size }, findings, question }: OpenLog,
  grown: GrowingTiles,
  differences: Difference[],
  onSize: (size: number) => void,
): Promise<boolean> {
  const order = new LeafOrder();
  const tiles = Math.ceil(size / TILE_WIDTH);
  onSize(0);
  for await (const { index, entries, tile } of ahead(tiles, (at) => fetched(source, at, size))) {
    const start = index * TILE_WIDTH;
    const width = tileWidth(0, index, size);
    const leaves = typeof entries === 'string' ? [] : entries;
    for (const [at, leaf] of leaves.entries()) {
      const fault = order.take(start + at, leaf);
      if (fault !== undefined) findings.bad('leaves', fault, start + at + 1);
      const hash = leafHash(leaf);
      if (hash.compare(tile, at * HASH_BYTES, (at + 1) * HASH_BYTES) !== 0) {
        differences.push({ level: 0, position: start + at + 1 });
      }
      grown.append(hash);
      onSize(start + at + 1);
    }
    if (leaves.length < width) {
      const why = typeof entries === 'string' ? `: ${entries}` : '';
      findings.bad(
        'leaves',
        `the log does not give it out, nor what follows${why}`,
        start + leaves.length + 1,
      );
      return false;
    }
    const full = grown.takeGrown().filter(({ hashes }) => hashes.length === TILE_WIDTH * HASH_BYTES);
    for (const above of full) if (above.level > 0) await compareTile(above, source, size, differences);
    question.onProgress?.(start + width, size);
  }
  const edge = new Set(edgeTiles(size).map(({ level, index }) => `${level}/${index}`));
  for (const above of grown.takeGrown()) {
    if (above.level > 0 && edge.has(`${above.level}/${above.index}`))
      await compareTile(above, source, size, differences);
  }
  return true;
}

interface Fetched {
  readonly index: number;
  /** The leaves, or why there are none. */
  readonly entries: readonly Buffer[] | string;
  /** Empty where there is none. */
  readonly tile: Buffer;
}

async function fetched(source: LogSource, index: number, size: number): Promise<Fetched> {
  const width = tileWidth(0, index, size);
  const [entries, tile] = await Promise.all([
    leavesOf(source, index, width),
    tileOrNone(source, 0, index, size),
  ]);
  return { index, entries, tile };
}

async function tileOrNone(source: LogSource, level: number, index: number, size: number): Promise<Buffer> {
  const width = tileWidth(level, index, size);
  try {
    const tile = await source.tile({ level, index, width });
    const bytes = Buffer.alloc(TILE_WIDTH * HASH_BYTES);
    tile.copy(bytes, 0, 0, width * HASH_BYTES);
    return bytes;
  } catch (error) {
    if (!(error instanceof NotServed)) throw error;
    return Buffer.alloc(TILE_WIDTH * HASH_BYTES);
  }
}

async function compareTile(
  { level, index, hashes }: GrownTile,
  source: LogSource,
  size: number,
  differences: Difference[],
): Promise<void> {
  const theirs = await tileOrNone(source, level, index, size);
  for (let at = 0; at < hashes.length; at += HASH_BYTES) {
    if (hashes.compare(theirs, at, at + HASH_BYTES, at, at + HASH_BYTES) === 0) continue;
    const place = index * TILE_WIDTH + at / HASH_BYTES;
    differences.push({ level, position: place * TILE_WIDTH ** level + 1 });
    return;
  }
}
