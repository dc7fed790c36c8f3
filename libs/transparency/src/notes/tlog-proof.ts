import { leafHash } from '../tree/hashing.ts';
import { provesInclusion } from '../tree/proofs.ts';
import { Unreadable } from '../unreadable.ts';
import { parseHash, parseNumber } from './checkpoint.ts';
import { type Policy } from './policy.ts';
import { type TrustedCheckpoint, trustedCheckpoint } from './trusted-checkpoint.ts';

/** That a leaf is in a log, to be checked without asking anybody (C2SP tlog-proof). */
export interface TlogProof {
  /** Of the leaf, from 0. */
  readonly index: number;
  /** From the leaf's sibling up. */
  readonly hashes: readonly Buffer[];
  /** The signed note, as it was issued. */
  readonly checkpoint: string;
}

const FIRST_LINE = 'c2sp.org/tlog-proof@v1';
/** A tree of 2^63 leaves needs no more. */
const MAX_HASHES = 63;

/** The proof as text. */
export function formatTlogProof({ index, hashes, checkpoint }: TlogProof): string {
  const lines = [FIRST_LINE, `index ${index}`, ...hashes.map((hash) => hash.toString('base64'))];
  return `${lines.join('\n')}\n\n${checkpoint}`;
}

/**
 * Reads a proof. A line of extra data is allowed, and left out: nothing vouches for it.
 *
 * @throws Unreadable
 */
export function parseTlogProof(text: string): TlogProof {
  const end = text.indexOf('\n\n');
  const [first, ...lines] = text.slice(0, Math.max(0, end)).split('\n');
  if (first !== FIRST_LINE) throw new Unreadable('tlog-proof', `its first line is not ${FIRST_LINE}`);
  if (lines[0]?.startsWith('extra ')) lines.shift();
  const [indexLine = '', ...hashLines] = lines;
  const index = indexLine.startsWith('index ') ? parseNumber(indexLine.slice('index '.length)) : undefined;
  if (index === undefined) throw new Unreadable('tlog-proof', 'it does not say the index');
  const hashes = hashLines.map(parseHash).filter((hash) => hash !== undefined);
  if (hashes.length !== hashLines.length || hashes.length > MAX_HASHES) {
    throw new Unreadable('tlog-proof', 'its path is not of SHA-256 in base64, one a line');
  }
  return { index, hashes, checkpoint: text.slice(end + 2) };
}

/** A proof that does not prove what it should: the leaf is another than the one that was sealed there. */
export class NotProven extends Error {
  override readonly name = 'NotProven';
  readonly code = 'not-proven';
}

/**
 * Checks that a leaf is in the log of a policy, at the index that the proof says.
 *
 * @returns the checkpoint that it is proved against.
 * @throws Unreadable, BadSignature, Distrusted when the checkpoint is not to be believed; NotProven when the leaf is not
 *   under it.
 */
export function verifyTlogProof(
  proof: TlogProof,
  leaf: string | Uint8Array,
  policy: Policy,
): TrustedCheckpoint {
  const { index, hashes, checkpoint } = proof;
  const trusted = trustedCheckpoint(checkpoint, policy);
  const { size, root } = trusted;
  if (!provesInclusion({ leafHash: leafHash(leaf), index, size, root, proof: hashes })) {
    throw new NotProven(`This is not entry ${index} of the log`);
  }
  return trusted;
}
