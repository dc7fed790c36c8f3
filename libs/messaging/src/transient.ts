import { isPlanStale } from '#libs/platform';

/**
 * Connection lost or refused (08), rolled back by the server to let others through (40), out of something (53), shut down,
 * cancelled or starting (57), waited too long for a lock (55P03), idle in transaction (25P03), or a standby (25006).
 */
const TRANSIENT_SQLSTATE = /^(08...|40...|53...|57...|55P03|25P03|25006)$/;

const TRANSIENT_SYSTEM = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

/** node-postgres gives these no code. */
const TRANSIENT_MESSAGE =
  /^(Connection terminated|timeout exceeded when trying to connect|timeout expired|Query read timeout|Client has encountered a connection error|Client was closed)/;

/** Whether a database error is of the moment and not of what was asked: the same may succeed a little later. */
export function isTransient(error: unknown): boolean {
  if (error instanceof AggregateError && error.errors.length > 0) return error.errors.every(isTransient);
  if (!(error instanceof Error)) return false;
  if (isPlanStale(error)) return true;
  const { code } = error as { code?: unknown };
  if (typeof code === 'string') return TRANSIENT_SYSTEM.has(code) || TRANSIENT_SQLSTATE.test(code);
  return TRANSIENT_MESSAGE.test(error.message);
}

/** Whether the error says that a table or schema is not there. */
export function isStructureMissing(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return code === '42P01' || code === '3F000';
}

/** Whether the error says that a lock was not to be had in time. */
export const isLockTimeout = (error: unknown): boolean => (error as { code?: unknown }).code === '55P03';
