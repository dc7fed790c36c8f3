import { type IncomingHttpHeaders } from 'node:http';
import { type ApiKeys } from './api-keys.ts';
import { hashOf, KEY_PREFIX, sameHash } from './api-key-secret.ts';
import { type Caller } from './caller.ts';
import { type OidcTokens } from './oidc-tokens.ts';

/** Longer than any key or token we take. */
const LONGEST = 8_192;

/**
 * The key or token a request carries: `Authorization: Bearer …` (RFC 6750) or `X-Api-Key`.
 *
 * @param takesBasic whether it may also be the password of `Authorization: Basic …` (RFC 7617); the user name says nothing.
 */
export function credentialIn(headers: IncomingHttpHeaders, takesBasic: boolean): string | undefined {
  const bearer = /^Bearer +(\S+) *$/i.exec(headers.authorization ?? '')?.[1];
  const key = headers['x-api-key'];
  const password = takesBasic ? passwordIn(headers.authorization ?? '') : undefined;
  return (
    password ?? bearer ?? headers.authorization ?? (typeof key === 'string' && key !== '' ? key : undefined)
  );
}

function passwordIn(authorization: string): string | undefined {
  const encoded = /^Basic +([A-Za-z0-9+/]+={0,2}) *$/i.exec(authorization)?.[1];
  return encoded === undefined
    ? undefined
    : /^[^:]*:(.+)$/s.exec(Buffer.from(encoded, 'base64').toString())?.[1];
}

/** Tells who holds a key or token: the administrator from the environment, the keys given out, the issuer's tokens. */
export class Credentials {
  readonly #adminHash: Buffer | undefined;

  constructor(
    adminKey: string | undefined,
    private readonly keys: ApiKeys,
    private readonly tokens: OidcTokens | undefined,
  ) {
    this.#adminHash = adminKey === undefined ? undefined : hashOf(adminKey);
  }

  /** Who this is; undefined for a credential that opens nothing. */
  async holderOf(credential: string): Promise<Caller | undefined> {
    if (credential.length > LONGEST) return undefined;
    if (this.#adminHash && sameHash(this.#adminHash, hashOf(credential))) {
      return { name: 'admin', role: 'admin', kind: 'key' };
    }
    if (credential.startsWith(KEY_PREFIX)) return this.keys.find(credential);
    if (this.tokens && credential.split('.').length === 3) return this.tokens.verify(credential);
    return undefined;
  }
}
