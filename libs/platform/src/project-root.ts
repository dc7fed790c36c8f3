import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The folder that holds this project's package.json: the same whether this file runs from `libs/` (tests) or from
 * `dist/libs/` (built), so files that are not TypeScript are found from both.
 */
export function projectRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error('No package.json above the running code.');
    folder = parent;
  }
  return folder;
}
