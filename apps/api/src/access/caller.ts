import { type Role } from './permissions.ts';

/** Who sends a request. */
export interface Caller {
  /** What stands on the events they record: the name of a key, `oidc:` and the subject of a token, `anonymous`. */
  readonly name: string;
  /** Null for a token whose claim names no role of ours: known, and allowed nothing. */
  readonly role: Role | null;
  readonly kind: 'key' | 'token' | 'anonymous';
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set for every request that came past the door; see access-door.ts. */
    caller: Caller;
  }
}
