import { type Snapshot } from '../snapshot.ts';
import { timelineTable } from './timeline.table.ts';

/** Whom and what an event concerns. */
export interface EventConcern {
  readonly position: number;
  readonly parties: readonly string[];
  /** Of the commitment in whose stream it stands; null in other streams. */
  readonly kind: string | null;
}

/** What is known of a stretch of the log. */
export interface EventConcerns {
  /** In no particular order; of an event that is parked there is none. */
  readonly concerns: readonly EventConcern[];
  /** The last position that was looked at. */
  readonly upTo: number;
}

/** Whom the events after a position concern, of so many at most and none beyond what the answer is true as of. */
export async function eventConcernsQuery(
  { manager, asOf }: Snapshot,
  after: number,
  limit: number,
): Promise<EventConcerns> {
  const upTo = Math.max(after, Math.min(asOf.position, after + limit));
  const concerns = await manager
    .getRepository(timelineTable)
    .createQueryBuilder('event')
    .select('event.position', 'position')
    .addSelect('event.parties', 'parties')
    .addSelect('event.kind', 'kind')
    .where('event.position > :after and event.position <= :upTo', { after, upTo })
    .getRawMany<EventConcern>();
  return { concerns, upTo };
}
