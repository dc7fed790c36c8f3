import { isBetween, stateOf, type Sameness } from './sameness.ts';

/** One way in which things may be: the facts of a group, put together where they tell of one thing. */
export type World = readonly (readonly string[])[];

/** Facts that may be one thing, over any number of proposals, and every way in which that may be so. */
export interface SamenessGroup {
  readonly facts: readonly string[];
  readonly worlds: readonly World[];
}

/** The most facts of one group. Six can be one thing or several in up to 203 ways (the Bell number of 6). */
export const MOST_IN_A_GROUP = 6;

/**
 * The groups of facts that proposals not rejected hold together, each with its worlds; none is larger than
 * {@link MOST_IN_A_GROUP}, since `decide` refuses what would make it so. A rejection keeps two facts of a group apart in
 * each of its worlds.
 */
export function groupsIn(samenesses: readonly Sameness[]): readonly SamenessGroup[] {
  const seen = new Set<string>();
  return samenesses.flatMap(({ of }) => {
    if (seen.has(of)) return [];
    const facts = groupOf(of, samenesses);
    for (const fact of facts) seen.add(fact);
    return facts.length < 2 ? [] : [{ facts, worlds: worldsOf(facts, samenesses) }];
  });
}

/** The fact itself and all that it may be one with, over any number of proposals that are not rejected. */
export function groupOf(fact: string, samenesses: readonly Sameness[]): readonly string[] {
  const group = new Set([fact]);
  // A set that grows while it is walked is walked to its end.
  for (const one of group)
    for (const sameness of samenesses)
      if (stateOf(sameness) !== 'rejected') {
        if (sameness.of === one) group.add(sameness.with);
        if (sameness.with === one) group.add(sameness.of);
      }
  return [...group];
}

/**
 * Every way to tell some facts apart that no decision rules out: what is confirmed is together, what is rejected is
 * apart, and nothing is together that no proposals hold together. Where a is b and b is c, a is c.
 */
export const worldsOf = (facts: readonly string[], samenesses: readonly Sameness[]): readonly World[] =>
  partitionsOf(facts).filter((world) => isPossible(world, samenesses));

function partitionsOf(facts: readonly string[]): readonly World[] {
  const [first, ...rest] = facts;
  if (first === undefined) return [[]];
  return partitionsOf(rest).flatMap((world) => [
    [[first], ...world],
    ...world.map((_, index) => world.map((block, at) => (at === index ? [first, ...block] : block))),
  ]);
}

function isPossible(world: World, samenesses: readonly Sameness[]): boolean {
  const blockOf = (fact: string) => world.find((block) => block.includes(fact));
  const isKept = samenesses.every((sameness) => {
    const block = blockOf(sameness.of);
    if (!block || !blockOf(sameness.with)) return true;
    const state = stateOf(sameness);
    return state === 'proposed' || (state === 'confirmed') === block.includes(sameness.with);
  });
  return isKept && world.every((block) => isHeldTogether(block, samenesses));
}

function isHeldTogether(block: readonly string[], samenesses: readonly Sameness[]): boolean {
  const within = samenesses.filter(
    (sameness) => block.includes(sameness.of) && block.includes(sameness.with),
  );
  return groupOf(block[0] ?? '', within).length === block.length;
}

/** What was said before of two facts themselves, be it open or decided; undefined where nothing was. */
export const samenessBetween = (
  samenesses: readonly Sameness[],
  one: string,
  other: string,
): Sameness | undefined => samenesses.find((sameness) => isBetween(sameness, one, other));
