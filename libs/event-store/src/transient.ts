/** Connection lost or refused (08), server shutting down or starting (57P), too many connections (53300). */
const TRANSIENT_SQLSTATE = /^(08...|57P..|53300)$/;
const TRANSIENT_SYSTEM = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);
/** node-postgres gives these no code. */
const TRANSIENT_MESSAGE =
  /^(Connection terminated|Query read timeout|timeout exceeded when trying to connect|timeout expired|Client has encountered a connection error)/;

/**
 * Whether an error is of the way to the server and not of what was asked: the same read may succeed a little later. Of a
 * write it says only that its outcome is unknown; append again with the same ids and it is told.
 */
export function isTransient(error: unknown): boolean {
  // Not by class: an error of Node's own is of another realm than a test that runs in a context of its own.
  if (typeof error !== 'object' || error === null) return false;
  const { code, message, errors } = error as { code?: unknown; message?: unknown; errors?: unknown };
  if (Array.isArray(errors) && errors.some(isTransient)) return true;
  if (typeof code === 'string' && (TRANSIENT_SYSTEM.has(code) || TRANSIENT_SQLSTATE.test(code))) return true;
  return typeof message === 'string' && TRANSIENT_MESSAGE.test(message);
}

/**
 * Stopped by statement_timeout (57014) or lock_timeout (55P03), out of room on disk or in memory (53), or on a server that
 * takes no writes at the moment, as a standby does (25006).
 */
const GIVEN_UP_SQLSTATE = /^(57014|55P03|53...|25006)$/;

/** Whether the server has given a statement up and rolled it back, so that it may be sent again a little later. */
export function isGivenUp(error: unknown): boolean {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === 'string' && GIVEN_UP_SQLSTATE.test(code) && !isTransient(error);
}

/** How long to wait after so many failures in a row, in milliseconds: doubling from 50, at most 2,000. */
export const backoffMs = (failures: number): number => Math.min(2_000, 50 * 2 ** Math.min(failures, 10));
