import { type FastifyRequest } from 'fastify';
import { Problem } from '../problems/problem.ts';

/** The address of this ledger as others see it; undefined where nobody set it. */
export const PUBLIC_URL = Symbol('public address');

/**
 * The address at which the reader of an answer finds this ledger, without a slash at the end: what LEDGER_PUBLIC_URL says,
 * or else the host that the request names. Feeds and calendars are read away from where they came from, so their addresses
 * have to be whole.
 *
 * @throws Problem `malformed-request` for a Host that is none.
 */
export function baseAddress(
  { headers }: Pick<FastifyRequest, 'headers'>,
  publicUrl: string | undefined,
): string {
  if (publicUrl !== undefined) return publicUrl;
  const { host = '' } = headers;
  const address =
    /^[\w.:[\]-]+$/.test(host) && URL.canParse(`http://${host}`) ? new URL(`http://${host}`) : null;
  if (!address || address.pathname !== '/')
    throw new Problem('malformed-request', 'The Host of the request is none.');
  return address.origin;
}
