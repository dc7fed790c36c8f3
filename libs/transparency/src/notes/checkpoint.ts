import { HASH_BYTES } from '../tree/hashing.ts';
import { Unreadable } from '../unreadable.ts';
import { fromBase64 } from './base64.ts';

/** How large a log is, and what it holds (C2SP tlog-checkpoint). */
export interface Checkpoint {
  /** Which log. */
  readonly origin: string;
  /** How many leaves. */
  readonly size: number;
  /** The Merkle Tree Hash of all of them. */
  readonly root: Buffer;
}

/** The text that is signed. */
export const checkpointText = ({ origin, size, root }: Checkpoint): string =>
  `${origin}\n${size}\n${root.toString('base64')}\n`;

/** A number as C2SP texts have it: decimal, without leading zeroes; undefined for anything else, or what is not exact. */
export function parseNumber(text: string): number | undefined {
  const number = /^(0|[1-9]\d{0,15})$/.test(text) ? Number(text) : NaN;
  return Number.isSafeInteger(number) ? number : undefined;
}

/** A hash as a line of base64; undefined for anything else. */
export function parseHash(text: string): Buffer | undefined {
  const bytes = fromBase64(text);
  return bytes?.length === HASH_BYTES ? bytes : undefined;
}

/**
 * Reads the text of a checkpoint, without its signatures. Lines of extension are allowed and left out: nobody can check
 * them.
 *
 * @throws Unreadable
 */
export function parseCheckpoint(text: string): Checkpoint {
  const [origin = '', second = '', third = '', ...rest] = text.split('\n');
  const size = parseNumber(second);
  const root = parseHash(third);
  if (origin === '') throw new Unreadable('checkpoint', 'its first line is to name the log');
  if (size === undefined) throw new Unreadable('checkpoint', 'its second line is to be a number');
  if (!root) throw new Unreadable('checkpoint', 'its third line is to be a SHA-256 in base64');
  if (rest.pop() !== '' || rest.includes(''))
    throw new Unreadable('checkpoint', 'a line is empty, or not ended');
  return { origin, size, root };
}
