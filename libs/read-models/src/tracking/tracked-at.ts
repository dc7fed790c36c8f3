import { columnsOf, recordsOf } from '../event-table.ts';
import { type Snapshot } from '../snapshot.ts';
import { track, trackingRow, type Placed, type Tracked } from './tracked.ts';
import { trackingTable, type TrackingRow } from './tracking.tables.ts';

/**
 * The columns that make a tracked commitment, as they come from a query of `tracking t`.
 *
 * @param knownAt the place of a position among the parameters (`$1`): what was recorded later is left out, which is all it
 * takes to know what was known then, since facts are kept as they came and are folded when asked for.
 */
export const trackedColumns = (knownAt?: string): string => `
  t.commitment, t.position,
  (select coalesce(json_agg(json_build_object('position', f.position, 'event', f.event) order by f.position), '[]')
     from read_models.tracking_facts f
    where f.commitment = t.commitment${knownAt === undefined ? '' : ` and f.position <= ${knownAt}`}) as facts`;

/** A row of {@link trackedColumns}; `position` is that of the last event known today. */
export interface TrackedColumns extends Pick<TrackingRow, 'commitment' | 'position'> {
  /** Its events, corrections among them; the first is its announcement. */
  readonly facts: readonly Placed[];
}

/** The commitment in a row. */
export const trackedIn = ({ facts }: Pick<TrackedColumns, 'facts'>): Tracked => track(undefined, facts);

/**
 * The commitments for which a condition on `tracking t` holds, as they were known at the position asked for, but for those
 * whose announcement is retracted. The condition may use `$1`, `$2` … for its values. It may only look at the
 * announcement, which it sees as it was known then; of a commitment whose terms have changed it sees all that any of them
 * name, so that whoever asks for a party or unit looks at the terms in force once more.
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
  const place = knownAt === undefined ? undefined : `$${given.push(knownAt)}`;
  const from = place === undefined ? 'read_models.tracking' : await rowsAt(snapshot, place, given);
  const rows = await snapshot.manager.query<TrackedColumns[]>(
    `select ${trackedColumns(place)} from ${from} t where (${condition}) order by t.first_position`,
    given,
  );
  return rows.map(trackedIn);
}

/** The rows of `tracking` with announcements as they were known then; few are corrected, and only those are worked out. */
async function rowsAt(snapshot: Snapshot, place: string, values: unknown[]): Promise<string> {
  const corrected = [...(await correctedSince(snapshot)).values()].map((tracked) => trackingRow(tracked));
  const all = columnsOf(trackingTable);
  const live = `select ${all.map(({ name }) => name).join(', ')} from read_models.tracking where announced_position <= ${place}`;
  if (corrected.length === 0) return `(${live})`;
  const records = recordsOf(trackingTable, `$${values.push(JSON.stringify(corrected))}`);
  return `(${live} union all select ${all.map(({ property }) => `given."${property}"`).join(', ')} from ${records})`;
}

/**
 * The commitments known at the position asked for of which something was corrected later, by id, as they were then. That
 * the two positions differ says nothing more, but names the index that holds only what was ever corrected: without it, to
 * ask for one commitment meant to read through all of them.
 */
export async function correctedSince({ manager, at }: Snapshot): Promise<ReadonlyMap<string, Tracked>> {
  const { knownAt } = at;
  if (knownAt === undefined) return new Map();
  const rows = await manager.query<TrackedColumns[]>(
    `select ${trackedColumns('$1')} from read_models.tracking t
      where t.announced_position > $1 and t.first_position <= $1 and t.announced_position > t.first_position`,
    [knownAt],
  );
  return new Map(rows.map((row) => [row.commitment, trackedIn(row)]));
}

/** Some 10 MB of facts, at five to a commitment. */
const AT_ONCE = 2_000;

/**
 * The commitments known at a position of which more is known by now, as they were then, some at a time: what is made of
 * them is kept and they are not.
 */
export async function* trackedDifferently(
  { manager }: Snapshot,
  knownAt: number,
  atOnce = AT_ONCE,
): AsyncGenerator<readonly Tracked[], void> {
  let after = '';
  for (;;) {
    const rows = await manager.query<TrackedColumns[]>(
      `select ${trackedColumns('$1')} from read_models.tracking t
        where t.first_position <= $1 and t.position > $1 and t.commitment > $2 order by t.commitment limit $3`,
      [knownAt, after, atOnce],
    );
    if (rows.length > 0) yield rows.map(trackedIn);
    if (rows.length < atOnce) return;
    after = rows.at(-1)?.commitment ?? after;
  }
}
