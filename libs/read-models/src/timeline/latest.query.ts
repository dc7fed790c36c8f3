import { evidenceIn, type EventType } from '#libs/domain';
import { In } from 'typeorm';
import { sourcesNamed } from '../sources/sources.ts';
import { type AsOf, type Snapshot } from '../snapshot.ts';
import { trackingTable } from '../tracking/tracking.tables.ts';
import { eventsWhere, type EventWishes } from './events.query.ts';
import { sentenceOf } from './sentences.ts';
import { timelineTable, type TimelineRow } from './timeline.table.ts';

/** Which of the latest events are asked for. */
export interface LatestFilter extends EventWishes {
  /** Only positions below this; left out, from the last. */
  readonly before?: number;
  readonly limit: number;
}

/** A document that an event is taken from. */
export interface EventSource {
  readonly id: string;
  readonly publisher: string;
  readonly title: string;
  readonly address: string | null;
}

/** An event, told to people. */
export interface LatestEvent {
  readonly position: number;
  readonly id: string;
  readonly type: EventType;
  readonly occurred: string;
  readonly recordedAt: string;
  /** The fact as one sentence, as it was recorded. */
  readonly sentence: string;
  readonly parties: readonly string[];
  /** In whose stream it stands, as it was announced; null for an event of no commitment. */
  readonly commitment: {
    readonly id: string;
    readonly title: string;
    readonly kind: string;
    readonly committers: readonly string[];
    readonly beneficiaries: readonly string[];
  } | null;
  readonly sources: readonly EventSource[];
}

/** Some events, the last recorded first. */
export interface Latest {
  readonly events: readonly LatestEvent[];
  /** Send it as `before` for those before these; null where there are none. */
  readonly next: number | null;
  readonly asOf: AsOf;
}

/** The latest events in the order in which they were recorded, from the last, with what people need to understand them. */
export async function latestQuery(snapshot: Snapshot, filter: LatestFilter): Promise<Latest> {
  const { manager, at, asOf } = snapshot;
  const { before, limit, ...wishes } = filter;
  const upTo = Math.min(asOf.position, at.knownAt ?? asOf.position, (before ?? Infinity) - 1);
  const found = manager
    .getRepository(timelineTable)
    .createQueryBuilder('event')
    .where('event.position <= :upTo', { upTo })
    .orderBy('event.position', 'DESC')
    .limit(limit + 1);
  eventsWhere(found, wishes);
  const rows = await found.getMany();
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const [commitments, publications] = [
    await commitmentsOf(snapshot, shown),
    await sourcesOf(snapshot, shown),
  ];
  return {
    events: shown.map((row) => ({
      position: row.position,
      id: row.eventId,
      type: row.type,
      occurred: row.occurred,
      recordedAt: row.recordedAt,
      sentence: sentenceOf(row.event),
      parties: row.parties,
      commitment: commitments.get(row.stream) ?? null,
      sources: sourceIds(row).flatMap((id) => publications.get(id) ?? []),
    })),
    next: rows.length > limit && last ? last.position : null,
    asOf,
  };
}

const COMMITMENT = 'commitment-';

async function commitmentsOf(
  { manager }: Snapshot,
  rows: readonly TimelineRow[],
): Promise<ReadonlyMap<string, NonNullable<LatestEvent['commitment']>>> {
  const ids = rows
    .filter(({ stream }) => stream.startsWith(COMMITMENT))
    .map(({ stream }) => stream.slice(COMMITMENT.length));
  const found = await manager.getRepository(trackingTable).findBy({ commitment: In([...new Set(ids)]) });
  return new Map(
    found.map(({ commitment, announced: { title, kind, committers, beneficiaries } }) => [
      `${COMMITMENT}${commitment}`,
      { id: commitment, title, kind, committers, beneficiaries },
    ]),
  );
}

/** A source is what its own registration is taken from. */
const sourceIds = ({ event, sources: named }: TimelineRow): readonly string[] =>
  event.type === 'SourceRegistered' ? named : [...new Set(evidenceIn(event).map(({ item }) => item.source))];

async function sourcesOf(
  snapshot: Snapshot,
  rows: readonly TimelineRow[],
): Promise<ReadonlyMap<string, EventSource>> {
  const found = await sourcesNamed(snapshot, [...new Set(rows.flatMap(sourceIds))]);
  return new Map(
    found.map(({ id, data: { publisher, title, address } }) => [
      id,
      { id, publisher, title, address: address ?? null },
    ]),
  );
}
