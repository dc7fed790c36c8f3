import type { Receipt } from '../answers.ts';

/** What was recorded: how many facts of each type, in how many streams, up to which position. */
export function receiptInWords({ outcome, position, events, streams }: Receipt, asked: number): string {
  const facts = asked === 1 ? 'the fact is' : `all ${asked} facts are`;
  if (outcome === 'unchanged') return `Nothing new: ${facts} already recorded.`;
  if (outcome === 'dry-run' && events.length === 0)
    return `Would record nothing new: ${facts} already recorded.`;
  const counted = plural(events.length, 'event');
  const where = plural(streams.length, 'stream');
  const head =
    outcome === 'dry-run'
      ? `Would record ${counted} in ${where}:`
      : `Recorded ${counted} in ${where}, up to position ${position ?? 0}:`;
  return [head, ...countsByType(events.map(({ type }) => type))].join('\n');
}

/** What became of one fact. */
export function factInWords(
  { outcome, position }: Pick<Receipt, 'outcome' | 'position'>,
  fact: string,
): string {
  switch (outcome) {
    case 'recorded':
      return `Recorded at position ${position ?? 0}: ${fact}.`;
    case 'unchanged':
      return `Nothing new, it is already recorded: ${fact}.`;
    case 'dry-run':
      return `Would record: ${fact}.`;
  }
}

/** How many of each type, in order of first appearance, one to a line. */
export function countsByType(types: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const type of types) counts.set(type, (counts.get(type) ?? 0) + 1);
  return [...counts].map(([type, count]) => `${String(count).padStart(5)}  ${type}`);
}

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
