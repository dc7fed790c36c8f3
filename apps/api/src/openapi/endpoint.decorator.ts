import { applyDecorators } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import {
  ApiBody,
  ApiConsumes,
  ApiHeader,
  ApiOperation,
  ApiParam,
  ApiQuery,
  ApiResponse,
  ApiSecurity,
} from '@nestjs/swagger';
import { type z } from 'zod';
import { type RoutePermission } from '../access/permissions.ts';
import { type Intake } from '../bodies.ts';
import { grouped } from '../grouped.ts';
import { problemCatalogue, type ProblemCode } from '../problems/catalogue.ts';
import { inlineSchema, schemaRef } from './schemas.ts';

/** A successful answer. Left without a schema it has no body, or one of the media type named. */
export interface EndpointAnswer {
  /** 200 when left out. */
  readonly status?: number;
  readonly description: string;
  readonly schema?: z.ZodType;
  /** application/json when left out. */
  readonly mediaType?: string;
  /** Media types that it may be had in as well, as text. */
  readonly alsoAs?: readonly string[];
}

/** All there is to say about a route, said once: who may use it, what it takes, what it answers. */
export interface EndpointOptions {
  readonly permission: RoutePermission;
  /** Whether a key may come as a password too (RFC 7617), for programs that know no other way. */
  readonly takesBasic?: boolean;
  /** Whether asking is reading, though it is no GET: then it is kept who asked, as of every read. */
  readonly isRead?: boolean;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  /** What each parameter in the path is. */
  readonly parameters?: Readonly<Record<string, string>>;
  readonly query?: z.ZodObject;
  /** Headers it heeds, and what each means. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: { readonly schema?: z.ZodType; readonly intake?: Intake; readonly optional?: boolean };
  readonly answer: EndpointAnswer | readonly EndpointAnswer[];
  /** Those of its own; what may happen everywhere need not be named. */
  readonly problems?: readonly ProblemCode[];
}

/** Declares a route: its permission and what body it takes to the door, and all of it to the OpenAPI document. */
export function Endpoint(options: EndpointOptions): MethodDecorator {
  const {
    permission,
    takesBasic = false,
    isRead = false,
    tag,
    summary,
    description,
    parameters = {},
    query,
    headers = {},
    body,
    answer,
  } = options;
  const intake = body && (body.intake ?? 'json');
  return applyDecorators(
    RouteConfig({
      permission,
      takesBasic,
      isRead,
      ...(intake && { intake, bodyOptional: body.optional ?? false }),
    }),
    ApiOperation({ summary, tags: [tag], ...(description !== undefined && { description }) }),
    ...(permission === 'public' ? [] : [ApiSecurity('key')]),
    ...(takesBasic ? [ApiSecurity('password')] : []),
    ...Object.entries(parameters).map(([name, meaning]) =>
      ApiParam({ name, description: meaning, schema: { type: 'string' } }),
    ),
    ...(query ? queryDecorators(query) : []),
    ...Object.entries(headers).map(([name, meaning]) =>
      ApiHeader({ name, description: meaning, required: false, schema: { type: 'string' } }),
    ),
    ...(body && intake ? bodyDecorators(intake, body) : []),
    ...[answer].flat().map(answerDecorator),
    ...problemDecorators(options),
  );
}

const queryDecorators = (query: z.ZodObject): MethodDecorator[] =>
  Object.entries(query.shape as Record<string, z.ZodType>).map(([name, field]) =>
    ApiQuery({
      name,
      required: !field.safeParse(undefined).success,
      schema: inlineSchema(field),
    }),
  );

const MEDIA_TYPES: Readonly<Record<Intake, readonly string[]>> = {
  json: ['application/json'],
  record: ['application/json', 'application/yaml'],
  bytes: ['*/*'],
};

const bodyDecorators = (
  intake: Intake,
  { schema, optional = false }: NonNullable<EndpointOptions['body']>,
): MethodDecorator[] => [
  ApiConsumes(...MEDIA_TYPES[intake]),
  ApiBody({ required: !optional, schema: schema ? schemaRef(schema) : {} }),
];

function answerDecorator({
  status = 200,
  description,
  schema,
  mediaType = 'application/json',
  alsoAs = [],
}: EndpointAnswer) {
  const content = schema ? { schema: schemaRef(schema) } : { schema: { type: 'string' as const } };
  const hasBody = schema !== undefined || mediaType !== 'application/json';
  const text = { schema: { type: 'string' as const } };
  const others = Object.fromEntries(alsoAs.map((other) => [other, text]));
  return ApiResponse({
    status,
    description,
    ...(hasBody && { content: { [mediaType]: content, ...others } }),
  });
}

const EVERYWHERE: readonly ProblemCode[] = [
  'malformed-request',
  'too-many-requests',
  'internal-error',
  'database-unavailable',
];
const WITH_KEY: readonly ProblemCode[] = [
  'missing-credentials',
  'invalid-credentials',
  'not-permitted',
  'read-not-recorded',
];
const WITH_BODY: readonly ProblemCode[] = [
  'malformed-body',
  'body-too-large',
  'unsupported-media-type',
  'invalid-body',
];

function problemDecorators({ permission, query, body, problems = [] }: EndpointOptions): MethodDecorator[] {
  const codes = new Set([
    ...EVERYWHERE,
    ...(permission === 'public' ? [] : WITH_KEY),
    ...(query ? (['invalid-parameter'] as const) : []),
    ...(body ? WITH_BODY : []),
    ...problems,
  ]);
  const byStatus = grouped([...codes], (code) => problemCatalogue[code].status);
  return [...byStatus].map(([status, each]) =>
    ApiResponse({
      status,
      description: each.map((code) => `\`${code}\`: ${problemCatalogue[code].title}`).join('. '),
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    }),
  );
}
