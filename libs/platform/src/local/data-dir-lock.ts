import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { halfMade, prepareDataFolder, removeHalfMade, shown } from './data-folder.ts';
import { LocalServerProblem } from './local-server-problem.ts';
import { identify, isRunning, type ProcessIdentity } from './process-identity.ts';

/**
 * Keeps `dir` (made if need be) for this process until the returned function is called: another that asks, or
 * this one asking twice, gets a `data-folder-in-use` problem. A lock whose holder has ended is taken over, which
 * `log` is told.
 */
export async function lockDataDir(
  dir: string,
  log: (sentence: string) => void = () => undefined,
): Promise<() => Promise<void>> {
  const folder = resolve(dir);
  await prepareDataFolder(folder);
  const file = join(folder, 'lock');
  await removeHalfMade(folder, 'lock');
  const me = JSON.stringify(identify(process.pid));
  while (!(await tryToLock(file, me))) await removeStale(file, folder, log);
  return async () => {
    if ((await readFile(file, 'utf8').catch(() => '')) === me) await rm(file, { force: true });
  };
}

async function tryToLock(file: string, me: string): Promise<boolean> {
  // Written apart and then linked, which is atomic and fails where there is a lock: nobody ever reads half of one.
  const mine = `${halfMade(file)}-${randomUUID()}`;
  try {
    await writeFile(mine, me, { flush: true });
    await link(mine, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(mine, { force: true });
  }
}

async function removeStale(file: string, folder: string, log: (sentence: string) => void): Promise<void> {
  const holder = parseHolder(await readFile(file, 'utf8').catch(() => null));
  if (holder === 'released') return;
  if (holder !== 'unreadable' && isRunning(holder)) throw inUse(folder, holder.pid);
  // Renamed before it is removed: of two that found it stale, the slower must not remove the faster one's lock.
  const aside = `${halfMade(file)}-${randomUUID()}`;
  try {
    await rename(file, aside);
  } catch {
    return;
  }
  const moved = parseHolder(await readFile(aside, 'utf8').catch(() => null));
  if (typeof moved !== 'string' && isRunning(moved)) {
    await link(aside, file).catch(() => undefined);
    await rm(aside, { force: true });
    throw inUse(folder, moved.pid);
  }
  await rm(aside, { force: true });
  const whose = holder === 'unreadable' ? 'an earlier run' : `process ${holder.pid}`;
  log(`The lock on ${shown(folder)} was left by ${whose}, which has ended; it is taken over.`);
}

function parseHolder(text: string | null): ProcessIdentity | 'released' | 'unreadable' {
  if (text === null) return 'released';
  try {
    const { pid, birth } = JSON.parse(text) as Partial<ProcessIdentity>;
    return typeof pid === 'number' && typeof birth === 'string' ? { pid, birth } : 'unreadable';
  } catch {
    return 'unreadable';
  }
}

function inUse(folder: string, pid: number): LocalServerProblem {
  return new LocalServerProblem(
    'data-folder-in-use',
    `The data folder ${shown(folder)} is in use by process ${pid}.`,
    pid === process.pid
      ? 'That is this process itself: start it once only.'
      : `Stop that one (kill ${pid}), or set LEDGER_DATA to another folder and PORT to another port.`,
  );
}
