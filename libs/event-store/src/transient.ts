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
  /^(Connection terminated|timeout exceeded when trying to connect|timeout expired|Client has encountered a connection error)/;

/**
 * Whether an error is of the way to the server and not of what was asked: the same read may succeed a little later. Of a
 * write it says only that its outcome is unknown; append again with the same ids and it is told.
 */
export function isTransient(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.some(isTransient);
  if (!(error instanceof Error)) return false;
  const { code } = error as { code?: unknown };
  if (typeof code === 'string' && (TRANSIENT_SYSTEM.has(code) || TRANSIENT_SQLSTATE.test(code))) return true;
  return TRANSIENT_MESSAGE.test(error.message);
}

/** How long to wait after so many failures in a row, in milliseconds: doubling from 50, at most 2,000. */
export const backoffMs = (failures: number): number => Math.min(2_000, 50 * 2 ** Math.min(failures, 10));
