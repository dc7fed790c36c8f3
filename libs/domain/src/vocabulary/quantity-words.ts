import Big from 'big.js';
import { compareDecimals, readable, scaleNames, SCALES, type Decimal, type ScaleName } from './decimal.ts';
import { singularOf, unitOfOne, unitRead } from './noun.ts';
import type { Quantity } from './quantity.ts';
import { areConvertible, convert, isGoods } from './unit.ts';

/**
 * A number of a unit as a person says it: `1 generator`, `3,000,000,000 USD`, `1.5 MWh`. A noun whose singular does not
 * lead back to it stands after `of`, or stays as it is: `1 of personnel`, `1 buses`.
 */
export function countInWords(value: Decimal, of: string): string {
  return `${readable(value)} ${value === '1' && isGoods(of) ? singularOf(of) : of}`;
}

/**
 * The quantity in words a person reads, and {@link parseQuantity} reads back: `over 3,000,000,000 USD`, `generators,
 * number not stated`.
 */
export function quantityInWords(stated: Quantity): string {
  const { unit: of } = stated;
  switch (stated.qualifier) {
    case 'exactly':
      return countInWords(stated.value, of);
    case 'between':
      return `between ${readable(stated.value)} and ${readable(stated.upTo)} ${of}`;
    case 'some':
      return isGoods(of) ? `${of}, number not stated` : `${of}, amount not stated`;
    case 'several':
      return `${severalInWords(stated.scale)} ${of}`;
    case 'all-remaining':
      return `all remaining ${of}`;
    case 'over':
    case 'at-least':
    case 'under':
    case 'up-to':
    case 'about':
    case 'nearly':
      return `${stated.qualifier.replace('-', ' ')} ${countInWords(stated.value, of)}`;
  }
}

/** By which convention a vague word became an interval, as a sentence; undefined where the words leave no choice. */
export function conventionOf(stated: Quantity): string | undefined {
  const whole = isGoods(stated.unit) ? ', rounded outwards to whole ones' : '';
  switch (stated.qualifier) {
    case 'about':
      return `“About” is read as up to 10 % more or less (ICC UCP 600, article 30)${whole}.`;
    case 'nearly':
      return `“Nearly” is read as up to 10 % less, and no more${whole}.`;
    case 'several': {
      const words = severalInWords(stated.scale);
      return `“S${words.slice(1)}” is read as ${words.replace('several', 'at least two')}.`;
    }
    case 'exactly':
    case 'over':
    case 'at-least':
    case 'under':
    case 'up-to':
    case 'between':
    case 'some':
    case 'all-remaining':
      return undefined;
  }
}

/** How two units of a dimension stand to each other: `1 MWh is 1,000 kWh.` Undefined for a unit and itself. */
export function conversionInWords(from: string, to: string): string | undefined {
  if (from === to || !areConvertible(from, to)) return undefined;
  const [large, small] = compareDecimals(convert('1', from, to), '1') > 0 ? [from, to] : [to, from];
  return `1 ${large} is ${countInWords(convert('1', large, small), small)}.`;
}

const severalInWords = (scale: ScaleName | undefined): string => (scale ? `several ${scale}` : 'several');

const QUALIFIERS: Readonly<Record<string, Extract<Quantity, { readonly value: Decimal }>['qualifier']>> = {
  exactly: 'exactly',
  over: 'over',
  'more than': 'over',
  'at least': 'at-least',
  'no fewer than': 'at-least',
  'no less than': 'at-least',
  under: 'under',
  'fewer than': 'under',
  'less than': 'under',
  'up to': 'up-to',
  'at most': 'up-to',
  'no more than': 'up-to',
  about: 'about',
  around: 'about',
  approximately: 'about',
  roughly: 'about',
  some: 'about',
  nearly: 'nearly',
  almost: 'nearly',
};

const SCALE = String.raw`(?:\s+(${scaleNames.join('|')}))?`;
const NUMBER = String.raw`(\d[\d_,]*(?:\.\d+)?)${SCALE}`;
const SINGLE = new RegExp(
  String.raw`^(?:(${Object.keys(QUALIFIERS).join('|')})\s+)?${NUMBER}\s+(of\s+)?(\S+)$`,
);
const RANGE = new RegExp(String.raw`^between\s+${NUMBER}\s+and\s+${NUMBER}\s+(?:of\s+)?(\S+)$`);
const SEVERAL = new RegExp(String.raw`^(?:several|a\s+few)${SCALE}\s+(\S+)$`);
const UNSTATED = /^(?:some|(?:a|another|one more) batch of)\s+(\S+)$/;
const NOT_STATED = /^(\S+), (?:number|amount) not stated$/;
const REMAINDER = /^(?:all|all the|the) (?:remaining|rest of(?: the)?)\s+(\S+)$/;

/**
 * Reads a quantity as a person writes it: `over 3 billion USD`, `about 60 generators`, `between 50 and 60 vehicles`,
 * `several hundred drones`, `another batch of generators`, `all remaining generators`, `20 tonnes`. Commas and underscores
 * may set thousands apart.
 *
 * @returns the quantity, or undefined where the text is none.
 */
export function parseQuantity(text: string): unknown {
  const words = text.trim().replace(/\s+/g, ' ');
  const stated = UNSTATED.exec(words) ?? NOT_STATED.exec(words);
  if (stated) return { qualifier: 'some', unit: unitRead(stated[1]) };
  const rest = REMAINDER.exec(words);
  if (rest) return { qualifier: 'all-remaining', unit: unitRead(rest[1]) };
  const several = SEVERAL.exec(words);
  if (several) {
    const [, scale, of] = several;
    return { qualifier: 'several', ...(scale !== undefined && { scale }), unit: unitRead(of) };
  }
  const between = RANGE.exec(words);
  if (between) {
    const [, from, fromScale, to, toScale, of] = between;
    const upTo = plain(to, toScale);
    return { qualifier: 'between', value: plain(from, fromScale ?? toScale), upTo, unit: unitRead(of) };
  }
  const [, word = 'exactly', digits, scale, verbatim, of] = SINGLE.exec(words) ?? [];
  if (digits === undefined) return undefined;
  const value = plain(digits, scale);
  const unit = verbatim === undefined && value === '1' ? unitOfOne(of) : unitRead(of);
  return { qualifier: QUALIFIERS[word], value, unit };
}

/** As written where no scale stands beside it: `47.60` stays so. */
function plain(digits = '', scale?: string): Decimal {
  const bare = digits.replace(/[_,]/g, '').replace(/^0+(?=\d)/, '');
  return scale === undefined ? bare : new Big(bare).times(SCALES[scale as ScaleName]).toFixed();
}
