import { concernOf, isCommitmentEvent, type Promised, promisedTo, promisedWith } from '#libs/domain';
import { dayColumns } from '../days.ts';
import { writeRows } from '../event-table.ts';
import {
  buildOf,
  factsIn,
  schemaName,
  type Projection,
  type ProjectionTransaction,
  type RecordedFact,
} from '../projection.ts';
import { Recollection } from '../recollection.ts';
import { referencesOf } from './references.ts';
import { type TimelineRow, timelineTable } from './timeline.table.ts';

/** The row of an event, given the announcement with which its stream began, if it is a commitment's. */
export function timelineRow({ event, recorded }: RecordedFact, promised: Promised | undefined): TimelineRow {
  const { position, id: eventId, stream, occurred, recordedAt, actor } = recorded;
  const { commitments, meetings, sources } = referencesOf(event);
  const { parties, kind } = concernOf(event, promised);
  const { earliest, latest } = dayColumns(occurred);
  return {
    position,
    eventId,
    stream,
    type: event.type,
    occurred,
    earliest,
    latest,
    recordedAt,
    actor,
    commitments,
    meetings,
    sources,
    parties,
    kind,
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
    const promised = promisedWith(announcements.get(recorded.stream), event);
    if (promised) announcements.set(recorded.stream, promised);
    return timelineRow(fact, announcements.get(recorded.stream));
  });

/** Every event, and what it is about. */
export const timeline: Projection = {
  name: 'timeline',
  project: async (tx, schema, events) => {
    const facts = factsIn(events);
    const build = await buildOf(tx, schemaName(schema));
    const announcements = await announcementsBefore(tx, schemaName(schema), build, facts);
    await writeRows(tx, schema, timelineTable, timelineRows(facts, announcements), 'keep');
    const versions = new Map(facts.map(({ recorded }) => [recorded.stream, recorded.version]));
    for (const [stream, promised] of announcements) {
      recollection.set(build, stream, { ...promised, version: versions.get(stream) ?? 0 });
    }
  },
};

// Some 300 bytes each. It is used only for the event right after the last one it was made of: another process may have
// met a correction of the announcement meanwhile.
const REMEMBERED = 50_000;
const recollection = new Recollection<Promised & { readonly version: number }>(REMEMBERED);

async function announcementsBefore(
  tx: ProjectionTransaction,
  schema: string,
  build: string,
  facts: readonly RecordedFact[],
): Promise<Announcements> {
  const begun = new Set<string>();
  const before: Announcements = new Map();
  const wanted = new Set<string>();
  for (const { event, recorded } of facts) {
    const { stream } = recorded;
    if (event.type === 'CommitmentAnnounced') begun.add(stream);
    if (!isCommitmentEvent(event) || begun.has(stream) || before.has(stream) || wanted.has(stream)) continue;
    const remembered = recollection.get(build, stream);
    if (remembered?.version === recorded.version - 1) before.set(stream, remembered);
    else wanted.add(stream);
  }
  if (wanted.size === 0) return before;
  const { rows } = await tx.query(
    `select stream, coalesce(event #> '{data,replacement,data}', event #> '{data}') as promised
       from ${schema}.timeline
      where stream = any($1)
        and (type = 'CommitmentAnnounced'
             or type = 'CorrectionRecorded' and event #>> '{data,replacement,type}' = 'CommitmentAnnounced')
      order by position`,
    [[...wanted]],
  );
  for (const { stream, promised } of rows as readonly {
    readonly stream: string;
    readonly promised: Promised;
  }[])
    before.set(stream, promisedTo(before.get(stream), promised));
  return before;
}
