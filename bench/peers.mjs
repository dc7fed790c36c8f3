import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { installBeside } from '../apps/standalone/install-beside.mjs';

const folder = fileURLToPath(new URL('.', import.meta.url));

/**
 * Installs what bench/package.json names into bench/node_modules, unless it is there already.
 *
 * @throws ToolsMissing with what npm said.
 */
export const preparePeers = () =>
  installBeside(
    folder,
    'the peers',
    'See that the registry can be reached, or leave the peers out with --peers raw.',
  );

/** The version of a peer that is installed. */
export const peerVersion = (name) =>
  JSON.parse(readFileSync(`${folder}node_modules/${name}/package.json`, 'utf8')).version;
