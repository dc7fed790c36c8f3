import Big from 'big.js';

const DECIMAL = /^-?\d{1,60}(\.\d{1,60})?$/;

/** An exact decimal, from a string or a JSON number; undefined for anything else. */
export function decimal(value: unknown): Big | undefined {
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' && DECIMAL.test(text) ? new Big(text) : undefined;
}

/**
 * What `sum`, `min` or `max` makes of values from leaves. A null is an open end, and more than any number.
 *
 * @returns null for an open end, or where there is nothing to take the least or most of; undefined where a value is no
 *   decimal.
 */
export function compute(op: 'sum' | 'min' | 'max', values: readonly unknown[]): Big | null | undefined {
  const bounded = values.filter((value) => value !== null).map(decimal);
  const amounts = bounded.filter((amount) => amount !== undefined);
  if (amounts.length < bounded.length) return undefined;
  if (op !== 'min' && bounded.length < values.length) return null;
  if (op === 'sum') return amounts.reduce((sum, amount) => sum.plus(amount), new Big(0));
  const [first, ...rest] = amounts;
  if (!first) return null;
  return rest.reduce(
    (most, amount) => ((op === 'min' ? amount.lt(most) : amount.gt(most)) ? amount : most),
    first,
  );
}
