import { isGoods, isUnit, symbolFor } from './unit.ts';

/** The unit that a word stands for: `tonnes` and `tonne` are t, a noun is itself. */
export const unitRead = (word = ''): string => symbolFor(word) ?? symbolFor(pluralOf(word)) ?? word;

/** The unit of a single thing: `1 generator` is in generators. */
export function unitOfOne(word = ''): string {
  const read = unitRead(word);
  return isGoods(read) && isUnit(read) ? pluralOf(read) : read;
}

/**
 * A noun after the number one, so that {@link unitOfOne} leads back to it where it is a unit. Where no singular is sure, it
 * stands after `of`, or stays the plural that it is: `1 of personnel`, `1 buses`, since `houses` and `buses` end alike.
 */
export function singularOf(noun: string): string {
  const singular = [
    noun.replace(/ies$/, 'y'),
    noun.replace(/(x|ch|sh)es$/, '$1'),
    noun.replace(/(?<!se)s$/, ''),
  ].find((word) => word !== noun && isSingularOf(word, noun));
  return singular ?? (noun.endsWith('s') ? noun : `of ${noun}`);
}

const isSingularOf = (word: string, noun: string): boolean =>
  pluralOf(word) === noun && (!isUnit(noun) || unitOfOne(word) === noun);

/** The regular plural of an English noun; one that ends in s is taken for a plural. */
function pluralOf(noun: string): string {
  if (noun.endsWith('s')) return noun;
  if (/[^aeiou]y$/.test(noun)) return noun.replace(/y$/, 'ies');
  return /(?:x|ch|sh)$/.test(noun) ? `${noun}es` : `${noun}s`;
}
