import Big from 'big.js';
import { z } from 'zod';
import { addDecimals, compareDecimals, decimal, readable, type Decimal } from './decimal.ts';
import type { Immutable } from './immutable.ts';

const currencies: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));

/** What is counted: money by its ISO 4217 code, goods by a plural noun (`generators`). Different units are never added. */
export const unit = z
  .string()
  .max(60)
  .refine((text) => currencies.has(text) || /^[a-z]+(?:-[a-z0-9]+)*$/.test(text), {
    error:
      'is not a unit: use an ISO 4217 code such as USD, or a plural noun in lower case such as generators',
  })
  .meta({
    id: 'Unit',
    description: 'Money by its ISO 4217 code, goods by a plural noun in lower case',
    examples: ['USD', 'generators'],
  });

export const isMoney = (code: string): boolean => /^[A-Z]{3}$/.test(code);

/** A positive decimal: nothing is promised or delivered in an amount of zero. */
const amount = decimal.refine((text) => compareDecimals(text, '0') > 0, { error: 'must be more than zero' });

const single = z.strictObject({
  qualifier: z.enum(['exactly', 'over', 'at-least', 'under', 'up-to']),
  value: amount,
  unit,
});
const range = z
  .strictObject({ qualifier: z.literal('between'), value: amount, upTo: amount, unit })
  .refine(({ value, upTo }) => compareDecimals(value, upTo) <= 0, {
    error: 'ends below where it starts',
    path: ['upTo'],
  });
const unstated = z.strictObject({ qualifier: z.literal('some'), unit });

/**
 * An amount with the word it was stated in, kept as stated: "over 12 billion" stays a lower bound, and a batch of
 * unknown size stays `some`.
 */
export const quantity = z.discriminatedUnion('qualifier', [single, range, unstated]).meta({
  id: 'Quantity',
  description: 'An amount with the word it was stated in; `some` when no number was given',
  examples: [
    { qualifier: 'over', value: '3000000000', unit: 'USD' },
    { qualifier: 'some', unit: 'generators' },
  ],
});

export type Quantity = Immutable<z.output<typeof quantity>>;

/** All amounts something may be, ends included. `hi: null` is no upper end. */
export interface Interval {
  readonly lo: Decimal;
  readonly hi: Decimal | null;
}

/**
 * The smallest closed interval that holds every amount the words allow. Goods are whole, so `some` of them are at
 * least one; of money only that it was more than nothing.
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
    case 'between':
      return { lo: stated.value, hi: stated.upTo };
    case 'some':
      return { lo: isMoney(stated.unit) ? '0' : '1', hi: null };
  }
}

/** The sum of intervals: every sum of one amount from each. */
export function addIntervals(left: Interval, right: Interval): Interval {
  const hi = left.hi === null || right.hi === null ? null : addDecimals(left.hi, right.hi);
  return { lo: addDecimals(left.lo, right.lo), hi };
}

/**
 * A number of a unit as a person says it: `1 generator`, `3,000,000,000 USD`. Units are plural nouns of our own
 * choosing, regular ones.
 */
export function countInWords(value: Decimal, of: string): string {
  const singular = value === '1' && !isMoney(of);
  return `${readable(value)} ${singular ? of.replace(/ies$/, 'y').replace(/s$/, '') : of}`;
}

/** The quantity in words a person reads: `over 3,000,000,000 USD`, `generators, number not stated`. */
export function quantityInWords(stated: Quantity): string {
  const { unit: of } = stated;
  switch (stated.qualifier) {
    case 'exactly':
      return countInWords(stated.value, of);
    case 'between':
      return `between ${readable(stated.value)} and ${readable(stated.upTo)} ${of}`;
    case 'some':
      return isMoney(of) ? `${of}, amount not stated` : `${of}, number not stated`;
    case 'over':
    case 'at-least':
    case 'under':
    case 'up-to':
      return `${stated.qualifier.replace('-', ' ')} ${countInWords(stated.value, of)}`;
  }
}

const SCALES: Readonly<Record<string, string>> = {
  thousand: '1000',
  million: '1000000',
  billion: '1000000000',
  trillion: '1000000000000',
};
const NUMBER = String.raw`(\d[\d_,]*(?:\.\d+)?)(?:\s+(thousand|million|billion|trillion))?`;
const SINGLE = new RegExp(String.raw`^(?:(exactly|over|at least|under|up to)\s+)?${NUMBER}\s+(\S+)$`);
const RANGE = new RegExp(String.raw`^between\s+${NUMBER}\s+and\s+${NUMBER}\s+(\S+)$`);
const UNSTATED = /^(?:some|(?:a|another|one more) batch of)\s+(\S+)$/;

/**
 * Reads a quantity as a person writes it: `over 3 billion USD`, `100 generators`, `between 50 and 60 vehicles`,
 * `another batch of generators`. Commas and underscores may set thousands apart.
 *
 * @returns the quantity, or undefined where the text is none.
 */
export function parseQuantity(text: string): unknown {
  const words = text.trim().replace(/\s+/g, ' ');
  const stated = UNSTATED.exec(words);
  if (stated) return { qualifier: 'some', unit: stated[1] };
  const between = RANGE.exec(words);
  if (between) {
    const [, from, fromScale, to, toScale, of] = between;
    const upTo = plain(to, toScale);
    return { qualifier: 'between', value: plain(from, fromScale ?? toScale), upTo, unit: of };
  }
  const [, qualifier = 'exactly', digits, scale, of] = SINGLE.exec(words) ?? [];
  if (digits === undefined) return undefined;
  return { qualifier: qualifier.replace(' ', '-'), value: plain(digits, scale), unit: of };
}

const plain = (digits = '', scale?: string): Decimal =>
  new Big(digits.replace(/[_,]/g, '')).times(SCALES[scale ?? ''] ?? '1').toFixed();
