import { alreadyRetracted } from '../correction/deciding.ts';
import { isCorrection, lastWords, rootOf } from '../correction/in-force.ts';
import { commitmentStream, factId, type Fact, type LedgerEvent, type PlainFact } from '../ledger-event.ts';
import type { Refusal } from '../refusal.ts';
import { supersessionsBy } from './consequences.ts';
import type { Histories, Streams } from './streams.ts';

type Correction = Fact<'CorrectionRecorded'>;

/**
 * The facts of a request and, for each correction, all that was ever told of what it corrects, as far as it is read: what
 * any of it names may come into force or out of it.
 */
export const withWordsOf = (facts: readonly LedgerEvent[], read: Histories): readonly LedgerEvent[] =>
  facts.flatMap((fact) => (isCorrection(fact) ? [fact, ...wordsOf(fact, read, facts)] : [fact]));

function wordsOf(
  correction: Correction,
  read: Histories,
  asked: readonly LedgerEvent[],
): readonly LedgerEvent[] {
  const { stream, replacement } = correction.data;
  const events = [...(read.get(stream) ?? []), ...asked.filter((fact) => fact !== correction)];
  const byId = new Map(events.map((event) => [factId(event), event]));
  const root = rootOf(correction, (id) => byId.get(id));
  const anew = events.flatMap((event) =>
    isCorrection(event) && root && event.data.corrects === factId(root) ? (event.data.replacement ?? []) : [],
  );
  const words = [root ?? [], anew, replacement ?? []].flat() as readonly PlainFact[];
  return words.flatMap((told) =>
    told.type === 'CommitmentAnnounced' ? [told, ...supersessionsBy(told.data)] : [told],
  );
}

/**
 * The streams of all commitments that a corrected announcement leads to, over any number of relations, as far as they are
 * read: a relation told later may close a circle, which one told in a first announcement cannot.
 */
export function ancestryOf(facts: readonly LedgerEvent[], read: Histories): readonly string[] {
  const chain = new Set(
    facts.flatMap((fact) => (isCorrection(fact) ? relatedIn(wordsOf(fact, read, facts)) : [])),
  );
  // A set that grows while it is walked is walked to its end.
  for (const stream of chain) for (const next of relatedIn(read.get(stream) ?? [])) chain.add(next);
  return [...chain];
}

const relatedIn = (events: readonly LedgerEvent[]): readonly string[] =>
  events.flatMap((event) => {
    const told = isCorrection(event) ? event.data.replacement : event;
    if (told?.type !== 'CommitmentAnnounced') return [];
    return (told.data.relations ?? []).map(({ commitment }) => commitmentStream(commitment));
  });

/** The refusal of an announcement told anew that relates to a commitment which, over any steps, relates to this one. */
export function relationCircle(fact: PlainFact | undefined, streams: Streams): readonly Refusal[] {
  if (fact?.type !== 'CommitmentAnnounced') return [];
  const { commitment, relations = [] } = fact.data;
  return relations.flatMap(({ commitment: other }, index) => {
    const chain = new Set([other]);
    for (const id of chain) {
      const { announced } = streams.commitment(commitmentStream(id));
      for (const next of announced?.relations ?? []) chain.add(next.commitment);
    }
    if (other === commitment || !chain.has(commitment)) return [];
    return [
      {
        code: 'relation-circle',
        pointer: `/relations/${index}/commitment`,
        fault: `names ${other}, which itself leads back to ${commitment}`,
        remedy: 'relate the one to the other, and not both ways: correct the relation that is wrong first',
      } as const,
    ];
  });
}

/** The refusal of telling a retracted fact anew: only with what it follows from does one come back in other words. */
export function retractedBefore(
  { data: { stream, corrects, replacement } }: Correction,
  streams: Streams,
): readonly Refusal[] {
  const last = lastWords(streams.history(stream).events).get(corrects);
  const target = streams.history(stream).find(corrects);
  return replacement && last?.data.retracted && target && !isCorrection(target)
    ? [alreadyRetracted(last)]
    : [];
}

/** The refusal of a correction of what merely follows from a fact elsewhere. */
export function followsFromAnother(correction: Correction, streams: Streams): readonly Refusal[] {
  const history = streams.history(correction.data.stream);
  const root = rootOf(correction, (id) => history.find(id));
  if (root?.type !== 'FulfilmentLinked' && root?.type !== 'FulfilmentAwaited') return [];
  const origin =
    root.type === 'FulfilmentLinked'
      ? `the ${root.data.by.replace('-', ' ')} ${factId(root)}`
      : root.data.commitment;
  return [
    {
      code: 'follows-from-another',
      pointer: '/corrects',
      fault: `names ${correction.data.corrects}, which follows from ${origin}`,
      remedy: `correct ${origin}; what follows from it is corrected with it`,
    },
  ];
}
