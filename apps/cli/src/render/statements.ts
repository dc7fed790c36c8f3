import { quantityInWords, termsInWords } from '#libs/domain';
import type { CommitmentSheet, Statement } from '../answers.ts';
import { hang } from './text-width.ts';
import { labelInWords, partyNames } from './words.ts';

/** What was said of the promise itself: `amendment by Japan and Ukraine: due 2025-03-31`. */
export function statementInWords({ type, by, terms }: Statement): string {
  const who = by.length > 0 ? ` by ${partyNames(by)}` : '';
  const what = termsInWords(terms);
  return `${labelInWords(type)}${who}${what === '' ? '' : `: ${what}`}`;
}

/** Amounts that are in no sum of a commitment, each in the unit in which it was stated. */
export const observations = (
  { observations: all }: CommitmentSheet,
  { width }: { readonly width: number },
): readonly string[] =>
  all.map(({ quantity, type, statedBy, on }) =>
    hang(
      `  ${on?.edtf ?? ''}  `,
      `${labelInWords(type)} of ${quantity ? quantityInWords(quantity) : 'an amount'} (${statedBy}): neither converted nor added`,
      width,
    ),
  );
