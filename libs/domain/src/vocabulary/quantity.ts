import { z } from 'zod';
import {
  addDecimals,
  compareDecimals,
  decimal,
  isDecimal,
  isWholeNumber,
  multiplyDecimals,
  SCALES,
  scaleNames,
  toWhole,
  type Decimal,
} from './decimal.ts';
import type { Immutable } from './immutable.ts';
import { areConvertible, convert, isGoods, unit } from './unit.ts';

// zod asks on of a text that its pattern has refused already: of what is no decimal there is nothing more to say, and
// big.js would throw at it.
const isOrdered = (left: Decimal, right: Decimal, than: (sign: number) => boolean): boolean =>
  !isDecimal(left) || !isDecimal(right) || than(compareDecimals(left, right));

/** A positive decimal: nothing is promised or delivered in an amount of zero. */
const amount = decimal.refine((text) => isOrdered(text, '0', (sign) => sign > 0), {
  error: 'must be more than zero',
});

const NOT_WHOLE =
  'is not a whole number: count goods in whole ones, or measure them in a unit such as t, km or MWh';

const isCountable = (value: Decimal, of: string): boolean => !isGoods(of) || isWholeNumber(value);

const single = z
  .strictObject({
    qualifier: z.enum(['exactly', 'over', 'at-least', 'under', 'up-to', 'about', 'nearly']),
    value: amount,
    unit,
  })
  .refine(({ value, unit: of }) => isCountable(value, of), { error: NOT_WHOLE, path: ['value'] });
const range = z
  .strictObject({ qualifier: z.literal('between'), value: amount, upTo: amount, unit })
  .refine(({ value, unit: of }) => isCountable(value, of), { error: NOT_WHOLE, path: ['value'] })
  .refine(({ upTo, unit: of }) => isCountable(upTo, of), { error: NOT_WHOLE, path: ['upTo'] })
  .refine(({ value, upTo }) => isOrdered(value, upTo, (sign) => sign <= 0), {
    error: 'ends below where it starts',
    path: ['upTo'],
  });
const several = z.strictObject({
  qualifier: z.literal('several'),
  scale: z.enum(scaleNames).optional(),
  unit,
});
const unstated = z.strictObject({ qualifier: z.literal('some'), unit });
const remainder = z.strictObject({ qualifier: z.literal('all-remaining'), unit });

/**
 * An amount with the word it was stated in, kept as stated: "over 12 billion" stays a lower bound, and a batch of
 * unknown size stays `some`.
 */
export const quantity = z
  .discriminatedUnion('qualifier', [single, range, several, unstated, remainder])
  .meta({
    id: 'Quantity',
    description:
      'An amount with the word it was stated in. `about` is read as up to 10 % more or less (ICC UCP 600, article 30), ' +
      '`nearly` as up to 10 % less, `several` as at least two, of whatever scale; of goods both ends are rounded outwards ' +
      'to whole numbers. `some` when no number was given; `all-remaining` for a delivery or payment of all that was ' +
      'still missing of a promise',
    examples: [
      { qualifier: 'over', value: '3000000000', unit: 'USD' },
      { qualifier: 'about', value: '60', unit: 'generators' },
      { qualifier: 'some', unit: 'generators' },
    ],
  });

export type Quantity = Immutable<z.output<typeof quantity>>;

/** Whether a quantity says how much by itself, and not by what had come before. */
export function isStated({ qualifier }: Quantity): boolean {
  return qualifier !== 'all-remaining';
}

/** What is wrong with one that does not, and what to write instead. */
export const NOT_STATED =
  'is what remained of a promise, which only a delivery or disbursement can be: ' +
  'state an amount, or "some" where none is known';

/** A quantity that says how much by itself: what is promised, set aside or reported, where nothing is there to remain. */
export const statedQuantity = quantity.refine(isStated, { error: NOT_STATED });

/** All amounts something may be, ends included. `hi: null` is no upper end. */
export interface Interval {
  readonly lo: Decimal;
  readonly hi: Decimal | null;
}

/** By how much "about" and "nearly" may miss the number they stand before, as parts of it; see docs/quantities.md. */
const LEAST_NEAR = '0.9';
const MOST_NEAR = '1.1';

/** "Several" is more than one of them. */
const LEAST_OF_SEVERAL = '2';

/**
 * A closed interval that holds every amount the words allow, and where words are vague errs on the wide side (the
 * conventions and their reasons: docs/quantities.md). Goods are whole, so `some` of them are at least one; of anything
 * else only that it was more than nothing. What remained of a promise is not known from the words: the fold of a
 * commitment finds it.
 */
export function interval(stated: Quantity): Interval {
  switch (stated.qualifier) {
    case 'exactly':
      return { lo: stated.value, hi: stated.value };
    case 'over':
    case 'at-least':
      return { lo: stated.value, hi: null };
    case 'under':
    case 'up-to':
      return { lo: '0', hi: stated.value };
    case 'about':
      return outwards(times(stated.value, LEAST_NEAR), times(stated.value, MOST_NEAR), stated.unit);
    case 'nearly':
      return outwards(times(stated.value, LEAST_NEAR), stated.value, stated.unit);
    case 'between':
      return { lo: stated.value, hi: stated.upTo };
    case 'several':
      return { lo: times(LEAST_OF_SEVERAL, stated.scale ? SCALES[stated.scale] : '1'), hi: null };
    case 'some':
      return { lo: isGoods(stated.unit) ? '1' : '0', hi: null };
    case 'all-remaining':
      return { lo: '0', hi: null };
  }
}

const times = multiplyDecimals;

/** Goods come in whole numbers, from one: about 1 of them is 1 or 2. */
function outwards(lo: Decimal, hi: Decimal, of: string): Interval {
  if (!isGoods(of)) return { lo, hi };
  const whole = toWhole(lo, 'down');
  return { lo: whole === '0' ? '1' : whole, hi: toWhole(hi, 'up') };
}

/** The sum of intervals: every sum of one amount from each. */
export function addIntervals(left: Interval, right: Interval): Interval {
  const hi = left.hi === null || right.hi === null ? null : addDecimals(left.hi, right.hi);
  return { lo: addDecimals(left.lo, right.lo), hi };
}

/** The interval of a quantity in another unit, exactly; undefined where its own cannot be converted to it. */
export function intervalIn(of: string, stated: Quantity): Interval | undefined {
  if (!areConvertible(stated.unit, of)) return undefined;
  const { lo, hi } = interval(stated);
  return { lo: convert(lo, stated.unit, of), hi: hi === null ? null : convert(hi, stated.unit, of) };
}
