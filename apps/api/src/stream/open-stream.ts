import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type OutgoingHttpHeaders, type ServerResponse } from 'node:http';
import { invalidParameter } from '../problems/problem.ts';
import { openingOf } from './event-stream.ts';
import { type StreamSource } from './stream-source.ts';

/** Whether an Accept header asks for a stream before anything else. */
export const asksForStream = (accept: string | undefined): boolean =>
  /^\s*text\/event-stream\s*(;|,|$)/i.test(accept ?? '');

/** Whether the answer to a request became a stream. */
export const isStream = ({ raw }: FastifyReply): boolean => streams.has(raw);

const streams = new WeakSet<ServerResponse>();

/**
 * The number after which a stream begins: Last-Event-ID where there is one, since who comes again sends the address it
 * came with first; else what the address says; else what is the last one now.
 *
 * @throws Problem `invalid-parameter`
 */
export async function startOf(
  { headers }: FastifyRequest,
  source: StreamSource,
  asked: number | undefined,
): Promise<number> {
  const [last] = [headers['last-event-id']].flat();
  const isResumed = last !== undefined && last !== '';
  if (isResumed && !/^\d{1,15}$/.test(last)) {
    throw invalidParameter(
      'Last-Event-ID',
      'is not the id of a message of this stream',
      'send the last id received',
    );
  }
  const after = isResumed ? Number(last) : asked;
  if (after === undefined) return source.now();
  // Another process may have told of what this one has not seen yet.
  if (after > source.now() && after > (await source.end())) {
    throw invalidParameter(
      isResumed ? 'Last-Event-ID' : 'after',
      `is beyond the last one there is, ${await source.end()}`,
      'it may be of another ledger: begin without it',
    );
  }
  return after;
}

/**
 * Nothing on the way may keep or change a stream: neither a cache nor a proxy that compresses (RFC 9111 §5.2.2.6), nor
 * nginx, which else waits until its buffers are full.
 */
export const HEADERS = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  'Cache-Control': 'no-store, no-transform',
  'X-Accel-Buffering': 'no',
} as const;

/** Begins the answer. From here on it is written to directly. */
export function beginEventStream(
  request: FastifyRequest,
  reply: FastifyReply,
  after: number,
  retryMs: number,
): ServerResponse {
  void reply.headers({ ...HEADERS, 'X-Request-Id': request.id });
  reply.hijack();
  const response = reply.raw;
  streams.add(response);
  // A line that breaks is told by its being closed.
  response.on('error', () => undefined);
  // When the stream ends there is nothing to keep the connection for.
  response.shouldKeepAlive = false;
  response.writeHead(200, reply.getHeaders() as OutgoingHttpHeaders);
  response.write(openingOf(`After ${after}.`, after, Math.round(retryMs * (1 + Math.random()))));
  return response;
}
