import { BrokenBundle, type BundleFiles } from '#libs/verification';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { openPromise, type Entry } from 'yauzl';

/** What is read whole is a checkpoint, a key, a report; what is larger than this is none of them. */
const MAX_READ_BYTES = 1 << 30;

/** A bundle as it comes, and the way to close it. */
export interface OpenZip {
  readonly files: BundleFiles;
  close(): void;
}

/**
 * Opens a zip without unpacking it.
 *
 * @throws BrokenBundle when it is no zip, or holds a file twice: two programs might then read two things in it.
 */
export async function openZip(path: string): Promise<OpenZip> {
  const zip = await openPromise(path, { autoClose: false }).catch((cause: unknown) => {
    throw new BrokenBundle(`It is no zip: ${cause instanceof Error ? cause.message : String(cause)}.`, {
      cause,
    });
  });
  const entries = new Map<string, Entry>();
  for await (const entry of zip.eachEntry()) {
    if (entries.has(entry.fileName)) throw new BrokenBundle(`It holds ${entry.fileName} twice.`);
    entries.set(entry.fileName, entry);
  }
  const entryOf = (name: string): Entry => {
    const entry = entries.get(name);
    if (!entry) throw new BrokenBundle(`It has no ${name}.`);
    return entry;
  };
  const opened = (name: string): Promise<Readable> => zip.openReadStreamPromise(entryOf(name));
  return {
    files: {
      names: new Set(entries.keys()),
      read: async (name) => {
        if (entryOf(name).uncompressedSize > MAX_READ_BYTES) throw new BrokenBundle(`${name} is too large.`);
        return buffer(await opened(name));
      },
      chunks: async function* (name) {
        yield* await opened(name);
      },
    },
    close: () => {
      zip.close();
    },
  };
}
