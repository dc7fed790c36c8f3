import { Unreadable } from '../unreadable.ts';
import { fromBase64 } from './base64.ts';
import { SIGNATURE_BYTES, verifies } from './ed25519.ts';
import { isKeyName, type Signer, type VerifierKey } from './keys.ts';

/** A signature on a note, of whatever kind, not yet checked. */
export interface NoteSignature {
  readonly name: string;
  readonly id: number;
  /** What follows the key id. */
  readonly bytes: Buffer;
}

/** A text, and who is said to have signed it (C2SP signed-note). */
export interface SignedNote {
  /** With the newline at its end, over which the signatures are. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

/** A signature of a key that we know, which holds. */
export interface VerifiedSignature {
  readonly key: VerifierKey;
  /** When a cosignature was made, in seconds since 1970. */
  readonly time?: number;
}

/** A signature by the name and id of a known key that is not by that key: the whole note is to be thrown away. */
export class BadSignature extends Error {
  override readonly name = 'BadSignature';
  readonly code = 'bad-signature';
  constructor(readonly key: string) {
    super(`The signature of ${key} does not hold`);
  }
}

/** Sixteen must be taken; no ledger of ours has more witnesses than this. */
const MAX_SIGNATURES = 100;
const CONTROL = /[\u0000-\u0009\u000b-\u001f]/;

/**
 * Reads a note.
 *
 * @throws Unreadable
 */
export function parseNote(note: string): SignedNote {
  const end = note.lastIndexOf('\n\n');
  if (end < 0 || !note.endsWith('\n'))
    throw new Unreadable('signed note', 'no blank line parts text and signatures');
  if (CONTROL.test(note)) throw new Unreadable('signed note', 'it has a control character');
  const lines = note.slice(end + 2, -1).split('\n');
  if (lines.length > MAX_SIGNATURES)
    throw new Unreadable('signed note', `it has more than ${MAX_SIGNATURES} signatures`);
  return { text: note.slice(0, end + 1), signatures: lines.map(parseSignatureLine) };
}

/** @throws Unreadable */
export function parseSignatureLine(line: string): NoteSignature {
  const [dash, name, base64, ...more] = line.split(' ');
  const bytes = base64 === undefined ? undefined : fromBase64(base64);
  if (
    dash !== '—' ||
    name === undefined ||
    !isKeyName(name) ||
    !bytes ||
    bytes.length < 5 ||
    more.length > 0
  ) {
    throw new Unreadable('signed note', 'a signature is not "— name base64"');
  }
  return { name, id: bytes.readUInt32BE(), bytes: bytes.subarray(4) };
}

/** A line of a note, without the newline. */
export function signatureLine({ name, id, bytes }: NoteSignature): string {
  const keyId = Buffer.allocUnsafe(4);
  keyId.writeUInt32BE(id);
  return `— ${name} ${Buffer.concat([keyId, bytes]).toString('base64')}`;
}

/**
 * A text with its signatures.
 *
 * @param text ends in a newline.
 * @throws Unreadable when the text may not stand in a note.
 */
export function formatNote({ text, signatures }: SignedNote): string {
  if (!text.endsWith('\n') || CONTROL.test(text))
    throw new Unreadable('text of a note', 'see C2SP signed-note, Format');
  return `${text}\n${signatures.map((signature) => `${signatureLine(signature)}\n`).join('')}`;
}

/** Signs the text of a note, which ends in a newline. */
export const signNote = (text: string, signer: Signer): NoteSignature => ({
  name: signer.verifier.name,
  id: signer.verifier.id,
  bytes: signer.sign(text),
});

/**
 * Signs a checkpoint as a witness does (C2SP tlog-cosignature, Ed25519 signed message).
 *
 * @param text of the checkpoint.
 * @param time in seconds since 1970.
 */
export function cosign(text: string, signer: Signer, time: number): NoteSignature {
  const stamp = Buffer.allocUnsafe(8);
  stamp.writeBigUInt64BE(BigInt(time));
  const { name, id } = signer.verifier;
  return { name, id, bytes: Buffer.concat([stamp, signer.sign(cosigned(text, time))]) };
}

const cosigned = (text: string, time: number | bigint): string => `cosignature/v1\ntime ${time}\n${text}`;

/**
 * The signatures of a note that are by keys we know; those by others say nothing.
 *
 * @throws BadSignature when one claims to be by a key we know, and is not.
 */
export function verifiedSignatures(
  note: SignedNote,
  keys: readonly VerifierKey[],
): readonly VerifiedSignature[] {
  return note.signatures.flatMap(({ name, id, bytes }) => {
    const key = keys.find((known) => known.name === name && known.id === id);
    return key ? [verified(note.text, key, bytes)] : [];
  });
}

function verified(text: string, key: VerifierKey, bytes: Buffer): VerifiedSignature {
  switch (key.type) {
    case 'note':
      if (bytes.length !== SIGNATURE_BYTES || !verifies(key.publicKey, text, bytes))
        throw new BadSignature(key.name);
      return { key };
    case 'cosignature': {
      if (bytes.length !== 8 + SIGNATURE_BYTES) throw new BadSignature(key.name);
      const time = bytes.readBigUInt64BE();
      if (!verifies(key.publicKey, cosigned(text, time), bytes.subarray(8))) throw new BadSignature(key.name);
      return { key, time: Number(time) };
    }
  }
}
