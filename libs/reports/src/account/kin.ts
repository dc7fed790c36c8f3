import {
  seenFromTheOtherEnd,
  standingOn,
  statedRelations,
  withTermsOn,
  type Day,
  type Known,
  type RelationType,
} from '#libs/domain';
import { type CommitmentAnswer } from '#libs/read-models';

/** Those given and all to which any of them leads by names, over any number of steps; those given come first. */
export function withKin(
  ids: readonly string[],
  related: ReadonlyMap<string, ReadonlySet<string>>,
): readonly string[] {
  const met = new Set(ids);
  for (const id of met) for (const other of related.get(id) ?? []) met.add(other);
  return [...met];
}

/** How the commitments that were folded stand to each other on a day. */
export class Relations {
  readonly #titles = new Map<string, string>();
  readonly #stated = new Map<
    string,
    readonly { readonly type: RelationType; readonly commitment: string }[]
  >();
  readonly #byOthers = new Map<string, { readonly type: RelationType; readonly commitment: string }[]>();

  constructor(private readonly validAt: Day) {}

  add(known: Known): void {
    const { commitment: id, announced } = known.announced;
    if (known.retracted) return;
    this.#titles.set(id, withTermsOn(known, this.validAt).announced.title);
    const relations = statedRelations(known, this.validAt);
    this.#stated.set(id, relations);
    if (standingOn(this.validAt, announced) !== 'certain') return;
    for (const { type, commitment } of relations) {
      const others = this.#byOthers.get(commitment) ?? [];
      this.#byOthers.set(commitment, others);
      others.push({ type: seenFromTheOtherEnd(type), commitment: id });
    }
  }

  /** Those it states, then those that others state to it. */
  of(id: string): CommitmentAnswer['relations'] {
    return [...(this.#stated.get(id) ?? []), ...(this.#byOthers.get(id) ?? [])].map((relation) => ({
      ...relation,
      title: this.#titles.get(relation.commitment) ?? relation.commitment,
    }));
  }
}
