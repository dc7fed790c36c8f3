import { createHmac, createPrivateKey, sign } from 'node:crypto';

/** What is signed, beside the key: Standard Webhooks 1.0, "Signature scheme". */
export interface Signed {
  readonly messageId: string;
  /** When this attempt was made, in seconds since 1970. */
  readonly timestamp: number;
  readonly body: string;
}

/** The DER before the seed of an Ed25519 private key (RFC 8410 §7). */
const PKCS8_OF_SEED = Buffer.from('302e020100300506032b657004220420', 'hex');

/**
 * The value of `webhook-signature`: one signature for each key that signs at present, with spaces between them, so that a
 * receiver who knows any of them can verify (Standard Webhooks 1.0, "Webhook headers"). `v1` is HMAC-SHA256 (RFC 2104) by
 * a `whsec_` secret, `v1a` Ed25519 (RFC 8032) by the 32 bytes of a `whsk_` seed.
 *
 * @param secrets as they are kept, newest first.
 */
export function signaturesOf({ messageId, timestamp, body }: Signed, secrets: readonly string[]): string {
  const content = `${messageId}.${timestamp}.${body}`;
  return secrets.map((secret) => signatureOf(content, secret)).join(' ');
}

function signatureOf(content: string, secret: string): string {
  const [, form, base64 = ''] = /^(whsec|whsk)_(.+)$/.exec(secret) ?? [];
  const bytes = Buffer.from(base64, 'base64');
  if (form === 'whsec') return `v1,${createHmac('sha256', bytes).update(content).digest('base64')}`;
  const key = createPrivateKey({
    key: Buffer.concat([PKCS8_OF_SEED, bytes.subarray(0, 32)]),
    format: 'der',
    type: 'pkcs8',
  });
  return `v1a,${sign(null, Buffer.from(content), key).toString('base64')}`;
}
