import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** Tells our keys from tokens, and lets secret scanners find leaked ones. */
export const KEY_PREFIX = 'lk_';

/** A new key: 256 random bits in base64url behind the prefix. */
export const newSecret = (): string => KEY_PREFIX + randomBytes(32).toString('base64url');

/** What is kept of a key. It is random, so a plain SHA-256 cannot be guessed back, and no salt is needed. */
export const hashOf = (secret: string): Buffer => createHash('sha256').update(secret).digest();

/** Whether two hashes are the same, in a time that does not depend on where they differ. */
export const sameHash = (left: Buffer, right: Buffer): boolean => timingSafeEqual(left, right);
