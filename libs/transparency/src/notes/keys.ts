import { hash, randomBytes } from 'node:crypto';
import { Unreadable } from '../unreadable.ts';
import { fromBase64 } from './base64.ts';
import { KEY_BYTES, signingKey } from './ed25519.ts';

/** What a key signs (C2SP signed-note, Signature types). */
export const SIGNATURE_TYPES = {
  /** The text of a note, by a log. */
  note: 0x01,
  /** A checkpoint with the time of signing, by a witness (C2SP tlog-cosignature). */
  cosignature: 0x04,
} as const;

export type SignatureType = keyof typeof SIGNATURE_TYPES;

/** Whom a signature is by, and how it is checked. */
export interface VerifierKey {
  readonly name: string;
  /** The first four bytes of a hash over name, type and key. */
  readonly id: number;
  readonly type: SignatureType;
  readonly publicKey: Buffer;
}

/** A key that signs under a name. */
export interface Signer {
  readonly verifier: VerifierKey;
  /** @returns the bare Ed25519 signature. */
  sign(message: string): Buffer;
}

/** Neither Unicode spaces nor a plus (C2SP signed-note, Format); control characters have no place in a note at all. */
export const isKeyName = (name: string): boolean => /^[^\p{Cc}\p{White_Space}+]+$/u.test(name);

/** @throws Unreadable when the name may not stand in a signature. */
export function verifierKey(name: string, type: SignatureType, publicKey: Buffer): VerifierKey {
  if (!isKeyName(name)) throw new Unreadable('key', 'its name is empty, or has a space or a plus');
  return { name, id: keyId(name, type, publicKey), type, publicKey };
}

function keyId(name: string, type: SignatureType, publicKey: Uint8Array): number {
  const typed = Buffer.from([SIGNATURE_TYPES[type]]);
  return hash('sha256', Buffer.concat([Buffer.from(`${name}\n`), typed, publicKey]), 'buffer').readUInt32BE();
}

/** A verifier key as text, a vkey: `name+id+key` (C2SP signed-note, Verifier keys). */
export function formatVerifierKey({ name, id, type, publicKey }: VerifierKey): string {
  const material = Buffer.concat([Buffer.from([SIGNATURE_TYPES[type]]), publicKey]);
  return `${name}+${hexId(id)}+${material.toString('base64')}`;
}

const hexId = (id: number): string => id.toString(16).padStart(8, '0');

const VERIFIER_KEY = /^(?<name>[^+]+)\+(?<id>[0-9a-f]{8})\+(?<material>[A-Za-z0-9+/]+=*)$/;

/**
 * Reads a vkey of a type that we check: Ed25519 over a note or as a cosignature.
 *
 * @throws Unreadable
 */
export function parseVerifierKey(text: string): VerifierKey {
  const groups = VERIFIER_KEY.exec(text)?.groups;
  if (!groups) throw new Unreadable('verifier key', 'it is not name+id+key');
  const { name = '', id = '', material = '' } = groups;
  const bytes = fromBase64(material);
  if (bytes?.length !== KEY_BYTES + 1) throw new Unreadable('verifier key', 'it holds no Ed25519 key');
  const type = typeOf(bytes[0]);
  if (!type)
    throw new Unreadable('verifier key', 'it is neither for notes nor for cosignatures, types 1 and 4');
  const key = verifierKey(name, type, bytes.subarray(1));
  if (hexId(key.id) !== id) throw new Unreadable('verifier key', 'its id is not that of its name and key');
  return key;
}

function typeOf(byte: number | undefined): SignatureType | undefined {
  if (byte === SIGNATURE_TYPES.note) return 'note';
  return byte === SIGNATURE_TYPES.cosignature ? 'cosignature' : undefined;
}

/** A new signer key as text, in the form of Go's `note.GenerateKey`: `PRIVATE+KEY+name+id+seed`. */
export function newSignerKey(name: string): string {
  return formatSignerKey(name, randomBytes(KEY_BYTES));
}

function formatSignerKey(name: string, seed: Buffer): string {
  const { id } = verifierKey(name, 'note', signingKey(seed).publicKey);
  return `PRIVATE+KEY+${name}+${hexId(id)}+${Buffer.concat([Buffer.from([1]), seed]).toString('base64')}`;
}

const SIGNER_KEY = /^PRIVATE\+KEY\+(?<rest>.+)$/;

/**
 * Reads a signer key, for notes or for cosignatures.
 *
 * @param type what it is to sign; the text says the same for both.
 * @throws Unreadable, whose message does not hold the key.
 */
export function parseSignerKey(text: string, type: SignatureType = 'note'): Signer {
  const rest = SIGNER_KEY.exec(text.trim())?.groups?.['rest'];
  const groups = rest === undefined ? undefined : VERIFIER_KEY.exec(rest)?.groups;
  if (!groups) throw new Unreadable('signer key', 'it is not PRIVATE+KEY+name+id+key');
  const { name = '', id = '', material = '' } = groups;
  const bytes = fromBase64(material);
  if (bytes?.length !== KEY_BYTES + 1 || bytes[0] !== SIGNATURE_TYPES.note) {
    throw new Unreadable('signer key', 'it holds no Ed25519 key');
  }
  const key = signingKey(bytes.subarray(1));
  if (hexId(keyId(name, 'note', key.publicKey)) !== id) {
    throw new Unreadable('signer key', 'its id is not that of its name and key');
  }
  return { verifier: verifierKey(name, type, key.publicKey), sign: (message) => key.sign(message) };
}

/** The same private key, signing notes under another name. */
export const renamed = (signer: Signer, name: string): Signer => ({
  verifier: verifierKey(name, signer.verifier.type, signer.verifier.publicKey),
  sign: (message) => signer.sign(message),
});
