import { UnsealableText } from '#libs/domain';
import {
  EventTooLarge,
  IdempotencyKeyReused,
  isTransient,
  LedgerReadOnly,
  StoreBusy,
  UnreadableTime,
} from '#libs/event-store';
import { BadCursor, ReadModelsAbsent } from '#libs/read-models';
import { HttpException } from '@nestjs/common';
import { type DoorCode } from './door-code.ts';
import { invalidParameter, Problem } from './problem.ts';

/** Everything thrown on the way to an answer, as the problem to send. What nobody foresaw is an `internal-error`. */
export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof IdempotencyKeyReused) return new Problem(error.code, `${error.message}.`);
  if (error instanceof UnreadableTime) return invalidParameter('knownAt', 'is not an RFC 3339 time');
  if (error instanceof UnsealableText || error instanceof EventTooLarge) {
    return new Problem(error.code, `${error.message}.`);
  }
  if (error instanceof LedgerReadOnly) {
    return new Problem(error.code, `Nothing was recorded: the ledger is read-only. ${error.message}`);
  }
  if (error instanceof StoreBusy) {
    const headers = { 'Retry-After': String(error.retryAfterSeconds) };
    return new Problem(error.code, `${error.message}. Nothing was recorded.`, { headers });
  }
  if (error instanceof BadCursor) {
    return invalidParameter(
      'cursor',
      'is not one that this list gave out in this order',
      'begin at the first page',
    );
  }
  if (error instanceof ReadModelsAbsent) {
    return new Problem('read-models-behind', `${error.message}.`, { headers: { 'Retry-After': '2' } });
  }
  if (isTransient(error)) {
    return new Problem('database-unavailable', 'The database cannot be reached at the moment.', {
      headers: { 'Retry-After': '2' },
    });
  }
  return (
    fromFramework(error) ?? new Problem('internal-error', 'The ledger could not answer, and has logged why.')
  );
}

/** The codes of Fastify's own errors, of which each means one thing at our door. */
const FASTIFY: Readonly<Record<string, DoorCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'body-too-large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported-media-type',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'malformed-body',
  FST_ERR_CTP_INVALID_JSON_BODY: 'malformed-body',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'malformed-request',
  FST_ERR_BAD_URL: 'malformed-request',
  FST_ERR_MAX_PARAM_LENGTH: 'not-found',
};

const STATUS: Readonly<Record<number, DoorCode>> = {
  400: 'malformed-request',
  404: 'not-found',
  406: 'not-acceptable',
  413: 'body-too-large',
  414: 'malformed-request',
  415: 'unsupported-media-type',
  429: 'too-many-requests',
  503: 'shutting-down',
};

function fromFramework(error: unknown): Problem | undefined {
  const cause = error instanceof HttpException ? (error.cause ?? error) : error;
  const { code, statusCode, message } = cause as Partial<Record<string, unknown>>;
  const status = error instanceof HttpException ? error.getStatus() : statusCode;
  const known = (typeof code === 'string' ? FASTIFY[code] : undefined) ?? statusCodeOf(status, cause);
  return known && new Problem(known, `${String(message)}.`.replace(/\.+$/, '.'));
}

/** secure-json-parse throws a SyntaxError with status 400, which is about the body and nothing else. */
const statusCodeOf = (status: unknown, cause: unknown): DoorCode | undefined => {
  if (status === 400 && cause instanceof SyntaxError) return 'malformed-body';
  return typeof status === 'number' ? STATUS[status] : undefined;
};
