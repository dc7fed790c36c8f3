import { HASH_BYTES, parseCheckpoint, parseNote, TILE_WIDTH, tilePath, tileWidth } from '#libs/transparency';
import { ahead, leavesOf, type LogSource, NotServed } from '#libs/verification';
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { bundleReadme } from './bundle-readme.ts';

/** The first moment that a zip can name: one log makes one zip, byte for byte, whenever it is written. */
const FILE = { mtime: new Date(1980, 0, 1), mode: 0o100644, forceDosTimestamp: true };

/** What was written. */
export interface WrittenBundle {
  readonly origin: string;
  readonly size: number;
}

/**
 * Writes the whole log, up to its newest checkpoint, as a bundle (docs/verify.md). Nothing is checked: whoever reads it
 * does that.
 *
 * @param path of a file that does not exist yet.
 * @param onProgress hears how many events are written, of how many.
 * @throws NotServed when the log does not give out what its checkpoint promises; what the file system throws.
 */
export async function writeBundle(
  source: LogSource,
  path: string,
  onProgress: (done: number, of: number) => void,
): Promise<WrittenBundle> {
  const [note, key, policy] = await Promise.all([source.checkpoint(), source.key(), source.policy()]);
  const { origin, size } = parseCheckpoint(parseNote(note).text);
  const zip = new ZipFile();
  zip.addBuffer(Buffer.from(bundleReadme(origin, size)), 'README.md', FILE);
  zip.addBuffer(Buffer.from(key), 'log/key', FILE);
  zip.addBuffer(Buffer.from(policy), 'log/policy', FILE);
  zip.addBuffer(Buffer.from(note), 'log/checkpoint', FILE);
  zip.addReadStreamLazy('log/leaves.jsonl', FILE, (done) => {
    done(null, Readable.from(leafLines(source, size, onProgress), { objectMode: false }));
  });
  for (let index = 0; index * TILE_WIDTH < size; index += 1) {
    const tile = { level: 0, index, width: tileWidth(0, index, size) };
    // Hashes cannot be compressed.
    zip.addReadStreamLazy(`log/${tilePath(tile)}`, { ...FILE, compress: false }, (done) => {
      source.tile(tile).then(
        (bytes) => {
          done(null, Readable.from([bytes.subarray(0, tile.width * HASH_BYTES)], { objectMode: false }));
        },
        (error: unknown) => {
          done(error, Readable.from([]));
        },
      );
    });
  }
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(path, { flags: 'wx' }));
  return { origin, size };
}

async function* leafLines(
  source: LogSource,
  size: number,
  onProgress: (done: number, of: number) => void,
): AsyncGenerator<Buffer> {
  const newline = Buffer.from('\n');
  let written = 0;
  const bundles = Math.ceil(size / TILE_WIDTH);
  for await (const leaves of ahead(bundles, (index) => leavesOf(source, index, tileWidth(0, index, size)))) {
    if (typeof leaves === 'string')
      throw new NotServed(`it does not give out position ${written + 1}: ${leaves}`);
    yield Buffer.concat(leaves.flatMap((leaf) => [leaf, newline]));
    written += leaves.length;
    onProgress(written, size);
  }
}
