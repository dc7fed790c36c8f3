import { isCorrection } from '../correction/in-force.ts';
import {
  commitmentStream,
  factId,
  streamOf,
  type Fact,
  type LedgerEvent,
  type PlainFact,
} from '../ledger-event.ts';
import type { Refusal } from '../refusal.ts';
import { carry } from './carried.ts';
import { consequencesOf } from './consequences.ts';
import { followsFromAnother, retractedBefore, withWordsOf } from './corrections.ts';
import { lineageOf, relationCircles } from './lineage.ts';
import { danglingReferences, streamsReferredTo } from './references.ts';
import { otherCommitmentsOf } from './samenesses.ts';
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
 * added: a register names the commitments that wait for its packages, a relation leads to others, and a correction to
 * all that was told of what it corrects.
 */
export function streamsToRead(facts: readonly FactToRecord[], read: Histories): readonly string[] {
  const told = withWordsOf(factsIn(facts), read);
  const named = told.flatMap((fact) => [streamOf(fact), ...streamsReferredTo(fact)]);
  const awaiting = [...read].flatMap(([stream, events]) =>
    stream.startsWith('sanctions-')
      ? events.flatMap((event) =>
          event.type === 'FulfilmentAwaited' ? [commitmentStream(event.data.commitment)] : [],
        )
      : [],
  );
  const restedOn = streamsRestedOn(facts, read);
  const samenesses = otherCommitmentsOf(told, read);
  return [...new Set([...named, ...awaiting, ...restedOn, ...samenesses])].filter(
    (stream) => !read.has(stream),
  );
}

/**
 * The streams that must not move before the facts are appended, though nothing may be appended to them. What a stream
 * holds cannot un-happen, so most that are referred to may move; but that a relation closes no circle rests on what is
 * not in the streams along its way, and two of them recorded at once could close one together.
 */
export const streamsRestedOn = (facts: readonly FactToRecord[], read: Histories): readonly string[] =>
  lineageOf(withWordsOf(factsIn(facts), read), read);

const factsIn = (facts: readonly FactToRecord[]): readonly LedgerEvent[] => facts.map(({ fact }) => fact);

/**
 * Decides a whole request at once: each fact by the aggregate it belongs to, in order, so that a later one may build
 * on an earlier one, and with what follows from it in other streams. One refusal refuses all, and every refusal is
 * reported. Refusal pointers point into the request.
 */
export function recordFacts(facts: readonly FactToRecord[], histories: Histories): RecordingDecision {
  const streams = new Streams(histories);
  const refused: Refusal[] = [];
  for (const { pointer, fact } of facts) {
    const found = isCorrection(fact) ? recordCorrection(fact, streams) : recordFact(fact, streams);
    refused.push(...found.map((refusal) => ({ ...refusal, pointer: pointer + refusal.pointer })));
  }
  return refused.length > 0 ? { refused } : { accepted: streams.added };
}

/** What it names may have been retracted since: what is recorded already changes nothing all the same. */
const isRecorded = (fact: LedgerEvent, streams: Streams): boolean =>
  streams.history(streamOf(fact)).find(factId(fact)) !== undefined && 'accepted' in streams.decide(fact);

function recordFact(fact: LedgerEvent, streams: Streams): readonly Refusal[] {
  if (isRecorded(fact, streams)) return [];
  const dangling = danglingReferences(fact, streams);
  const decision = dangling.length > 0 ? { refused: dangling } : streams.record(fact);
  if ('refused' in decision) return decision.refused;
  if (decision.isNew) for (const consequence of consequencesOf(fact, streams)) streams.record(consequence);
  return [];
}

/** What stands after it must itself name nothing unknown, and what had followed from the fact follows it now. */
function recordCorrection(correction: Fact<'CorrectionRecorded'>, streams: Streams): readonly Refusal[] {
  if (isRecorded(correction, streams)) return [];
  const { stream, replacement } = correction.data;
  const dangling = [
    ...danglingReferences(correction, streams),
    ...followsFromAnother(correction, streams),
    ...retractedBefore(correction, streams),
    ...(replacement ? within('/replacement', named(replacement, streams)) : []),
  ];
  if (dangling.length > 0) return dangling;
  const was = streams.history(stream).correctedBy(correction);
  const followed = was ? consequencesOf(was, streams) : [];
  const decision = streams.record(correction);
  if ('refused' in decision) return decision.refused;
  if (!decision.isNew) return [];
  const is = streams.history(stream).correctedBy(correction);
  const restored = is && !replacement ? within(null, named(is, streams)) : [];
  return [...restored, ...carry(correction, followed, is ? consequencesOf(is, streams) : [], streams)];
}

const named = (fact: PlainFact, streams: Streams): readonly Refusal[] => [
  ...danglingReferences(fact, streams),
  ...relationCircles(fact, streams),
];

/** The same refusals, of something within the correction, or, where it is not in it, of what it corrects. */
const within = (place: string | null, refusals: readonly Refusal[]): readonly Refusal[] =>
  refusals.map((refusal) => ({
    ...refusal,
    pointer: place === null ? '/corrects' : place + refusal.pointer,
  }));
