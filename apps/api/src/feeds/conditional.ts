import { type FastifyReply, type FastifyRequest } from 'fastify';
import { createHash } from 'node:crypto';

/** An answer, and what tells it from any other at the same address. */
export interface Rendered {
  readonly bytes: Buffer;
  /** Strong (RFC 9110 §8.8.3): two answers with the same tag are the same, byte for byte. */
  readonly etag: string;
}

/** What is answered, with its tag: its own hash, so that it is the same in every process. */
export function rendered(text: string): Rendered {
  const bytes = Buffer.from(text);
  return { bytes, etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 27)}"` };
}

/**
 * Sends an answer, or that the reader has it already (RFC 9110 §13.2.2: If-None-Match, and only without it
 * If-Modified-Since).
 *
 * @param changed since when all of it has been as it is, to the second; undefined where nobody can say so.
 */
export async function sendConditionally(
  { headers, caller }: FastifyRequest,
  reply: FastifyReply,
  { bytes, etag }: Rendered,
  mediaType: string,
  changed: Date | undefined,
): Promise<void> {
  void reply.headers({
    ETag: etag,
    'Cache-Control': `${caller.kind === 'anonymous' ? 'public' : 'private'}, max-age=60`,
    Vary: 'Authorization, X-Api-Key',
    ...(changed && { 'Last-Modified': changed.toUTCString() }),
  });
  const isKnown =
    headers['if-none-match'] === undefined
      ? isUnchanged(headers['if-modified-since'], changed)
      : isAmong(etag, headers['if-none-match']);
  if (isKnown) await reply.status(304).send();
  else await reply.type(`${mediaType}; charset=utf-8`).send(bytes);
}

/** RFC 9110 §13.1.2: compared weakly, so that a tag that a proxy weakened counts too. */
const isAmong = (etag: string, tags: string): boolean =>
  tags.trim() === '*' || tags.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag);

const isUnchanged = (since: string | undefined, changed: Date | undefined): boolean =>
  since !== undefined && changed !== undefined && Date.parse(since) >= changed.getTime();
