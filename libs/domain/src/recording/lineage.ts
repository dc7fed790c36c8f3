import { isCorrection } from '../correction/in-force.ts';
import { commitmentStream, type LedgerEvent, type PlainFact } from '../ledger-event.ts';
import type { Refusal } from '../refusal.ts';
import { pathInWords, type KinStep } from '../sums/kinship.ts';
import type { Histories, Streams } from './streams.ts';

/** A relation between two commitments, and where in the fact that tells it the other one is named. */
interface Edge extends KinStep {
  readonly pointer: string;
}

/** The relation that a fact adds between two commitments that are both there already. */
function edgeIn(fact: LedgerEvent): Edge | undefined {
  if (fact.type === 'CommitmentRelated')
    return { from: fact.data.commitment, relation: fact.data.type, to: fact.data.to, pointer: '/to' };
  if (fact.type !== 'CommitmentSuperseded') return undefined;
  const { commitment: to, successor: from } = fact.data;
  return { from, relation: 'supersedes', to, pointer: '/successor' };
}

/**
 * The streams of all commitments to which those that are newly related lead, as far as they are read already: whether a
 * relation closes a circle is seen only at the end of the way. A commitment just announced can close none, since nothing
 * leads to it yet; one whose announcement is corrected can.
 *
 * @param facts those asked for and, for each correction, all that was ever told of what it corrects.
 */
export function lineageOf(facts: readonly LedgerEvent[], read: Histories): readonly string[] {
  const edges = facts.flatMap((fact) => edgeIn(fact) ?? []);
  if (edges.length === 0 && !facts.some(isCorrection)) return [];
  const way = new Set([...edges.map(({ to }) => commitmentStream(to)), ...facts.flatMap(namedIn)]);
  // A set that grows while it is walked is walked to its end.
  for (const stream of way) for (const next of (read.get(stream) ?? []).flatMap(namedIn)) way.add(next);
  return [...way];
}

/** The streams of the commitments to which the one that an event tells of is said to stand. */
function namedIn(event: LedgerEvent): readonly string[] {
  const told = isCorrection(event) ? event.data.replacement : event;
  if (told?.type === 'CommitmentRelated') return [commitmentStream(told.data.to)];
  if (told?.type !== 'CommitmentAnnounced') return [];
  return (told.data.relations ?? []).map(({ commitment }) => commitmentStream(commitment));
}

/** The refusal of a relation to a commitment that itself, over any steps, leads to the one that is to be related. */
export const circleIn = (fact: LedgerEvent, streams: Streams): readonly Refusal[] =>
  [edgeIn(fact) ?? []].flat().flatMap((edge) => circleOf(edge, streams));

/** The same of the relations of an announcement that is told anew. */
export function relationCircles(fact: PlainFact, streams: Streams): readonly Refusal[] {
  if (fact.type !== 'CommitmentAnnounced') return [];
  const { commitment: from, relations = [] } = fact.data;
  return relations.flatMap(({ type: relation, commitment: to }, index) =>
    circleOf({ from, relation, to, pointer: `/relations/${index}/commitment` }, streams),
  );
}

function circleOf({ from, relation, to, pointer }: Edge, streams: Streams): readonly Refusal[] {
  if (from === to) return [];
  const reachedBy = new Map<string, KinStep>([[to, { from, relation, to }]]);
  for (const id of reachedBy.keys()) {
    for (const { type, commitment } of streams.commitment(commitmentStream(id)).relations)
      if (!reachedBy.has(commitment)) reachedBy.set(commitment, { from: id, relation: type, to: commitment });
  }
  const circle: KinStep[] = [];
  for (let step = reachedBy.get(from); step; step = step.from === from ? undefined : reachedBy.get(step.from))
    circle.unshift(step);
  if (circle.length === 0) return [];
  return [
    {
      code: 'relation-circle',
      pointer,
      fault: `closes a circle: ${from} ${pathInWords(circle)}`,
      remedy: 'relate it to another commitment, or leave the relation out',
    },
  ];
}
