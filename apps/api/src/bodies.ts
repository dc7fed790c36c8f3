import { type FastifyInstance, type FastifyRequest, type RouteOptions } from 'fastify';
import { Problem } from './problems/problem.ts';

/** How a route takes its body: parsed JSON, the text of a record, or bytes as they are. */
export type Intake = 'json' | 'record' | 'bytes';

declare module 'fastify' {
  interface FastifyContextConfig {
    intake?: Intake;
    /** Whether a request without a body will do. */
    bodyOptional?: boolean;
  }
}

const MIB = 1_048_576;
const LIMITS: Readonly<Record<Intake, number>> = { json: MIB, record: MIB, bytes: 5 * MIB };

const JSON_TYPE = /^application\/json$/;
const MEDIA_TYPES: Readonly<Record<Intake, RegExp>> = {
  json: JSON_TYPE,
  record: /^(application\/json|(application|text)\/(x-)?yaml)$/,
  bytes: /^[\w.+-]+\/[\w.+-]+$/,
};

/** A record as it was sent. */
export interface SentRecord {
  readonly text: string;
  readonly mediaType: 'json' | 'yaml';
}

/** Takes bodies as each route declares, of no other media type and no larger. Call before routes are registered. */
export function takeBodies(fastify: FastifyInstance): void {
  fastify.addHook('onRoute', (route: RouteOptions) => {
    const intake = route.config?.intake;
    // A route that takes no body gets none to parse.
    route.bodyLimit = intake ? LIMITS[intake] : 1;
  });
  fastify.addHook('onRequest', (request, _reply, done) => {
    done(refusedMediaType(request));
  });
  fastify.addHook('preHandler', (request, _reply, done) => {
    const { intake, bodyOptional } = request.routeOptions.config;
    const isMissing = intake !== undefined && bodyOptional !== true && request.body === undefined;
    done(isMissing && !request.is404 ? new Problem('malformed-body', 'There is no body.') : undefined);
  });
  fastify.removeAllContentTypeParsers();
  const parseJson = fastify.getDefaultJsonParser('error', 'error');
  fastify.addContentTypeParser('*', { parseAs: 'buffer' }, (request, body: Buffer, done) => {
    const intake = request.routeOptions.config.intake;
    if (body.length === 0) {
      done(null, undefined);
      return;
    }
    if (intake === undefined || intake === 'bytes') {
      done(null, body);
      return;
    }
    const text = utf8(body);
    if (text === undefined) {
      done(new Problem('malformed-body', 'The body is not UTF-8.'));
      return;
    }
    if (intake === 'json') {
      void parseJson(request, text, done);
      return;
    }
    const mediaType = JSON_TYPE.test(mediaTypeOf(request)) ? 'json' : 'yaml';
    done(null, { text, mediaType } satisfies SentRecord);
  });
}

/** The media type of a body, in lower case and without parameters; empty where none is said. */
export const mediaTypeOf = ({ headers }: FastifyRequest): string =>
  (headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';

function refusedMediaType(request: FastifyRequest): Problem | undefined {
  const { config } = request.routeOptions;
  if (request.is404 || config.intake === undefined || !hasBody(request)) return undefined;
  const mediaType = mediaTypeOf(request);
  if (MEDIA_TYPES[config.intake].test(mediaType)) return undefined;
  return new Problem(
    'unsupported-media-type',
    `${mediaType || 'A body without a Content-Type'} is not taken here.`,
  );
}

/** RFC 9112 §6: a request has a body where one of these headers says so. */
const hasBody = ({ headers }: FastifyRequest): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

function utf8(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
