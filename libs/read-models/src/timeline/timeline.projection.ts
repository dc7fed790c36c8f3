import { type EventData, isCommitmentEvent } from '#libs/domain';
import { dayColumns } from '../days.ts';
import { writeRows } from '../event-table.ts';
import {
  factsIn,
  schemaName,
  type Projection,
  type ProjectionTransaction,
  type RecordedFact,
} from '../projection.ts';
import { referencesOf } from './references.ts';
import { type TimelineRow, timelineTable } from './timeline.table.ts';

/** What later events of a commitment's stream inherit: a delivery concerns those to whom it was promised. */
export type Promised = Pick<EventData<'CommitmentAnnounced'>, 'kind' | 'committers' | 'beneficiaries'>;

/** The row of an event, given the announcement with which its stream began, if it is a commitment's. */
export function timelineRow({ event, recorded }: RecordedFact, promised: Promised | undefined): TimelineRow {
  const { position, id: eventId, stream, occurred, recordedAt, actor } = recorded;
  const { commitments, meetings, sources, parties } = referencesOf(event);
  const inherited = promised ? [...promised.committers, ...promised.beneficiaries] : [];
  return {
    position,
    eventId,
    stream,
    type: event.type,
    occurred,
    ...dayColumns(occurred),
    recordedAt,
    actor,
    commitments,
    meetings,
    sources,
    parties: [...new Set([...parties, ...inherited])].sort(),
    kind: promised?.kind ?? null,
    event,
  };
}

/** Announcements by stream, to look up and to add to. */
export type Announcements = Map<string, Promised>;

/** The rows of events in order, each with the announcement of its stream; new ones are added as they are met. */
export const timelineRows = (
  facts: readonly RecordedFact[],
  announcements: Announcements,
): readonly TimelineRow[] =>
  facts.map((fact) => {
    const { event, recorded } = fact;
    if (event.type === 'CommitmentAnnounced') announcements.set(recorded.stream, event.data);
    return timelineRow(fact, announcements.get(recorded.stream));
  });

/** Every event, and what it is about. */
export const timeline: Projection = {
  name: 'timeline',
  project: async (tx, schema, events) => {
    const facts = factsIn(events);
    const announcements = await announcementsBefore(tx, schemaName(schema), facts);
    await writeRows(tx, schema, timelineTable, timelineRows(facts, announcements), 'keep');
  },
};

async function announcementsBefore(
  tx: ProjectionTransaction,
  schema: string,
  facts: readonly RecordedFact[],
): Promise<Announcements> {
  const begun = new Set<string>();
  const wanted = new Set<string>();
  for (const { event, recorded } of facts) {
    if (event.type === 'CommitmentAnnounced') begun.add(recorded.stream);
    else if (isCommitmentEvent(event) && !begun.has(recorded.stream)) wanted.add(recorded.stream);
  }
  if (wanted.size === 0) return new Map();
  const { rows } = await tx.query(
    `select stream, kind, event #> '{data,committers}' as committers, event #> '{data,beneficiaries}' as beneficiaries
       from ${schema}.timeline
      where stream = any($1) and type = 'CommitmentAnnounced'`,
    [[...wanted]],
  );
  return new Map(
    (rows as readonly (Promised & { readonly stream: string })[]).map((row) => [row.stream, row]),
  );
}
