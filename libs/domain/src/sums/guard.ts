import type { Kinship, KinStep } from './kinship.ts';

/** A commitment that is not in a sum because one that is there contains it, or says the same. */
export interface Displaced {
  readonly id: string;
  readonly standsFor: string;
  /** From it to the one that stands for it. */
  readonly path: readonly KinStep[];
}

/** The commitments over which a sum may run, and those that it would count twice. */
export interface Guarded {
  readonly standing: readonly string[];
  readonly displaced: readonly Displaced[];
}

/**
 * Chooses, of commitments that hold the same amount over any number of steps, the one that stands in the sum: the whole
 * for its parts, the original for what specifies or reaffirms it, the superseding for the superseded, the source for what
 * it funds. Where relations lead both ways, the one recorded first. No two that stand are related, and each that does not
 * is related to one that does.
 *
 * @param tiers the commitments of one sum, each tier in the order of recording. Those of a later tier stand only where
 * nothing of an earlier one is related to them: talk of a whole does not hide a promised part.
 */
export function guard(tiers: readonly (readonly string[])[], kinship: Kinship): Guarded {
  const standing = new Set<string>();
  const displaced: Displaced[] = [];
  const holders = new Map<string, string>();
  const holderOf = (id: string): string | undefined =>
    [...kinship.reached(id).keys()].find((kin) => standing.has(kin)) ?? holders.get(id);
  for (const tier of tiers) {
    for (let left = tier; left.length > 0;) {
      const free: string[] = [];
      for (const id of left) {
        const standsFor = holderOf(id);
        if (standsFor === undefined) free.push(id);
        else displaced.push({ id, standsFor, path: kinship.path(id, standsFor) ?? [] });
      }
      const chosen = highest(free, kinship);
      for (const id of chosen) {
        standing.add(id);
        for (const kin of kinship.reached(id).keys()) if (!holders.has(kin)) holders.set(kin, id);
      }
      left = free.filter((id) => !chosen.has(id));
    }
  }
  return { standing: [...standing], displaced };
}

/**
 * Those that none of the others comes before. One comes before another that leads to it, and of two that lead to each
 * other the one recorded first does. Should all of them come before each other in a round, the one recorded first.
 */
function highest(ids: readonly string[], kinship: Kinship): ReadonlySet<string> {
  const order = new Map(ids.map((id, index) => [id, index]));
  const comesFirst = (id: string, index: number): boolean =>
    [...kinship.reached(id).keys()].every((kin) => {
      const place = order.get(kin);
      return place === undefined || (place > index && kinship.reached(kin).has(id));
    });
  const found = ids.filter(comesFirst);
  return new Set(found.length > 0 ? found : ids.slice(0, 1));
}
