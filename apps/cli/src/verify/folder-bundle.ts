import type { BundleFiles } from '#libs/verification';
import { createReadStream } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

/** A bundle that was unpacked into a folder. */
export async function folderBundle(folder: string): Promise<BundleFiles> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'));
  return {
    names: new Set(names),
    read: (name) => readFile(join(folder, name)),
    chunks: (name) => createReadStream(join(folder, name), { highWaterMark: 1 << 20 }),
  };
}
