import { commitmentStream, isCommitmentEvent, type LedgerEvent } from '#libs/domain';
import { type Snapshot } from '../snapshot.ts';
import { track, type Placed, type Tracked } from './tracked.ts';
import { type TrackingRow } from './tracking.tables.ts';

/** The columns that make a tracked commitment, as they come from a query: `select ${TRACKED_COLUMNS} from tracking t`. */
export const TRACKED_COLUMNS = `t.commitment, t.announced, t.first_position as "firstPosition", t.position,
  (select coalesce(json_agg(json_build_object('position', f.position, 'event', f.event) order by f.position), '[]')
     from read_models.tracking_facts f where f.commitment = t.commitment) as later`;

/** A row of TRACKED_COLUMNS. */
export interface TrackedColumns extends Pick<
  TrackingRow,
  'commitment' | 'announced' | 'firstPosition' | 'position'
> {
  readonly later: readonly Placed[];
}

/** The commitment in a row. */
export const trackedIn = ({
  announced,
  firstPosition,
  later,
}: Pick<TrackedColumns, 'announced' | 'firstPosition' | 'later'>): Tracked =>
  track(undefined, [
    { position: firstPosition, event: { type: 'CommitmentAnnounced', data: announced } },
    ...later,
  ]);

/**
 * The commitments for which a condition on `tracking t` holds, as they were known at the position asked for. The
 * condition sees what is known today and may use `$1`, `$2` … for its values, so it may only look at what is announced.
 * Of a commitment whose terms have changed it sees all that any of them name: whoever asks for a party or unit looks at
 * the terms in force once more.
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
  if (knownAt === undefined) return rows.map(trackedIn);
  const later = rows.filter(({ position }) => position > knownAt).map(({ commitment }) => commitment);
  const refolded = await refold(snapshot, later, knownAt);
  return rows.flatMap((row) =>
    row.position > knownAt ? (refolded.get(row.commitment) ?? []) : trackedIn(row),
  );
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
    const { commitment } = event.data;
    const placed = streams.get(commitment) ?? [];
    streams.set(commitment, placed);
    placed.push({ position, event });
  }
  return new Map([...streams].map(([commitment, placed]) => [commitment, track(undefined, placed)]));
}
