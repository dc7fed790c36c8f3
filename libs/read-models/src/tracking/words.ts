/**
 * The words of a text, lower-case, each once. Both what is searched and what is searched for go through here rather than
 * through a parser of Postgres, to which `generators-2024` ends in the number -2024.
 */
export const wordsIn = (text: string): readonly string[] => [
  ...new Set(
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? [],
  ),
];

/** A `tsquery` that asks for all the words, each as the beginning of one; undefined where the text has none. */
export function prefixQuery(text: string): string | undefined {
  const words = wordsIn(text);
  return words.length === 0 ? undefined : words.map((word) => `'${word}':*`).join(' & ');
}
