import { evidenceIn, type Evidence, type EventData, type EventType } from '#libs/domain';
import { dated, isCertainBy, type Dated } from '../days.ts';
import { chronologicalPage, type ChronologicalPage, type List } from '../page.ts';
import { type Snapshot } from '../snapshot.ts';
import { type Parameter } from '../told-anew.ts';
import { correctionsOf, type CorrectedBy } from './corrections.ts';
import { type References } from './references.ts';
import { sentenceOf } from './sentences.ts';
import { timelineTable, type TimelineRow } from './timeline.table.ts';

/** What a timeline is about: all that is named must be. With nothing named it is of everything. */
export interface TimelineSubject {
  readonly commitment?: string;
  /** A meeting, conference or signing. */
  readonly meeting?: string;
  readonly party?: string;
  readonly source?: string;
}

/** One fact in a timeline. */
export interface TimelineEntry extends References {
  readonly position: number;
  readonly eventId: string;
  readonly type: EventType;
  readonly occurred: Dated;
  /** False where its date leaves open whether it had happened by the day asked for. */
  readonly certain: boolean;
  readonly recordedAt: string;
  readonly recordedBy: string;
  readonly stream: string;
  /** The fact as one sentence, as it was recorded. */
  readonly summary: string;
  /** By what the record of it was corrected; null where it stands as it was recorded. */
  readonly corrected: CorrectedBy | null;
  readonly evidence: readonly Evidence[];
  readonly data: EventData<EventType>;
}

/**
 * What happened, by its day and not by when it was recorded, including what stands in other streams and names the
 * subject: the package or conference that counts towards a commitment, the part that was promised later.
 *
 * @throws BadCursor
 */
export async function timelineQuery(
  snapshot: Snapshot,
  { commitment, meeting, party, source }: TimelineSubject,
  page: ChronologicalPage,
): Promise<List<TimelineEntry>> {
  const named = { commitments: commitment, meetings: meeting, parties: party, sources: source };
  const where = (parameter: Parameter) =>
    Object.entries(named).flatMap(([column, id]) =>
      id === undefined ? [] : [`fact.${column} @> array[${parameter(id)}]::text[]`],
    );
  const { rows, next } = await chronologicalPage({ table: timelineTable, where }, page, snapshot);
  const correctedBy = await correctionsOf(snapshot, rows);
  const items = rows.map((row) => entryOf(row, snapshot.at.validAt, correctedBy(row)));
  return { items, next, asOf: snapshot.asOf };
}

/** A row for an answer. */
export function entryOf(row: TimelineRow, validAt: string, corrected: CorrectedBy | null): TimelineEntry {
  const { position, eventId, type, occurred, recordedAt, actor, stream, event } = row;
  const { commitments, meetings, sources, parties } = row;
  return {
    position,
    eventId,
    type,
    occurred: dated(occurred),
    certain: isCertainBy(validAt, occurred),
    recordedAt,
    recordedBy: actor,
    stream,
    summary: sentenceOf(event),
    corrected,
    commitments,
    meetings,
    sources,
    parties,
    evidence: evidenceIn(event).map(({ item }) => item),
    data: event.data,
  };
}
