import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { npm } from '../apps/standalone/prepare.mjs';
import { showProgress } from '../apps/standalone/progress.mjs';

const folder = fileURLToPath(new URL('.', import.meta.url));
const stamp = `${folder}node_modules/.bench-installed`;

/** The peers could not be installed. */
class PeersMissing extends Error {
  name = 'PeersMissing';
  code = 'peers-missing';
}

/**
 * Installs what bench/package.json names into bench/node_modules, unless it is there already.
 *
 * @throws PeersMissing with what npm said.
 */
export async function preparePeers() {
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
  const { code, output } = await showProgress('Installing the peers', () => npm(...args));
  if (code !== 0) {
    const remedy = 'See that the registry can be reached, or leave the peers out with --peers raw.';
    throw new PeersMissing(`${output}\nThe peers could not be installed, as shown above. ${remedy}`);
  }
  writeFileSync(stamp, wanted);
}

/** The version of a peer that is installed. */
export const peerVersion = (name) =>
  JSON.parse(readFileSync(`${folder}node_modules/${name}/package.json`, 'utf8')).version;
