import { HASH_BYTES, leafHash, TILE_WIDTH, tileWidth } from '#libs/transparency';
import { LeafOrder } from '../leaf-form.ts';
import { spanInWords, type Span } from '../question.ts';
import { compareWithOlder } from '../since.ts';
import { leavesOf } from './entries.ts';
import { NotServed } from './log-source.ts';
import { SealedTiles, TamperedTile } from './sealed-tiles.ts';
import type { OpenLog } from './open-log.ts';

/** Checks the leaves at some positions, by the tiles above them: as much is read as they need, and not the whole log. */
export async function checkSpan(log: OpenLog, { from, to }: Span): Promise<void> {
  const { source, checkpoint, older, findings } = log;
  const last = Math.min(to, checkpoint.size);
  if (from > last) {
    findings.bad(
      'leaves',
      `the checkpoint is of ${checkpoint.size} events: there is none at this position`,
      from,
    );
    return;
  }
  const tiles = new SealedTiles(source, checkpoint);
  try {
    if (!(await tiles.edgeIsSealed())) {
      findings.bad('tiles', "those at the right edge give another root than the checkpoint's");
      return;
    }
    for (let index = Math.floor((from - 1) / TILE_WIDTH); index * TILE_WIDTH < last; index += 1) {
      await checkTile(log, tiles, index, { from, to: last });
      log.question.onProgress?.(Math.min((index + 1) * TILE_WIDTH, last) - from + 1, last - from + 1);
    }
    if (findings.isGood('leaves')) {
      findings.good(
        'leaves',
        `${spanInWords({ from, to: last })}, in order of time, each as the checkpoint seals it`,
      );
    }
    if (older) compareWithOlder(older, await tiles.rootAt(older.size), findings);
  } catch (error) {
    if (error instanceof TamperedTile) {
      findings.bad('tiles', error.message, error.index * TILE_WIDTH ** (error.level + 1) + 1);
    } else if (error instanceof NotServed) {
      findings.bad('tiles', error.message);
    } else throw error;
  }
}

async function checkTile(
  { source, checkpoint, findings }: OpenLog,
  tiles: SealedTiles,
  index: number,
  span: Span,
): Promise<void> {
  const tile = await tiles.tile(0, index);
  const start = index * TILE_WIDTH;
  const width = tileWidth(0, index, checkpoint.size);
  const leaves = await leavesOf(source, index, width);
  const order = new LeafOrder();
  for (let at = Math.max(0, span.from - 1 - start); at < width && start + at < span.to; at += 1) {
    const leaf = typeof leaves === 'string' ? undefined : leaves[at];
    const position = start + at + 1;
    if (!leaf) {
      findings.bad(
        'leaves',
        `the log does not give it out${typeof leaves === 'string' ? `: ${leaves}` : ''}`,
        position,
      );
    } else if (leafHash(leaf).compare(tile, at * HASH_BYTES, (at + 1) * HASH_BYTES) !== 0) {
      findings.bad('leaves', 'it is not the leaf that the checkpoint seals', position);
    } else {
      const fault = order.take(start + at, leaf);
      if (fault !== undefined) findings.bad('leaves', fault, position);
    }
  }
}
