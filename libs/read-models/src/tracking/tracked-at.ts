import { commitmentStream, isCommitmentEvent, type LedgerEvent } from '#libs/domain';
import { type Snapshot } from '../snapshot.ts';
import { track, type Tracked } from './tracked.ts';
import { type TrackingRow } from './tracking.tables.ts';

/** The columns that make a tracked commitment, as they come from a query: `select ${TRACKED_COLUMNS} from tracking t`. */
export const TRACKED_COLUMNS =
  't.commitment, t.known, t.facts, t.first_position as "firstPosition", t.position';

/** A row of TRACKED_COLUMNS. */
export type TrackedColumns = Pick<
  TrackingRow,
  'commitment' | 'known' | 'facts' | 'firstPosition' | 'position'
>;

/**
 * The commitments for which a condition on `tracking t` holds, as they were known at the position asked for. The
 * condition sees what is known today and may use `$1`, `$2` … for its values, so it may only look at the announcement.
 */
export async function trackedWhere(
  snapshot: Snapshot,
  condition: string,
  values: readonly unknown[],
): Promise<readonly Tracked[]> {
  const { knownAt } = snapshot.at;
  const known = knownAt === undefined ? '' : `and t.first_position <= $${values.length + 1}`;
  const rows = await snapshot.manager.query<TrackedColumns[]>(
    `select ${TRACKED_COLUMNS} from read_models.tracking t where (${condition}) ${known} order by t.first_position`,
    knownAt === undefined ? [...values] : [...values, knownAt],
  );
  if (knownAt === undefined) return rows;
  const later = rows.filter(({ position }) => position > knownAt).map(({ commitment }) => commitment);
  const refolded = await refold(snapshot, later, knownAt);
  return rows.flatMap((row) => (row.position > knownAt ? (refolded.get(row.commitment) ?? []) : row));
}

/** Commitments as the ledger knew them at a position, folded anew from the events up to there. */
export async function refold(
  { manager }: Snapshot,
  commitments: readonly string[],
  knownAt: number,
): Promise<ReadonlyMap<string, Tracked>> {
  const tracked = new Map<string, Tracked>();
  if (commitments.length === 0) return tracked;
  const rows = await manager.query<{ position: number; event: LedgerEvent }[]>(
    `select position, event from read_models.timeline
      where stream = any($1) and position <= $2 order by position`,
    [commitments.map(commitmentStream), knownAt],
  );
  for (const { position, event } of rows) {
    if (!isCommitmentEvent(event)) continue;
    const { commitment } = event.data;
    tracked.set(commitment, track(tracked.get(commitment), event, position));
  }
  return tracked;
}
