// What only a tool of this repository needs, and the product does not: a package.json of its own, installed when asked for.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { npm } from './prepare.mjs';
import { showProgress } from './progress.mjs';

/** The packages of a tool could not be installed. */
class ToolsMissing extends Error {
  name = 'ToolsMissing';
  code = 'tools-missing';
}

/**
 * Installs what the package.json of `folder` (a path that ends in a slash) names into its node_modules, unless its lock
 * file is installed there already. `what` names it in the progress line, and `remedy` is the last sentence of the error.
 *
 * @throws ToolsMissing with what npm said.
 */
export async function installBeside(folder, what, remedy) {
  const stamp = `${folder}node_modules/.installed`;
  const wanted = createHash('sha256')
    .update(readFileSync(`${folder}package-lock.json`))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  // By its path, and not `ci`, for the reasons in prepare.mjs.
  const args = [
    'install',
    '--prefix',
    folder,
    '--omit-lockfile-registry-resolved',
    '--no-audit',
    '--no-fund',
  ];
  const { code, output } = await showProgress(`Installing ${what}`, () => npm(...args));
  if (code !== 0)
    throw new ToolsMissing(`${output}\n${what} could not be installed, as shown above. ${remedy}`);
  writeFileSync(stamp, wanted);
}
