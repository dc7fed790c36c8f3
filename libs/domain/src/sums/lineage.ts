import { stepsTo, type Kinship, type KinStep, type Reached } from './kinship.ts';

/**
 * What a commitment says again, and what has taken whose place. Both hold whatever else is asked for, and where relations
 * contradict each other neither decides: of commitments that lead round in a circle none gives way to another here.
 */
export class Lineage {
  constructor(
    private readonly kinship: Kinship,
    /** Whether it had been promised by the day, whatever came of it. */
    private readonly isPromise: (id: string) => boolean,
  ) {}

  /** What it specifies, reaffirms or is the same as, over any number of steps, the nearest first. */
  originals(id: string): ReadonlyMap<string, Reached> {
    return this.kinship.along(id, (step) => this.#restates(step));
  }

  /**
   * The steps from a commitment to what has taken its place, the newest where one followed another. Talk takes no
   * promise's place.
   *
   * @param yielding the commitment that is to give way to it: this one, or what restates it.
   */
  heir(id: string, yielding: string): readonly KinStep[] | undefined {
    const followed = this.kinship.along(id, isSucceeded);
    const heirs = [...followed.keys()].filter(
      (kin) => this.isPromise(kin) && this.comesBefore(kin, yielding),
    );
    const newest = heirs.at(-1);
    return newest === undefined ? undefined : stepsTo(followed.get(newest));
  }

  /** Whether one may stand for another: it is not the same, and does not itself give way to it. */
  private comesBefore(one: string, other: string): boolean {
    if (one === other) return false;
    return !this.kinship.along(one, (step) => isSucceeded(step) || this.#restates(step)).has(other);
  }

  /** What takes the place of another and says how does not say the other again. */
  #restates(step: KinStep): boolean {
    const { relation, from, to } = step;
    if (relation === 'same-as') return true;
    if (relation !== 'specifies' && relation !== 'reaffirms') return false;
    return !this.kinship.along(to, isSucceeded).has(from);
  }
}

const isSucceeded = ({ relation }: KinStep): boolean => relation === 'superseded-by';
