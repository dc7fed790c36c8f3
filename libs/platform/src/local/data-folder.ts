import { access, constants, mkdir, readdir, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { LocalServerProblem } from './local-server-problem.ts';
import { identify } from './process-identity.ts';

/** A path as a person would type it from where they are. */
export function shown(path: string): string {
  const short = relative(process.cwd(), path);
  return short === '' || short.startsWith('..') ? path : short;
}

/** Makes `folder` if need be and sees that we may write there. Throws `data-folder-unusable`. */
export async function prepareDataFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? 'unknown error';
    throw new LocalServerProblem(
      'data-folder-unusable',
      `The data folder ${shown(folder)} cannot be used (${code}).`,
      'Make it a folder you may write to, or set LEDGER_DATA to another one.',
      { cause },
    );
  }
}

/**
 * The name under which this process prepares what it then renames to `name`. Something may be there, from a run
 * that had the same number, as all runs have that are the first process of a container.
 */
export function halfMade(name: string): string {
  return `${name}.new-${process.pid}`;
}

/** Removes what processes that have ended prepared under `name` and never finished. */
export async function removeHalfMade(folder: string, name: string): Promise<void> {
  for (const entry of await readdir(folder)) {
    if (!entry.startsWith(`${name}.new-`)) continue;
    const pid = Number.parseInt(entry.slice(`${name}.new-`.length), 10);
    if (identify(pid) !== null) continue;
    await rm(join(folder, entry), { recursive: true, force: true });
  }
}
