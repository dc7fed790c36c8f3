import { parseSignerKey, type Signer, Unreadable } from '#libs/transparency';
import { readFile, stat } from 'node:fs/promises';

/** A signing key that cannot be used, and what to do about it. The key itself is not told. */
export class UnusableKey extends Error {
  override readonly name = 'UnusableKey';
  readonly code = 'unusable-key';
}

/**
 * The key in a file that nobody but its owner may read.
 *
 * @throws UnusableKey
 */
export async function keyInFile(file: string): Promise<Signer> {
  const { mode } = await stat(file).catch((cause: unknown) => {
    throw new UnusableKey(`The key file ${file} cannot be read: ${(cause as Error).message}.`, { cause });
  });
  if ((mode & 0o077) !== 0) {
    const octal = (mode & 0o777).toString(8).padStart(3, '0');
    throw new UnusableKey(`The key file ${file} may be read by others (mode ${octal}): chmod 600 ${file}.`);
  }
  return keyFrom(await readFile(file, 'utf8'), file);
}

/**
 * The key in a text, as `notary new-key` prints it.
 *
 * @param where it is from, for the message.
 * @throws UnusableKey
 */
export function keyFrom(text: string, where: string): Signer {
  try {
    return parseSignerKey(text);
  } catch (cause) {
    if (!(cause instanceof Unreadable)) throw cause;
    throw new UnusableKey(
      `${where} holds no signing key: ${cause.fault}. Make one with "notary new-key ORIGIN".`,
      {
        cause,
      },
    );
  }
}
