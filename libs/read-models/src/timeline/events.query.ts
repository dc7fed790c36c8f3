import { type ObjectLiteral, type SelectQueryBuilder } from 'typeorm';
import { type AsOf, type Snapshot } from '../snapshot.ts';
import { becomesOne, crossesOne, labelAfter } from './changed.sql.ts';
import { timelineTable, type TimelineRow } from './timeline.table.ts';

/** What an event is to be: all conditions given must hold, each by any of its values. */
export interface EventWishes {
  readonly stream?: readonly string[];
  readonly type?: readonly string[];
  readonly party?: readonly string[];
  /** Of the commitment in whose stream an event stands. */
  readonly kind?: readonly string[];
  /** That this commitment has after the event. */
  readonly label?: readonly string[];
  /** That the event changed it to. */
  readonly becomes?: readonly string[];
  /** Decimals: the certain share went from below one of them to it or above. */
  readonly crosses?: readonly string[];
}

/** Which events are asked for. */
export interface EventFilter extends EventWishes {
  /** Only positions above this; 0 for all. */
  readonly after: number;
  readonly limit: number;
}

/** Where events stand in the store, which alone has their sealed bytes. */
export interface EventPositions {
  readonly positions: readonly number[];
  readonly asOf: AsOf;
}

/**
 * The positions of events in the order of the log, whatever day they tell of. None is beyond what the answer is true as
 * of: a partition may be ahead, and who went on from there would never see what another partition brings later.
 */
export async function eventPositionsQuery(
  { manager, at, asOf }: Snapshot,
  { after, limit, ...wishes }: EventFilter,
): Promise<EventPositions> {
  const events = manager
    .getRepository(timelineTable)
    .createQueryBuilder('event')
    .select('event.position', 'position')
    .where('event.position > :after and event.position <= :upTo', {
      after,
      upTo: Math.min(asOf.position, at.knownAt ?? asOf.position),
    })
    .orderBy('event.position')
    .limit(limit);
  eventsWhere(events, wishes);
  const rows = await events.getRawMany<{ position: number }>();
  return { positions: rows.map(({ position }) => position), asOf };
}

/** Leaves of a query of `event` what is wished for. */
export function eventsWhere(
  events: SelectQueryBuilder<TimelineRow>,
  { stream, type, party, kind, label, becomes, crosses }: EventWishes,
): void {
  for (const [column, values] of Object.entries({ stream, type, kind })) {
    if (values) events.andWhere(...isAmong(column, values));
  }
  if (party) events.andWhere('event.parties && :party::text[]', { party });
  if (label) events.andWhere(isLeftWith, { label });
  if (becomes) events.andWhere(hasChanged(becomesOne('c', ':becomes')), { becomes });
  if (crosses) events.andWhere(hasChanged(crossesOne('c', ':crosses')), { crosses });
}

/** One value by itself: its index then gives the rows in the order of positions, and no more of them than are wanted. */
const isAmong = (column: string, values: readonly string[]): [string, ObjectLiteral] =>
  values.length === 1
    ? [`event.${column} = :${column}`, { [column]: values[0] }]
    : [`event.${column} = any(:${column})`, { [column]: values }];

/** Of a label that is rare, the commitments that ever had it are found first, and no other event is looked at. */
const isLeftWith = `
  event.stream in (select 'commitment-' || h.commitment from ledger.changes h where h.to_label = any(:label))
  and ${labelAfter('event')} = any(:label)`;

const hasChanged = (how: string): string =>
  `event.position in (select c.position from ledger.changes c where ${how})`;
