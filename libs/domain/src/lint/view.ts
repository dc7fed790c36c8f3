import { isCommitmentEvent } from '../commitment/commitment-stream.ts';
import { isStatement, statementIn, type Statement } from '../commitment/statement.ts';
import { termsInTheEnd } from '../commitment/terms.ts';
import { inForce, isCorrection } from '../correction/in-force.ts';
import {
  factId,
  sourceStream,
  commitmentStream,
  streamOf,
  type EventData,
  type LedgerEvent,
} from '../ledger-event.ts';
import type { FactToRecord } from '../recording/record-facts.ts';
import type { Histories } from '../recording/streams.ts';
import type { Reporter } from '../vocabulary/index.ts';

/** What a rule may look at besides the fact it judges. What is not known here, no rule complains of. */
export interface View {
  readonly sourceOf: (id: string) => EventData<'SourceRegistered'> | undefined;
  /** The announcement, with the latest terms in place of those announced. */
  readonly announcedOf: (commitment: string) => EventData<'CommitmentAnnounced'> | undefined;
  /** A fact of a commitment by its own id. */
  readonly factOf: (commitment: string, id: string) => LedgerEvent | undefined;
  /** Who else tells of a fact of a commitment, by the further sources attached to it. */
  readonly supportersOf: (commitment: string, id: string) => readonly Reporter[];
}

/** The view of a request: its own facts, and what the ledger holds in the streams that were read for it. */
export function viewOf(facts: readonly FactToRecord[], histories: Histories): View {
  const asked = facts.map(({ fact }) => fact);
  const byId = new Map<string, LedgerEvent>();
  const supporters = new Map<string, Reporter[]>();
  const statements = new Map<string, Statement[]>();
  for (const event of standingIn(histories, asked)) {
    const { type, data } = event;
    if (type === 'SourceRegistered') byId.set(sourceStream(data.source), event);
    if (!isCommitmentEvent(event) || isCorrection(event)) continue;
    const { commitment } = event.data;
    if (type === 'CommitmentAnnounced') byId.set(commitmentStream(commitment), event);
    byId.set(placeOf(commitment, factId(event)), event);
    if (isStatement(event))
      statements.set(commitment, [...(statements.get(commitment) ?? []), statementIn(event)]);
    if (type !== 'EvidenceAttached') continue;
    const place = placeOf(commitment, data.supports);
    supporters.set(place, [...(supporters.get(place) ?? []), data.attribution.reporter]);
  }
  return {
    sourceOf: (id) => dataOf(byId.get(sourceStream(id)), 'SourceRegistered'),
    announcedOf: (id) => {
      const announced = dataOf(byId.get(commitmentStream(id)), 'CommitmentAnnounced');
      return announced && termsInTheEnd({ announced, statements: statements.get(id) ?? [], ends: [] });
    },
    factOf: (commitment, id) => byId.get(placeOf(commitment, id)),
    supportersOf: (commitment, id) => supporters.get(placeOf(commitment, id)) ?? [],
  };
}

/** What stands in the streams once the facts asked for are recorded too, corrections applied. */
function standingIn(histories: Histories, asked: readonly LedgerEvent[]): readonly LedgerEvent[] {
  const streams = new Map([...histories].map(([stream, events]) => [stream, [...events]]));
  for (const fact of asked) {
    const events = streams.get(streamOf(fact)) ?? [];
    streams.set(streamOf(fact), events);
    events.push(fact);
  }
  return [...streams.values()].flatMap(inForce);
}

/** Ids hold no spaces, so neither two facts nor a fact and a stream are taken for each other. */
const placeOf = (commitment: string, id: string): string => `${commitment} ${id}`;

const dataOf = <Type extends LedgerEvent['type']>(
  event: LedgerEvent | undefined,
  type: Type,
): EventData<Type> | undefined => (event?.type === type ? (event.data as EventData<Type>) : undefined);
