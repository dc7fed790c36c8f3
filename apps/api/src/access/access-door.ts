import { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { Problem } from '../problems/problem.ts';
import { type Caller } from './caller.ts';
import { credentialIn, type Credentials } from './credentials.ts';
import { mayDo, type Permission, permissions } from './permissions.ts';

export interface AccessConfig {
  /** Whether a caller without a key may read. */
  readonly anonymousReads: boolean;
  /** Requests allowed in a window, for each key, or for each address where there is none. */
  readonly rateLimit: { readonly max: number; readonly windowMs: number };
}

const ANONYMOUS: Caller = { name: 'anonymous', role: null, kind: 'anonymous' };
const BEARER = 'Bearer realm="Commitment Ledger"';

/**
 * How to come again. Basic only where it is taken, and that is nowhere but in what programs fetch by themselves: a browser
 * would ask its user for a password on every page, and send it along with whatever other pages make it send.
 */
const challenge = ({ routeOptions }: FastifyRequest, fault = '') => ({
  'WWW-Authenticate':
    routeOptions.config.takesBasic === true
      ? `Basic realm="Commitment Ledger", charset="UTF-8", ${BEARER}${fault}`
      : `${BEARER}${fault}`,
});

/**
 * Stands before every route, Nest's and the plugins' alike, and before any body is read: who is it, how often have they
 * come, may they. A route that declares no permission is closed. @fastify/rate-limit must be registered.
 */
export function guardRoutes(fastify: FastifyInstance, credentials: Credentials, config: AccessConfig): void {
  const countVisit = fastify.createRateLimit({
    max: config.rateLimit.max,
    timeWindow: config.rateLimit.windowMs,
    keyGenerator: callerKey,
  });
  fastify.decorateRequest('caller', null as unknown as Caller);
  fastify.addHook('onRequest', async (request, reply) => {
    const takesBasic = request.routeOptions.config.takesBasic === true;
    const credential = credentialIn(request.headers, takesBasic);
    const holder = credential === undefined ? undefined : await credentials.holderOf(credential);
    request.caller = holder ?? ANONYMOUS;
    await limit(countVisit, request, reply);
    if (credential !== undefined && !holder) {
      throw new Problem('invalid-credentials', 'The key or token is not one that opens this ledger.', {
        headers: challenge(request, ', error="invalid_token"'),
      });
    }
    if (!request.is404) authorise(request, config.anonymousReads);
  });
}

/** By what callers are told apart where each may have only so much: their key, or their address without one. */
export const callerKey = ({ caller, ip }: FastifyRequest): string =>
  caller.kind === 'anonymous' ? `ip:${ip}` : `${caller.kind}:${caller.name}`;

async function limit(
  countVisit: ReturnType<FastifyInstance['createRateLimit']>,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const visits = await countVisit(request);
  if (visits.isAllowed) return;
  const { max, remaining, ttlInSeconds } = visits;
  void reply.headers({
    'RateLimit-Limit': max,
    'RateLimit-Remaining': remaining,
    'RateLimit-Reset': ttlInSeconds,
  });
  if (!visits.isExceeded) return;
  throw new Problem(
    'too-many-requests',
    `More than ${max} requests; the next is taken in ${ttlInSeconds} seconds.`,
    {
      headers: { 'Retry-After': String(ttlInSeconds) },
    },
  );
}

function authorise(request: FastifyRequest, anonymousReads: boolean): void {
  const { caller, routeOptions } = request;
  const permission = routeOptions.config.permission;
  if (permission === 'public') return;
  if (permission === undefined) throw new Problem('not-permitted', 'Nobody may use this address.');
  if (caller.kind === 'anonymous') {
    if (permission === 'read' && anonymousReads) return;
    throw new Problem('missing-credentials', `This takes a key with the role ${rolesFor(permission)}.`, {
      headers: challenge(request),
    });
  }
  if (caller.role !== null && mayDo(caller.role, permission)) return;
  const has = caller.role === null ? 'no role' : `the role ${caller.role}`;
  throw new Problem(
    'not-permitted',
    `${caller.name} has ${has}, and this takes the role ${rolesFor(permission)}.`,
  );
}

const rolesFor = (permission: Permission): string =>
  new Intl.ListFormat('en', { type: 'disjunction' }).format(permissions[permission]);
