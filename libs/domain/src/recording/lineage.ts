import { commitmentStream, type LedgerEvent } from '../ledger-event.ts';
import type { Refusal } from '../refusal.ts';
import { pathInWords, type KinStep } from '../sums/kinship.ts';
import type { Histories, Streams } from './streams.ts';

interface Edge extends KinStep {
  /** Where in the fact the other commitment is named. */
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
 * leads to it yet.
 */
export function lineageOf(facts: readonly LedgerEvent[], read: Histories): readonly string[] {
  const edges = facts.flatMap((fact) => edgeIn(fact) ?? []);
  if (edges.length === 0) return [];
  const way = new Set([
    ...edges.map(({ to }) => commitmentStream(to)),
    ...facts.flatMap((fact) => (fact.type === 'CommitmentAnnounced' ? namedIn(fact) : [])),
  ]);
  // A set that grows while it is walked is walked to its end.
  for (const stream of way) for (const next of (read.get(stream) ?? []).flatMap(namedIn)) way.add(next);
  return [...way];
}

/** The streams of the commitments to which the one that an event tells of is said to stand. */
function namedIn(event: LedgerEvent): readonly string[] {
  if (event.type === 'CommitmentRelated') return [commitmentStream(event.data.to)];
  if (event.type !== 'CommitmentAnnounced') return [];
  return (event.data.relations ?? []).map(({ commitment }) => commitmentStream(commitment));
}

/** The refusal of a relation to a commitment that itself, over any steps, leads to the one that is to be related. */
export function circleIn(fact: LedgerEvent, streams: Streams): readonly Refusal[] {
  const edge = edgeIn(fact);
  if (!edge || edge.from === edge.to) return [];
  const { from, relation, to, pointer } = edge;
  const reachedBy = new Map<string, KinStep>([[to, { from, relation, to }]]);
  for (const id of reachedBy.keys()) {
    for (const { type, commitment } of streams.commitment(commitmentStream(id)).relations)
      if (!reachedBy.has(commitment)) reachedBy.set(commitment, { from: id, relation: type, to: commitment });
  }
  if (!reachedBy.has(from)) return [];
  const circle: KinStep[] = [];
  for (let step = reachedBy.get(from); step; step = step.from === from ? undefined : reachedBy.get(step.from))
    circle.unshift(step);
  return [
    {
      code: 'relation-circle',
      pointer,
      fault: `closes a circle: ${from} ${pathInWords(circle)}`,
      remedy: 'relate it to another commitment, or leave the relation out',
    },
  ];
}
