import Big from 'big.js';
import { z } from 'zod';

/** An exact, non-negative decimal as text, without exponent or superfluous zeros in front: `3000000000`, `47.6`. */
export type Decimal = string;

const DECIMAL = /^(0|[1-9]\d*)(\.\d+)?$/;

/** Whether a text is a decimal, as {@link decimal} takes it. */
export const isDecimal = (text: string): boolean => DECIMAL.test(text);

export const decimal = z
  .string()
  .max(40)
  .regex(DECIMAL, {
    error: 'is not a decimal: write digits only, such as "3000000000" or "47.6"',
  })
  .meta({
    id: 'Decimal',
    description: 'An exact non-negative decimal as text',
    examples: ['3000000000', '47.6'],
  });

/** The words that scale a number, smallest first. */
export const scaleNames = ['hundred', 'thousand', 'million', 'billion', 'trillion'] as const;

export type ScaleName = (typeof scaleNames)[number];

/** What each of them multiplies a number by. */
export const SCALES: Readonly<Record<ScaleName, Decimal>> = {
  hundred: '100',
  thousand: '1000',
  million: '1000000',
  billion: '1000000000',
  trillion: '1000000000000',
};

/** Negative, zero or positive as `left` is less than, equal to or greater than `right`. */
export function compareDecimals(left: Decimal, right: Decimal): number {
  if (!isWhole(left) || !isWhole(right)) return new Big(left).cmp(right);
  return left.length - right.length || (left < right ? -1 : Number(left > right));
}

/** The exact sum. */
export function addDecimals(left: Decimal, right: Decimal): Decimal {
  if (right === '0' && isWhole(left)) return left;
  return isSmall(left) && isSmall(right)
    ? String(Number(left) + Number(right))
    : new Big(left).plus(right).toFixed();
}

// Nearly all amounts are whole, and each day of each commitment compares some: as text that is a tenth of big.js.
function isWhole(text: Decimal): boolean {
  const { length } = text;
  if (length === 0 || (length > 1 && text.charCodeAt(0) === ZERO)) return false;
  for (let at = 0; at < length; at += 1) {
    const digit = text.charCodeAt(at) - ZERO;
    if (digit < 0 || digit > 9) return false;
  }
  return true;
}

const ZERO = 48;

/** Whole, and with another one of its kind no more than a float holds exactly. */
const isSmall = (text: Decimal): boolean => text.length <= 15 && isWhole(text);

/** The exact difference; may be negative. */
export const subtractDecimals = (left: Decimal, right: Decimal): Decimal =>
  isSmall(left) && isSmall(right)
    ? String(Number(left) - Number(right))
    : new Big(left).minus(right).toFixed();

/** The exact product. */
export const multiplyDecimals = (left: Decimal, right: Decimal): Decimal =>
  new Big(left).times(right).toFixed();

/** The decimal with its point moved, exactly: `1500` with -3 is `1.5`. */
export const timesPowerOfTen = (value: Decimal, exponent: number): Decimal =>
  new Big(value).times(new Big(`1e${exponent}`)).toFixed();

/** Whether it is a whole number, however it is written: `40`, `40.0`. */
export const isWholeNumber = (value: Decimal): boolean => /^\d+(\.0+)?$/.test(value);

/** The whole number next to it in the named direction, itself where it is whole. */
export const toWhole = (value: Decimal, towards: 'down' | 'up'): Decimal =>
  new Big(value).round(0, towards === 'down' ? Big.roundDown : Big.roundUp).toFixed();

/**
 * `part / whole` to four places, rounded towards the named side so that an interval of quotients still holds the true
 * one. `whole` must not be zero.
 */
export function ratio(part: Decimal, whole: Decimal, towards: 'down' | 'up'): Decimal {
  if (part.length <= 11 && isSmall(part) && isSmall(whole) && whole !== '0')
    return ratioOfSmall(Number(part), Number(whole), towards);
  const exact = new Big(part).times(10_000);
  // big.js keeps 20 digits of a quotient and rounds the last one half up, which may carry past a whole number.
  const near = exact.div(whole).round(0, Big.roundDown);
  const cut = near.times(whole).gt(exact) ? near.minus(1) : near;
  const remains = cut.times(whole).lt(exact);
  return (towards === 'up' && remains ? cut.plus(1) : cut).div(10_000).toFixed();
}

/** The same of whole numbers whose product with 10,000 a float holds exactly, so that it divides without an error. */
function ratioOfSmall(part: number, whole: number, towards: 'down' | 'up'): Decimal {
  const exact = part * 10_000;
  const remains = exact % whole;
  const cut = (exact - remains) / whole + (towards === 'up' && remains > 0 ? 1 : 0);
  const fraction = cut % 10_000;
  const before = String((cut - fraction) / 10_000);
  return fraction === 0 ? before : `${before}.${String(fraction).padStart(4, '0').replace(/0+$/, '')}`;
}

/** The decimal with thousands set apart for reading: `3,000,000,000`. */
export function readable(value: Decimal): string {
  // Most numbers have no thousands, and to find that out below takes as long as to set them apart.
  if (value.length < 4) return value;
  const [whole = '', fraction] = value.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}
