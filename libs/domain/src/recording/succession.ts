import { commitmentStream, type LedgerEvent } from '../ledger-event.ts';
import type { Refusal } from '../refusal.ts';
import type { Histories, Streams } from './streams.ts';

/**
 * The streams of all commitments that come after those named by a supersession, as far as they are read already: whether
 * it closes a circle is seen only at the end of the chain.
 */
export function successionOf(facts: readonly LedgerEvent[], read: Histories): readonly string[] {
  const chain = new Set(successorsIn(facts));
  // A set that grows while it is walked is walked to its end.
  for (const stream of chain) for (const next of successorsIn(read.get(stream) ?? [])) chain.add(next);
  return [...chain];
}

const successorsIn = (events: readonly LedgerEvent[]): readonly string[] =>
  events.flatMap((event) =>
    event.type === 'CommitmentSuperseded' ? [commitmentStream(event.data.successor)] : [],
  );

/** The refusal of a supersession by a commitment that the superseded one itself has, over any steps, taken the place of. */
export function circleIn(fact: LedgerEvent, streams: Streams): readonly Refusal[] {
  if (fact.type !== 'CommitmentSuperseded' || fact.data.successor === fact.data.commitment) return [];
  const { commitment, successor } = fact.data;
  const chain = new Set([successor]);
  for (const id of chain) {
    for (const end of streams.commitment(commitmentStream(id)).ends)
      if (end.type === 'supersession') chain.add(end.successor);
  }
  if (!chain.has(commitment)) return [];
  return [
    {
      code: 'supersession-circle',
      pointer: '/successor',
      fault: `names ${successor}, which ${commitment} has itself superseded`,
      remedy: 'name the commitment that holds today, or announce it as one of its own',
    },
  ];
}
