import { alreadyRetracted } from '../correction/deciding.ts';
import { isCorrection, lastWords, rootOf } from '../correction/in-force.ts';
import { factId, type Fact, type LedgerEvent, type PlainFact } from '../ledger-event.ts';
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
  const origin = root && originOf(root);
  if (origin === undefined) return [];
  return [
    {
      code: 'follows-from-another',
      pointer: '/corrects',
      fault: `names ${correction.data.corrects}, which follows from ${origin}`,
      remedy: `correct ${origin}; what follows from it is corrected with it`,
    },
  ];
}

/** From what a fact merely follows; undefined where it is told for itself. */
function originOf(fact: PlainFact): string | undefined {
  switch (fact.type) {
    case 'FulfilmentLinked':
      return `the ${fact.data.by.replace('-', ' ')} ${factId(fact)}`;
    case 'FulfilmentAwaited':
      return fact.data.commitment;
    case 'CommitmentRelated':
      return fact.data.type === 'supersedes' ? `the supersession of ${fact.data.to}` : undefined;
    default:
      return undefined;
  }
}
