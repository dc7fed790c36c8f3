import { type FastifyInstance, type FastifyRequest } from 'fastify';
import { type ReadLog } from './read-log.ts';
import { type Role } from './permissions.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Whether asking here is reading, though it is no GET. */
    isRead?: boolean;
  }
  interface FastifyRequest {
    /** Settled once the read is kept, for those whose reads are. */
    keptRead: Promise<void> | undefined;
  }
}

const WATCHED: ReadonlySet<Role | null> = new Set<Role>(['auditor', 'admin']);

/**
 * Has every read by auditors and administrators kept in a log of its own. It is kept while the answer is made, so that it
 * takes nobody's time, and the answer goes out when it is kept. Call after the door was put in place.
 */
export function watchReads(fastify: FastifyInstance, log: Pick<ReadLog, 'keep'>): void {
  fastify.decorateRequest('keptRead', undefined);
  fastify.addHook('onRequest', async (request) => {
    if (!isWatched(request)) return;
    const { caller, method, url: what } = request;
    const kept = log.keep({ caller, method, what });
    // Whoever waits for it hears of its failure; until then it is nobody's.
    kept.catch(() => undefined);
    // A stream is answered by and by, and past the hooks.
    if (request.headers.accept?.includes('text/event-stream')) await kept;
    else request.keptRead = kept;
  });
  fastify.addHook('onSend', async (request) => {
    const kept = request.keptRead;
    // An answer that says that it could not be kept is sent in the same way.
    request.keptRead = undefined;
    await kept;
  });
}

function isWatched({ caller, method, routeOptions: { config }, is404 }: FastifyRequest): boolean {
  if (is404 || config.permission === 'public' || config.permission === undefined) return false;
  return WATCHED.has(caller.role) && (method === 'GET' || method === 'HEAD' || config.isRead === true);
}
