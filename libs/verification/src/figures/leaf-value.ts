import { interval, quantity } from '#libs/domain';
import type { Place } from './figure.ts';

/** A place in a leaf where there is nothing, or no quantity where there should be one. */
export class NothingThere extends Error {
  override readonly name = 'NothingThere';
  readonly code = 'nothing-there';
}

/**
 * The value at a place in a leaf: what an RFC 6901 pointer leads to, or an end of the interval that the quantity there
 * stands for (docs/quantities.md).
 *
 * @throws NothingThere
 */
export function leafValue(leaf: Buffer, { pointer = '', as }: Place): unknown {
  let value = JSON.parse(leaf.toString()) as unknown;
  for (const escaped of pointer.split('/').slice(1)) {
    const token = escaped.replaceAll('~1', '/').replaceAll('~0', '~');
    const isContainer = typeof value === 'object' && value !== null;
    if (!isContainer || !Object.hasOwn(value as object, token)) {
      throw new NothingThere(`the leaf has nothing at ${pointer}`);
    }
    value = (value as Record<string, unknown>)[token];
  }
  if (as === undefined) return value;
  const stated = quantity.safeParse(value);
  if (!stated.success) throw new NothingThere(`the leaf has no quantity at ${pointer}`);
  return interval(stated.data)[as];
}
