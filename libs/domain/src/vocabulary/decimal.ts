import Big from 'big.js';
import { z } from 'zod';

/** An exact, non-negative decimal as text, without exponent or superfluous zeros in front: `3000000000`, `47.6`. */
export type Decimal = string;

export const decimal = z
  .string()
  .max(40)
  .regex(/^(0|[1-9]\d*)(\.\d+)?$/, {
    error: 'is not a decimal: write digits only, such as "3000000000" or "47.6"',
  })
  .meta({
    id: 'Decimal',
    description: 'An exact non-negative decimal as text',
    examples: ['3000000000', '47.6'],
  });

/** Negative, zero or positive as `left` is less than, equal to or greater than `right`. */
export function compareDecimals(left: Decimal, right: Decimal): number {
  if (!isWhole(left) || !isWhole(right)) return new Big(left).cmp(right);
  return left.length - right.length || (left < right ? -1 : Number(left > right));
}

/** The exact sum. */
export function addDecimals(left: Decimal, right: Decimal): Decimal {
  return isSmall(left) && isSmall(right)
    ? String(Number(left) + Number(right))
    : new Big(left).plus(right).toFixed();
}

// Nearly all amounts are whole, and each day of each commitment compares some: as text that is a tenth of big.js.
const isWhole = (text: Decimal): boolean => /^(0|[1-9]\d*)$/.test(text);

/** Whole, and with another one of its kind no more than a float holds exactly. */
const isSmall = (text: Decimal): boolean => text.length <= 15 && isWhole(text);

/** The exact difference; may be negative. */
export const subtractDecimals = (left: Decimal, right: Decimal): Decimal =>
  new Big(left).minus(right).toFixed();

/**
 * `part / whole` to four places, rounded towards the named side so that an interval of quotients still holds the true
 * one. `whole` must not be zero.
 */
export function ratio(part: Decimal, whole: Decimal, towards: 'down' | 'up'): Decimal {
  const exact = new Big(part).times(10_000);
  // big.js keeps 20 digits of a quotient and rounds the last one half up, which may carry past a whole number.
  const near = exact.div(whole).round(0, Big.roundDown);
  const cut = near.times(whole).gt(exact) ? near.minus(1) : near;
  const remains = cut.times(whole).lt(exact);
  return (towards === 'up' && remains ? cut.plus(1) : cut).div(10_000).toFixed();
}

/** The decimal with thousands set apart for reading: `3,000,000,000`. */
export function readable(value: Decimal): string {
  const [whole = '', fraction] = value.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}
