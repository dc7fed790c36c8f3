import { commitmentOf, commitmentStream, isCommitmentEvent, type LedgerEvent } from '#libs/domain';
import { columnsOf, recordsOf } from '../event-table.ts';
import { type Snapshot } from '../snapshot.ts';
import { track, trackingRow, type Placed, type Tracked } from './tracked.ts';
import { trackingTable, type TrackingRow } from './tracking.tables.ts';

/** The columns that make a tracked commitment, as they come from a query: `select ${TRACKED_COLUMNS} from tracking t`. */
export const TRACKED_COLUMNS = `t.commitment, t.position,
  (select coalesce(json_agg(json_build_object('position', f.position, 'event', f.event) order by f.position), '[]')
     from read_models.tracking_facts f where f.commitment = t.commitment) as facts`;

/** A row of TRACKED_COLUMNS. */
export interface TrackedColumns extends Pick<TrackingRow, 'commitment' | 'position'> {
  readonly facts: readonly Placed[];
}

/** The commitment in a row. */
export const trackedIn = ({ facts }: Pick<TrackedColumns, 'facts'>): Tracked => track(undefined, facts);

/**
 * The commitments for which a condition on `tracking t` holds, as they were known at the position asked for, but for those
 * whose announcement is retracted. The condition may use `$1`, `$2` … for its values, and looks at the announcement as it
 * was known then.
 */
export const trackedWhere = async (
  snapshot: Snapshot,
  condition: string,
  values: readonly unknown[],
): Promise<readonly Tracked[]> =>
  (await trackedOrRetracted(snapshot, condition, values)).filter(({ known }) => !known.retracted);

/** The same with those whose announcement is retracted, of which rows keep no more than the id. */
export async function trackedOrRetracted(
  snapshot: Snapshot,
  condition: string,
  values: readonly unknown[],
): Promise<readonly Tracked[]> {
  const { knownAt } = snapshot.at;
  const given = [...values];
  const from = knownAt === undefined ? 'read_models.tracking' : await rowsAt(snapshot, knownAt, given);
  const rows = await snapshot.manager.query<TrackedColumns[]>(
    `select ${TRACKED_COLUMNS} from ${from} t where (${condition}) order by t.first_position`,
    given,
  );
  if (knownAt === undefined) return rows.map(trackedIn);
  const later = rows.filter(({ position }) => position > knownAt).map(({ commitment }) => commitment);
  const refolded = await refold(snapshot, later, knownAt);
  return rows.flatMap((row) =>
    row.position > knownAt ? (refolded.get(row.commitment) ?? []) : trackedIn(row),
  );
}

/** The rows of `tracking` with the announcements as they were known then; few are corrected, and only those are refolded. */
async function rowsAt(snapshot: Snapshot, knownAt: number, values: unknown[]): Promise<string> {
  const parameter = (value: unknown): string => `$${values.push(value)}`;
  const corrected = [...(await correctedSince(snapshot)).values()].map((tracked) => ({
    ...trackingRow(tracked),
    // As it stands today, which tells that there is more to it than was known then.
    position: Number.MAX_SAFE_INTEGER,
  }));
  const all = columnsOf(trackingTable);
  return `(select ${all.map(({ name }) => name).join(', ')} from read_models.tracking
      where announced_position <= ${parameter(knownAt)}
     union all select ${all.map(({ property }) => `given."${property}"`).join(', ')}
      from ${recordsOf(trackingTable, parameter(JSON.stringify(corrected)))})`;
}

/** The commitments known at the position asked for of which something was corrected later, as they were known then. */
export async function correctedSince(snapshot: Snapshot): Promise<ReadonlyMap<string, Tracked>> {
  const { knownAt } = snapshot.at;
  if (knownAt === undefined) return new Map();
  const rows = await snapshot.manager.query<{ commitment: string }[]>(
    'select commitment from read_models.tracking where announced_position > $1 and first_position <= $1',
    [knownAt],
  );
  const ids = rows.map(({ commitment }) => commitment);
  return refold(snapshot, ids, knownAt);
}

/** Commitments as the ledger knew them at a position, folded anew from the events up to there. */
export async function refold(
  { manager }: Snapshot,
  commitments: readonly string[],
  knownAt: number,
): Promise<ReadonlyMap<string, Tracked>> {
  if (commitments.length === 0) return new Map();
  const rows = await manager.query<{ position: number; event: LedgerEvent }[]>(
    `select position, event from read_models.timeline
      where stream = any($1) and position <= $2 order by position`,
    [commitments.map(commitmentStream), knownAt],
  );
  const streams = new Map<string, Placed[]>();
  for (const { position, event } of rows) {
    if (!isCommitmentEvent(event)) continue;
    const commitment = commitmentOf(event);
    const placed = streams.get(commitment) ?? [];
    streams.set(commitment, placed);
    placed.push({ position, event });
  }
  return new Map([...streams].map(([commitment, placed]) => [commitment, track(undefined, placed)]));
}
