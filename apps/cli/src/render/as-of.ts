import type { AsOf } from '../answers.ts';

/** As of when an answer is true: by which day, and by what was known at which position. */
export function asOfInWords(asOf: AsOf): string {
  if (!asOf) return '';
  const parts = [
    asOf.validAt ? `valid on ${asOf.validAt}` : '',
    asOf.position === undefined ? '' : `as of position ${asOf.position}`,
  ];
  return parts.filter((part) => part !== '').join(', ');
}
