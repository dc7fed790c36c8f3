import { createRemoteJWKSet, errors, jwtVerify, type JWTVerifyGetKey } from 'jose';
import { type Caller } from './caller.ts';
import { type Role } from './permissions.ts';

/** The issuer whose tokens open this door, and where in them our roles stand. */
export interface OidcConfig {
  readonly issuer: string;
  readonly audience: string;
  /** A claim with one role or a list of them; dots lead into objects (`realm_access.roles`). */
  readonly roleClaim: string;
  /** Found by discovery at the issuer when left out. */
  readonly jwksUri?: string;
}

/** Asymmetric only: with a secret shared with the issuer, anyone who verifies could sign. */
const ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];
const DISCOVERY_TIMEOUT_MS = 5_000;

/** Bearer tokens of one OpenID Connect issuer (RFC 7519, OpenID Connect Discovery 1.0). */
export class OidcTokens {
  #keys: Promise<JWTVerifyGetKey> | undefined;

  constructor(private readonly config: OidcConfig) {}

  /**
   * Whose token this is; undefined where it is not one of the issuer for us, or no longer.
   *
   * @throws when the issuer's keys cannot be had.
   */
  async verify(token: string): Promise<Caller | undefined> {
    const { issuer, audience, roleClaim } = this.config;
    try {
      const { payload } = await jwtVerify(token, await this.#issuerKeys(), {
        issuer,
        audience,
        algorithms: ALGORITHMS,
        requiredClaims: ['sub', 'exp'],
        clockTolerance: 5,
      });
      const { sub } = payload;
      if (!sub || sub.length > 200) return undefined;
      return { name: `oidc:${sub}`, role: roleIn(claimAt(payload, roleClaim)), kind: 'token' };
    } catch (error) {
      if (error instanceof errors.JOSEError && !(error instanceof errors.JWKSTimeout)) return undefined;
      throw error;
    }
  }

  /** Asked for at the first token and not at the start, so that the ledger runs while the issuer is away. */
  #issuerKeys(): Promise<JWTVerifyGetKey> {
    this.#keys ??= this.#discover().catch((error: unknown) => {
      this.#keys = undefined;
      throw error;
    });
    return this.#keys;
  }

  async #discover(): Promise<JWTVerifyGetKey> {
    const { issuer, jwksUri } = this.config;
    return createRemoteJWKSet(new URL(jwksUri ?? (await discoverJwksUri(issuer))), {
      timeoutDuration: DISCOVERY_TIMEOUT_MS,
    });
  }
}

async function discoverJwksUri(issuer: string): Promise<string> {
  const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const answer = await fetch(address, {
    redirect: 'error',
    signal: AbortSignal.timeout(DISCOVERY_TIMEOUT_MS),
  });
  const found = (await answer.json()) as { issuer?: unknown; jwks_uri?: unknown };
  if (!answer.ok || found.issuer !== issuer || typeof found.jwks_uri !== 'string') {
    throw new Error(`${address} does not describe the issuer ${issuer}`);
  }
  return found.jwks_uri;
}

function claimAt(payload: object, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (value, key) =>
        typeof value === 'object' && value !== null && Object.hasOwn(value, key)
          ? (value as Record<string, unknown>)[key]
          : undefined,
      payload,
    );
}

/** The role that may do the most of those named. */
const BY_MIGHT: readonly Role[] = ['admin', 'recorder', 'auditor', 'reader'];

function roleIn(claim: unknown): Role | null {
  const named: readonly unknown[] = Array.isArray(claim) ? claim : [claim];
  return BY_MIGHT.find((role) => named.includes(role)) ?? null;
}
