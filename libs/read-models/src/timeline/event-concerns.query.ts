import { type Snapshot } from '../snapshot.ts';
import { labelAfter } from './changed.sql.ts';

/** How a commitment stood: its label, and the certain share of it, where that is measured. */
export interface Stood {
  readonly label: string;
  readonly share: { readonly lo: string } | null;
}

/** Whom and what an event concerns. */
export interface EventConcern {
  readonly position: number;
  readonly parties: readonly string[];
  /** Of the commitment in whose stream it stands; null in other streams. */
  readonly kind: string | null;
  /** That the commitment has after it; null in other streams, and of what is retracted. */
  readonly label: string | null;
  /** What it changed of the state of the commitment, if anything. */
  readonly change: { readonly from: Stood | null; readonly to: Stood | null } | null;
}

/** What is known of a stretch of the log. */
export interface EventConcerns {
  /** In no particular order; of an event that is parked there is none. */
  readonly concerns: readonly EventConcern[];
  /** The last position that was looked at. */
  readonly upTo: number;
}

interface Row extends Omit<EventConcern, 'change'> {
  readonly changes: boolean;
  readonly fromLabel: string | null;
  readonly toLabel: string | null;
  readonly fromShare: string | null;
  readonly toShare: string | null;
}

const concernsSql = /* sql */ `
select event.position, event.parties, event.kind, ${labelAfter('event')} as label,
       c.position is not null as changes, c.from_label as "fromLabel", c.to_label as "toLabel",
       c.from_share::text as "fromShare", c.to_share::text as "toShare"
  from read_models.timeline event
  left join ledger.changes c on c.position = event.position
 where event.position > $1 and event.position <= $2`;

/** Whom the events after a position concern, of so many at most and none beyond what the answer is true as of. */
export async function eventConcernsQuery(
  { manager, asOf }: Snapshot,
  after: number,
  limit: number,
): Promise<EventConcerns> {
  const upTo = Math.max(after, Math.min(asOf.position, after + limit));
  const rows = await manager.query<Row[]>(concernsSql, [after, upTo]);
  const concerns = rows.map(({ changes, fromLabel, toLabel, fromShare, toShare, ...concern }) => ({
    ...concern,
    change: changes ? { from: stood(fromLabel, fromShare), to: stood(toLabel, toShare) } : null,
  }));
  return { concerns, upTo };
}

const stood = (label: string | null, share: string | null): Stood | null =>
  label === null ? null : { label, share: share === null ? null : { lo: share } };
