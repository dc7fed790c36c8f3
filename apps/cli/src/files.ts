import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { InvalidInput } from './problems.ts';
import type { Surroundings } from './surroundings.ts';

/**
 * The bytes of a file as named on the command line; `-` is standard input.
 *
 * @throws InvalidInput when it cannot be read.
 */
export async function readInput(name: string, { cwd, stdin }: Surroundings): Promise<Uint8Array> {
  if (name === '-') {
    const chunks: Uint8Array[] = [];
    for await (const chunk of stdin) chunks.push(chunk);
    return Buffer.concat(chunks);
  }
  try {
    return await readFile(resolve(cwd, name));
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? 'unknown error';
    throw new InvalidInput([`${name} cannot be read: ${REASONS[code] ?? code}.`], { cause });
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'you may not read it',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of its path is not a folder',
};

/**
 * The text in the bytes of a file.
 *
 * @throws InvalidInput when they are not UTF-8.
 */
export function utf8Text(bytes: Uint8Array, name: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new InvalidInput([`${name} is not UTF-8 text.`, 'Save it as UTF-8.'], { cause });
  }
}
