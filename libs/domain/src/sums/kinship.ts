import type { Known } from '../commitment/known.ts';
import { standingOn } from '../commitment/measure.ts';
import type { Day } from '../vocabulary/index.ts';
import { isOfCommitments, stateOf, type SamenessState } from '../commitment/sameness.ts';

/** A relation as the announcement of a commitment states it. */
type StatedRelation = NonNullable<Known['announced']['relations']>[number];

/** How another commitment stands to this one; the second five are the first five seen from the other end. */
export type RelationType =
  | StatedRelation['type']
  | 'same-as'
  | 'has-part'
  | 'specified-by'
  | 'reaffirmed-by'
  | 'superseded-by'
  | 'funds';

const OTHER_END: Readonly<Record<RelationType, RelationType>> = {
  'part-of': 'has-part',
  specifies: 'specified-by',
  reaffirms: 'reaffirmed-by',
  supersedes: 'superseded-by',
  'funded-from': 'funds',
  'same-as': 'same-as',
  'has-part': 'part-of',
  'specified-by': 'specifies',
  'reaffirmed-by': 'reaffirms',
  'superseded-by': 'supersedes',
  funds: 'funded-from',
};

/** The same relation in the words of the other commitment. */
export const seenFromTheOtherEnd = (type: RelationType): RelationType => OTHER_END[type];

/** One step from a commitment to one it is related to. */
export interface KinStep {
  readonly from: string;
  readonly relation: RelationType;
  readonly to: string;
}

/** A commitment as far as its relations go. */
export interface Related {
  readonly id: string;
  readonly relations: readonly {
    readonly type: StatedRelation['type'] | 'same-as';
    readonly commitment: string;
  }[];
}

/**
 * The relations that a commitment states: those it was announced with, and those told later that hold by a day. One of
 * which nobody says since when it holds was there from the announcement on.
 */
export const statedRelations = (
  { announced, relations: later }: Known,
  validAt?: Day,
): readonly StatedRelation[] => [
  ...(announced.relations ?? []),
  ...later
    .filter(({ since }) => !since || validAt === undefined || standingOn(validAt, since) === 'certain')
    .map(({ type, commitment }) => ({ type, commitment })),
];

/**
 * The commitment as far as its relations go: those it states, and the commitments that are the same by a decision.
 *
 * @param states what else makes two the same: with `proposed`, what only may be is taken for true.
 * @param validAt left out, every relation that is ever stated.
 */
export const relatedOf = (
  known: Known,
  states: readonly SamenessState[] = ['confirmed'],
  validAt?: Day,
): Related => ({
  id: known.announced.commitment,
  relations: [
    ...statedRelations(known, validAt),
    ...known.samenesses
      .filter(
        (sameness) =>
          isOfCommitments(sameness, known.announced.commitment) && states.includes(stateOf(sameness)),
      )
      .map((sameness) => ({ type: 'same-as' as const, commitment: sameness.with })),
  ],
});

/** Where a walk along relations came to, and by which steps. */
export interface Reached {
  readonly step: KinStep;
  /** What came before it; undefined for the first step. */
  readonly before: Reached | undefined;
}

/**
 * Which commitments hold the amount of which others, over any number of steps.
 *
 * A part leads to its whole, what is funded to what funds it, and what is superseded to what supersedes it, since the
 * same amount stands in both. A specification or reaffirmation and its original are one promise told twice, so they lead
 * to each other: two specifications of an original overlap even where the original itself is not asked for. But one
 * statement may reaffirm several promises, which does not make them one: from an original no way leads through what
 * restates it to another original. Two that are the same lead to each other, and from either on as from the other.
 */
export class Kinship {
  readonly #steps = new Map<string, KinStep[]>();
  readonly #reached = new Map<string, ReadonlyMap<string, Reached>>();

  /** @param commitments those asked about and all that their relations lead to; one given twice counts once. */
  constructor(commitments: Iterable<Related>) {
    const seen = new Set<string>();
    for (const { id, relations } of commitments) {
      if (seen.has(id)) continue;
      seen.add(id);
      for (const { type, commitment } of relations) this.#add({ from: id, relation: type, to: commitment });
    }
  }

  #add(step: KinStep): void {
    if (step.relation !== 'supersedes') this.#lead(step);
    if (step.relation === 'supersedes' || step.relation === 'same-as' || restates(step))
      this.#lead(reversed(step));
  }

  #lead(step: KinStep): void {
    const steps = this.#steps.get(step.from) ?? [];
    this.#steps.set(step.from, steps);
    steps.push(step);
  }

  /** The commitments that hold the amount of this one, the nearest first, and how each is reached. */
  reached(id: string): ReadonlyMap<string, Reached> {
    const known = this.#reached.get(id);
    if (known) return known;
    const found = this.along(id);
    this.#reached.set(id, found);
    return found;
  }

  /** The same along some steps only. */
  along(id: string, isTaken: (step: KinStep) => boolean = () => true): ReadonlyMap<string, Reached> {
    const found = new Map<string, Reached>();
    // A place entered from an original has fewer ways on than the same place entered otherwise, so it may be left twice.
    const left = new Set<string>([`${id} freely`]);
    const queue: (Reached | undefined)[] = [undefined];
    for (const before of queue) {
      const fromOriginal = isFromOriginal(before);
      for (const step of this.#steps.get(before?.step.to ?? id) ?? []) {
        if (!isTaken(step) || (fromOriginal && restates(step))) continue;
        const state = `${step.to} ${isFromOriginal({ step, before }) ? 'from an original' : 'freely'}`;
        if (step.to === id || left.has(state)) continue;
        left.add(state);
        const reached = { step, before };
        if (!found.has(step.to)) found.set(step.to, reached);
        queue.push(reached);
      }
    }
    return found;
  }

  /** The steps by which one of two holds the amount of the other, told from the first; undefined where neither does. */
  path(from: string, to: string): readonly KinStep[] | undefined {
    const there = this.reached(from).get(to);
    if (there) return stepsTo(there);
    const back = this.reached(to).get(from);
    return back && stepsTo(back).map(reversed).reverse();
  }
}

/** The steps of a walk, first to last. */
export function stepsTo(reached: Reached | undefined): readonly KinStep[] {
  const steps: KinStep[] = [];
  for (let at = reached; at; at = at.before) steps.push(at.step);
  return steps.reverse();
}

/** What is the same as something was come to in the way in which that was. */
const isFromOriginal = (reached: Reached | undefined): boolean => {
  let at = reached;
  while (at?.step.relation === 'same-as') at = at.before;
  return at !== undefined && restates(reversed(at.step));
};

const restates = ({ relation }: KinStep): boolean => relation === 'specifies' || relation === 'reaffirms';

const reversed = ({ from, relation, to }: KinStep): KinStep => ({
  from: to,
  relation: seenFromTheOtherEnd(relation),
  to: from,
});

const WORDS: Readonly<Record<RelationType, string>> = {
  'part-of': 'is part of',
  specifies: 'specifies',
  reaffirms: 'reaffirms',
  supersedes: 'supersedes',
  'funded-from': 'is funded from',
  'same-as': 'is the same as',
  'has-part': 'contains',
  'specified-by': 'is specified by',
  'reaffirmed-by': 'is reaffirmed by',
  'superseded-by': 'is superseded by',
  funds: 'funds',
};

/** The steps as the end of a sentence on the first of them: `is part of half, which is part of whole`. */
export const pathInWords = (path: readonly KinStep[]): string =>
  path.map(({ relation, to }) => `${WORDS[relation]} ${to}`).join(', which ');
