import { commitmentStream, streamOf, type LedgerEvent } from '../ledger-event.ts';
import type { Refusal } from '../refusal.ts';
import { consequencesOf } from './consequences.ts';
import { danglingReferences, streamsReferredTo } from './references.ts';
import { otherCommitmentsOf } from './samenesses.ts';
import { successionOf } from './succession.ts';
import { Streams, type Addressed, type Histories } from './streams.ts';

/** A fact that somebody asks to record, with where in their request it stands (RFC 6901 pointer). */
export interface FactToRecord {
  readonly pointer: string;
  readonly fact: LedgerEvent;
}

/** All of it is accepted, in an order in which it can be appended, or none of it and every reason why. */
export type RecordingDecision =
  { readonly accepted: readonly Addressed[] } | { readonly refused: readonly Refusal[] };

/**
 * The streams that must be read before {@link recordFacts} can decide. Ask again with what was read until nothing is
 * added: a register names the commitments that wait for its packages, and a supersession leads to others.
 */
export function streamsToRead(facts: readonly FactToRecord[], read: Histories): readonly string[] {
  const named = facts.flatMap(({ fact }) => [streamOf(fact), ...streamsReferredTo(fact)]);
  const awaiting = [...read].flatMap(([stream, events]) =>
    stream.startsWith('sanctions-')
      ? events.flatMap((event) =>
          event.type === 'FulfilmentAwaited' ? [commitmentStream(event.data.commitment)] : [],
        )
      : [],
  );
  const succession = streamsRestedOn(facts, read);
  const samenesses = otherCommitmentsOf(
    facts.map(({ fact }) => fact),
    read,
  );
  return [...new Set([...named, ...awaiting, ...succession, ...samenesses])].filter(
    (stream) => !read.has(stream),
  );
}

/**
 * The streams that must not move before the facts are appended, though nothing may be appended to them. What a stream
 * holds cannot un-happen, so most that are referred to may move; but that a supersession closes no circle rests on what is
 * not in the streams along its chain, and two of them recorded at once could close one together.
 */
export const streamsRestedOn = (facts: readonly FactToRecord[], read: Histories): readonly string[] =>
  successionOf(
    facts.map(({ fact }) => fact),
    read,
  );

/**
 * Decides a whole request at once: each fact by the aggregate it belongs to, in order, so that a later one may build
 * on an earlier one, and with what follows from it in other streams. One refusal refuses all, and every refusal is
 * reported. Refusal pointers point into the request.
 */
export function recordFacts(facts: readonly FactToRecord[], histories: Histories): RecordingDecision {
  const streams = new Streams(histories);
  const refused: Refusal[] = [];
  for (const { pointer, fact } of facts) {
    const dangling = danglingReferences(fact, streams);
    const decision = dangling.length > 0 ? { refused: dangling } : streams.record(fact);
    if ('refused' in decision) {
      refused.push(
        ...decision.refused.map((refusal) => ({ ...refusal, pointer: pointer + refusal.pointer })),
      );
    } else if (decision.isNew) {
      for (const consequence of consequencesOf(fact, streams)) streams.record(consequence);
    }
  }
  return refused.length > 0 ? { refused } : { accepted: streams.added };
}
