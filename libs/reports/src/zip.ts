import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import { inPieces } from './pieces.ts';

/** One file of an archive: its path, and its text piece by piece, or its bytes from somewhere else. */
export interface Entry {
  readonly path: string;
  readonly content: () => Iterable<string> | NodeJS.ReadableStream;
}

/** The first moment that an archive can name, of no time zone: the same for all files, and for ever. */
const NO_TIME = new Date(1980, 0, 1);

/** An archive of these files, in this order, whose bytes follow from them and from nothing else. */
export function zipOf(entries: readonly Entry[]): NodeJS.ReadableStream {
  const zip = new ZipFile();
  const options = { mtime: NO_TIME, mode: 0o100644, compress: true, forceDosTimestamp: true };
  for (const { path, content } of entries)
    zip.addReadStreamLazy(path, options, (done) => {
      const source = content();
      done(null, Symbol.iterator in source ? Readable.from(inPieces(source), { objectMode: false }) : source);
    });
  zip.end();
  return zip.outputStream;
}
