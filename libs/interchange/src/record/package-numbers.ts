import type { Item } from './item-kinds.ts';
import type { RecordError } from './record-error.ts';

/** The most packages one range may stand for. */
const MAX_RANGE = 500;

type Numbered = Readonly<{ number: number | null; numbers: undefined; package?: string }>;

/** What tells the packages of one item apart: the number as given, or each of a range with an id of its own. */
export function expandNumbers({
  id,
  number,
  numbers,
}: Item<'sanctionsPackage'>): { value: readonly Numbered[] } | { errors: readonly RecordError[] } {
  if (numbers === undefined) {
    return number === undefined
      ? refused(
          '/number',
          'is missing',
          'add "number": its number, or null if not known; or "numbers" with a range such as 1-26',
        )
      : { value: [{ number, numbers }] };
  }
  if (number !== undefined) return refused('/numbers', 'stands beside "number"', 'keep one of the two');
  const [first = 0, last = 0] = numbers.split('-').map(Number);
  if (first < 1 || last < first) {
    return refused(
      '/numbers',
      `"${numbers}" runs from ${first} to ${last}`,
      'begin at 1 or more and end no lower',
    );
  }
  if (last - first >= MAX_RANGE) {
    return refused(
      '/numbers',
      `"${numbers}" is ${last - first + 1} packages`,
      `write ranges of at most ${MAX_RANGE}`,
    );
  }
  const each = (_: unknown, index: number): Numbered => ({
    number: first + index,
    numbers: undefined,
    package: `${id}-${first + index}`,
  });
  return { value: Array.from({ length: last - first + 1 }, each) };
}

const refused = (pointer: string, fault: string, remedy: string): { errors: readonly RecordError[] } => ({
  errors: [{ pointer, fault, remedy }],
});
