import { type Snapshot } from '../snapshot.ts';
import { track, type Placed, type Tracked } from './tracked.ts';
import { type TrackingRow } from './tracking.tables.ts';

/**
 * The columns that make a tracked commitment, as they come from a query of `tracking t`.
 *
 * @param knownAt the place of a position among the parameters (`$1`): what was recorded later is left out, which is all it
 * takes to know what was known then, since facts are kept as they came and are folded when asked for.
 */
export const trackedColumns = (knownAt?: string): string => `
  t.commitment, t.announced, t.first_position as "firstPosition", t.position,
  (select coalesce(json_agg(json_build_object('position', f.position, 'event', f.event) order by f.position), '[]')
     from read_models.tracking_facts f
    where f.commitment = t.commitment${knownAt === undefined ? '' : ` and f.position <= ${knownAt}`}) as later`;

/** A row of {@link trackedColumns}; `position` is that of the last event known today. */
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
 * condition sees what is known today and may use `$1`, `$2` … for its values, so it may only look at the announcement.
 */
export async function trackedWhere(
  snapshot: Snapshot,
  condition: string,
  values: readonly unknown[],
): Promise<readonly Tracked[]> {
  const { knownAt } = snapshot.at;
  const place = `$${values.length + 1}`;
  const [columns, known] =
    knownAt === undefined
      ? [trackedColumns(), '']
      : [trackedColumns(place), `and t.first_position <= ${place}`];
  const rows = await snapshot.manager.query<TrackedColumns[]>(
    `select ${columns} from read_models.tracking t where (${condition}) ${known} order by t.first_position`,
    knownAt === undefined ? [...values] : [...values, knownAt],
  );
  return rows.map(trackedIn);
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
