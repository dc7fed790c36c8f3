import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import { LocalServerProblem } from './local-server-problem.ts';

const run = promisify(execFile);

/** A user of the system, by numbers. */
export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/**
 * Whom PostgreSQL, which refuses to run as root, shall run as: undefined for ourselves when we are not root; else
 * whoever owns `cluster` already; else the user `postgres`, made when there is none. Throws `server-user-missing`.
 */
export async function postgresOwner(cluster: string): Promise<Owner | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const owner = await stat(cluster).catch(() => null);
  if (owner !== null && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  try {
    return (await postgresUser()) ?? (await makePostgresUser());
  } catch (cause) {
    throw new LocalServerProblem(
      'server-user-missing',
      'PostgreSQL cannot run as root, and a user "postgres" for it could not be made.',
      'Make one (useradd --system postgres), run as another user than root, or set DATABASE_URL.',
      { cause },
    );
  }
}

async function postgresUser(): Promise<Owner | null> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', 'postgres']), run('id', ['-g', 'postgres'])]);
    return { uid: Number.parseInt(uid.stdout, 10), gid: Number.parseInt(gid.stdout, 10) };
  } catch {
    return null;
  }
}

async function makePostgresUser(): Promise<Owner> {
  // The group may be there without the user.
  await run('groupadd', ['--system', 'postgres']).catch(() => undefined);
  await run('useradd', [
    '--system',
    '--gid',
    'postgres',
    '--no-create-home',
    '--shell',
    '/bin/false',
    'postgres',
  ]);
  const made = await postgresUser();
  if (made === null) throw new Error('useradd made no user');
  return made;
}
