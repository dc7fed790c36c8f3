import { Frontier, LEAF_PREFIX, MAX_LEAF_BYTES, prefixedHashText } from '#libs/transparency';
import { LeafOrder } from '../leaf-form.ts';
import { prefixedLines } from '../lines.ts';
import { compareWithOlder } from '../since.ts';
import { BundleTiles } from './bundle-tiles.ts';
import type { OpenBundle, Roots } from './open-bundle.ts';

const PROGRESS_EVERY = 20_000;
/** A leaf behind its prefix. */
const LONGEST_LINE = 1 + MAX_LEAF_BYTES;

/**
 * Checks a bundle with all leaves of the log: form and order of each, and the root computed from them; and, where the bundle
 * has the hashes of the leaves as tiles, which leaf is to blame.
 *
 * @returns the roots at the sizes that are wanted.
 */
export async function checkWholeLog(bundle: OpenBundle, wanted: ReadonlySet<number>): Promise<Roots> {
  const { files, checkpoint, older, question, kept, findings } = bundle;
  const frontier = new Frontier();
  const order = new LeafOrder();
  const tiles = new BundleTiles(files, checkpoint);
  const roots = new Map<number, Buffer>([[0, frontier.root()]]);
  const { from, to } = question.only ?? { from: 1, to: Infinity };
  for await (const lines of prefixedLines(files.chunks('log/leaves.jsonl'), LEAF_PREFIX)) {
    await tiles.load(frontier.size, lines.length);
    for (const line of lines) {
      const index = frontier.size;
      const position = index + 1;
      const fault = position >= from && position <= to ? order.take(index, line, 1) : undefined;
      if (fault !== undefined) findings.bad('leaves', fault, position);
      // One that is too long is a fault already, and of no log.
      const hash = prefixedHashText(line.length <= LONGEST_LINE ? line : line.subarray(0, LONGEST_LINE));
      tiles.compare(index, hash);
      frontier.append(hash);
      if (kept.wants(position)) kept.take(position, line.subarray(1));
      if (wanted.has(position)) roots.set(position, frontier.root());
      if (position % PROGRESS_EVERY === 0) question.onProgress?.(position, checkpoint.size);
    }
  }
  await judge(bundle, frontier, tiles);
  if (older) compareWithOlder(older, roots.get(older.size), findings);
  return roots;
}

async function judge(bundle: OpenBundle, frontier: Frontier, tiles: BundleTiles): Promise<void> {
  const { checkpoint, findings } = bundle;
  const { size } = frontier;
  if (size !== checkpoint.size) {
    const first = Math.min(size, checkpoint.size) + 1;
    findings.bad('leaves', `there are ${size} leaves, and the checkpoint is of ${checkpoint.size}`, first);
  } else if (!frontier.root().equals(checkpoint.root)) {
    findings.bad('leaves', "they give another root than the checkpoint's: something was altered");
  }
  const areSealed = findings.isGood('leaves');
  if (areSealed)
    findings.good('leaves', `all ${size}, in order of time; the root computed from them is the checkpoint's`);
  if (!tiles.areThere) return;
  if (tiles.differsAt === undefined) {
    findings.good('tiles', 'every hash in them is that of its leaf');
    return;
  }
  const sealedTiles = !areSealed && (await tiles.root()).equals(checkpoint.root);
  if (sealedTiles)
    findings.bad('leaves', 'its hash is not the one that the checkpoint seals', tiles.differsAt);
  else findings.bad('tiles', 'the hash in the tile is neither that of the leaf nor sealed', tiles.differsAt);
}
