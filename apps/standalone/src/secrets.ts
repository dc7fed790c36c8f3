import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RolePasswords } from '#migrations';

const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';

/** The secret kept in a file of the data folder, made on first use and readable by its owner alone. */
export async function keptSecret(
  file: string,
  make: () => string,
): Promise<{ secret: string; isNew: boolean }> {
  try {
    return { secret: (await readFile(file, 'utf8')).trim(), isNew: false };
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
  const secret = make();
  await writeFile(file, `${secret}\n`, { mode: 0o600 });
  return { secret, isNew: true };
}

/**
 * The admin key of this ledger, kept in its folder, where the ledger command finds it: the one that was set, or 256
 * random bits. `isNew` when it was made just now, which is when it is shown.
 */
export async function keptAdminKey(
  dataDir: string,
  configured: string | undefined,
): Promise<{ secret: string; isNew: boolean }> {
  const file = join(dataDir, 'admin-key');
  if (configured === undefined) {
    return keptSecret(file, () => `lk_${randomBytes(32).toString('base64url')}`);
  }
  await writeFile(file, `${configured}\n`, { mode: 0o600 });
  return { secret: configured, isNew: false };
}

/** The passwords of the database roles, known to nobody but this folder. */
export async function keptRolePasswords(dataDir: string): Promise<RolePasswords> {
  const password = async (role: string): Promise<string> =>
    (await keptSecret(join(dataDir, `database-password-${role}`), () => randomBytes(24).toString('hex')))
      .secret;
  return {
    api: await password('api'),
    relay: await password('relay'),
    projector: await password('projector'),
    dispatcher: await password('dispatcher'),
    notary: await password('notary'),
  };
}
