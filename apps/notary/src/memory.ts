import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';

const signed = z.strictObject({
  origin: z.string().min(1),
  size: z.int().min(0),
  /** In base64. */
  root: z.string(),
});

const earlier = signed.extend({ because: z.string() });

const remembered = signed.extend({
  /** Which log of this ledger, from 1. */
  log: z.int().min(1),
  /** Why the one before it is not continued. */
  because: z.string().optional(),
  /** The signed note; empty before anything is signed. */
  note: z.string(),
  /** Logs that are not continued: the last that was signed of each. */
  earlier: z.array(earlier),
});

/** The last that was signed, and of which log. */
export type Remembered = z.output<typeof remembered>;

/**
 * What the notary remembers by itself: a database set back to an earlier state would have forgotten it as well, and its
 * checkpoints with it.
 */
export interface Memory {
  /** Undefined where nothing was ever signed. */
  read(): Promise<Remembered | undefined>;
  /** Returns when it will be there after a loss of power. */
  write(remembered: Remembered): Promise<void>;
}

/** The file that holds what was signed cannot be used. */
export class UnusableMemory extends Error {
  override readonly name = 'UnusableMemory';
  readonly code = 'unusable-memory';
}

/** A memory in a file, readable by its owner alone. Its folder is made if need be. */
export function memoryIn(file: string): Memory {
  return {
    read: async () => {
      const text = await readFile(file, 'utf8').catch((error: unknown) => {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
        throw new UnusableMemory(`${file} cannot be read: ${(error as Error).message}.`, { cause: error });
      });
      return text === undefined ? undefined : parsed(text, file);
    },
    write: async (what) => {
      await mkdir(dirname(file), { recursive: true, mode: 0o700 });
      const half = `${file}.new`;
      await rm(half, { force: true });
      const handle = await open(half, 'wx', 0o600);
      try {
        await handle.writeFile(`${JSON.stringify(what, null, 2)}\n`);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(half, file);
      await syncFolder(dirname(file));
    },
  };
}

function parsed(text: string, file: string): Remembered {
  try {
    return remembered.parse(JSON.parse(text));
  } catch (cause) {
    throw new UnusableMemory(`${file} does not hold what the notary wrote. Put it back from a backup.`, {
      cause,
    });
  }
}

/** A rename is only safe when the folder is. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
