import type { Step } from './assessment.ts';

/** So that a change is never larger than what brokers and webhooks take, whatever is recorded of a commitment. */
const MAX_STEPS = 40;
const MAX_CHARACTERS = 32_000;

/** The rules of which a derivation has a step for each fact of a kind, and so any number of them. */
const OF_EACH_FACT: readonly Step['rule'][] = [
  ...(['statement', 'happening', 'sameness', 'coverage', 'dispute', 'correction'] as const),
];

/** A derivation of which some steps may be left out. */
export interface Shortened {
  readonly derivation: readonly Step[];
  readonly omitted: number;
}

/**
 * A derivation of at most 40 steps and 32,000 characters. Where it is longer, what sums up is kept, and what
 * rests on one fact; then of the steps that every fact has, the later before the earlier.
 *
 * @param fact the id of the fact whose steps are wanted before others.
 */
export function shortened(steps: readonly Step[], fact: string): Shortened {
  if (steps.length <= MAX_STEPS && lengthOf(steps) <= MAX_CHARACTERS)
    return { derivation: steps, omitted: 0 };
  const isWanted = ({ rule, facts }: Step): boolean => !OF_EACH_FACT.includes(rule) || facts.includes(fact);
  const newestFirst = steps.toReversed();
  const kept = new Set<Step>();
  let characters = 0;
  for (const step of [...newestFirst.filter(isWanted), ...newestFirst.filter((each) => !isWanted(each))]) {
    characters += lengthOf([step]);
    if (kept.size === MAX_STEPS || characters > MAX_CHARACTERS) break;
    kept.add(step);
  }
  return { derivation: steps.filter((step) => kept.has(step)), omitted: steps.length - kept.size };
}

function lengthOf(steps: readonly Step[]): number {
  let sum = 0;
  for (const { statement, facts } of steps) {
    sum += statement.length;
    for (const fact of facts) sum += fact.length;
  }
  return sum;
}
