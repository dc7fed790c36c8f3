import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { WrongUsage } from './problems.ts';
import type { Surroundings } from './surroundings.ts';

/** The address of a ledger started with `npm start`. */
export const DEFAULT_ADDRESS = 'http://127.0.0.1:3000';

/** Who we are to the ledger, and from where we know it: a key refused is found by where it came from. */
export interface Key {
  readonly text: string;
  readonly from: string;
}

export interface Settings {
  /** Without a slash at its end. */
  readonly address: string;
  readonly key: Key | undefined;
}

/**
 * The address and the key: from the options, else LEDGER_URL and LEDGER_KEY, else the address of a local ledger and the
 * admin key that its first start left in its data folder (LEDGER_DATA, or `.ledger` here or above). That key is sent to
 * this machine only.
 *
 * @throws WrongUsage when the address is none.
 */
export function settingsFrom(
  options: { readonly url?: string | undefined; readonly key?: string | undefined },
  { env, cwd }: Pick<Surroundings, 'env' | 'cwd'>,
): Settings {
  const address = options.url ?? nonEmpty(env['LEDGER_URL']) ?? DEFAULT_ADDRESS;
  const url = parseAddress(address, options.url === undefined ? 'LEDGER_URL' : '--url');
  return {
    address: url.href.replace(/\/+$/, ''),
    key:
      keyFrom(options.key, '--key') ??
      keyFrom(env['LEDGER_KEY'], 'LEDGER_KEY') ??
      (isThisMachine(url) ? keyFromDataFolder(env['LEDGER_DATA'], cwd) : undefined),
  };
}

function parseAddress(text: string, from: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && /^https?:$/.test(url.protocol) && !url.search && !url.hash && !url.username) return url;
  throw new WrongUsage([
    `${from} is not the address of a ledger: ${text}`,
    `Write it as ${DEFAULT_ADDRESS} or https://ledger.example.org.`,
  ]);
}

const isThisMachine = ({ hostname }: URL): boolean => /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);

const nonEmpty = (text: string | undefined): string | undefined => (text === '' ? undefined : text);

function keyFrom(text: string | undefined, from: string): Key | undefined {
  const key = text?.trim();
  return key === undefined || key === '' ? undefined : { text: key, from };
}

function keyFromDataFolder(dataFolder: string | undefined, cwd: string): Key | undefined {
  const folders = nonEmpty(dataFolder) === undefined ? upwards(cwd) : [resolve(cwd, dataFolder ?? '')];
  for (const folder of folders) {
    const file = join(folder, 'admin-key');
    try {
      return keyFrom(readFileSync(file, 'utf8'), file);
    } catch {
      // Not there, or not ours to read: then we come without a key.
    }
  }
  return undefined;
}

function upwards(cwd: string): readonly string[] {
  const folders: string[] = [];
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    folders.push(join(folder, '.ledger'));
    if (folder === dirname(folder)) return folders;
  }
}
