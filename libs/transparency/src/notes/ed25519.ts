import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';

/** Bytes of an Ed25519 public key, and of the seed of a private one (RFC 8032). */
export const KEY_BYTES = 32;
/** Bytes of an Ed25519 signature. */
export const SIGNATURE_BYTES = 64;

/** What DER puts before the bare key (RFC 8410 §4, §7). */
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');

const publicKeys = new Map<string, KeyObject>();

/** Whether a signature over a message is by the holder of a key, given as its 32 bytes. */
export function verifies(publicKey: Uint8Array, message: string, signature: Uint8Array): boolean {
  const name = Buffer.from(publicKey).toString('base64');
  let key = publicKeys.get(name);
  if (!key) {
    const der = Buffer.concat([SPKI_PREFIX, publicKey]);
    key = createPublicKey({ key: der, format: 'der', type: 'spki' });
    publicKeys.set(name, key);
  }
  return verify(null, Buffer.from(message, 'utf8'), key, signature);
}

/** A private key: its public one, and what it signs. */
export interface SigningKey {
  readonly publicKey: Buffer;
  sign(message: string): Buffer;
}

/** The key that a seed of 32 bytes stands for. */
export function signingKey(seed: Uint8Array): SigningKey {
  const der = Buffer.concat([PKCS8_PREFIX, seed]);
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  const publicDer = createPublicKey(key).export({ format: 'der', type: 'spki' });
  return {
    publicKey: publicDer.subarray(SPKI_PREFIX.length),
    sign: (message) => sign(null, Buffer.from(message, 'utf8'), key),
  };
}
