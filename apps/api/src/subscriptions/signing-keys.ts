import { createPrivateKey, createPublicKey, randomBytes } from 'node:crypto';

/** By what deliveries are signed: a secret that both sides know, or a key of which the receiver has the public half. */
export const signings = ['hmac', 'ed25519'] as const;

export type Signing = (typeof signings)[number];

/** What signs, and what of it the receiver gets. */
export interface SigningKey {
  /** `whsec_` or `whsk_` and base64, as Standard Webhooks 1.0 writes them: kept for the dispatcher alone. */
  readonly secret: string;
  /** `whpk_` and base64 of the 32 bytes of RFC 8032; null where both sides share the secret. */
  readonly publicKey: string | null;
}

/** The DER before the seed of an Ed25519 private key (RFC 8410 §7). */
const PKCS8_OF_SEED = Buffer.from('302e020100300506032b657004220420', 'hex');

/** A new key: 256 random bits, shared as they are, or the seed of an Ed25519 key (RFC 8032 §5.1.5). */
export function newSigningKey(signing: Signing): SigningKey {
  const bytes = randomBytes(32);
  if (signing === 'hmac') return { secret: `whsec_${bytes.toString('base64')}`, publicKey: null };
  const key = createPrivateKey({
    key: Buffer.concat([PKCS8_OF_SEED, bytes]),
    format: 'der',
    type: 'pkcs8',
  });
  const { x = '' } = createPublicKey(key).export({ format: 'jwk' });
  const publicKey = `whpk_${Buffer.from(x, 'base64url').toString('base64')}`;
  return { secret: `whsk_${bytes.toString('base64')}`, publicKey };
}
