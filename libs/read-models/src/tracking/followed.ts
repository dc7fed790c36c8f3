import { standpointOn, type Known, type Standpoint } from '#libs/domain';
import { columnsOf } from '../event-table.ts';
import { type ProjectionTransaction } from '../projection.ts';
import { Recollection } from '../recollection.ts';
import { trackedIn, type TrackedColumns } from './tracked-at.ts';
import { trackingSpansTable, type TrackingSpanRow } from './tracking.tables.ts';

/** A commitment as the projection goes on with it. */
export interface Followed {
  readonly known: Known;
  readonly spans: readonly TrackingSpanRow[];
  readonly firstPosition: number;
  readonly announcedPosition: number;
  /** Where it stands with the last event, which its next change is told from. */
  readonly standpoint: Standpoint;
  /** Of the last event folded in. */
  readonly position: number;
}

/** In facts and spans, of which each takes about 1 KB. */
const REMEMBERED = 30_000;
const recollection = new Recollection<Followed>(
  REMEMBERED,
  ({ known, spans }) => 1 + 2 * known.recorded.length + spans.length,
);

/** Keeps what was made of a commitment, for the next time that something is told of it. */
export const remember = (build: string, followed: Followed): void => {
  recollection.set(build, followed.known.announced.commitment, followed);
};

/**
 * What is known of these commitments so far, by id; those of which nothing is are left out.
 *
 * The rows decide: what is remembered is used only where the row stands at the very position it was made of, since what is
 * known at a position never changes. After a rollback, or where another process has folded meanwhile, it is read anew.
 */
export async function readFollowed(
  tx: ProjectionTransaction,
  schema: string,
  build: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Followed>> {
  const remembered = ids.map((id) => recollection.get(build, id));
  const { rows } = await tx.query({
    name: `${schema}-followed`,
    text: followedSelect(schema),
    values: [ids, remembered.map((followed) => followed?.position ?? 0)],
  });
  const found = new Map<string, Followed>();
  for (const row of rows as readonly FollowedColumns[]) {
    const followed = row.facts === null ? remembered[row.ordinal - 1] : read(row);
    if (followed) found.set(row.commitment, followed);
  }
  return found;
}

type FollowedColumns = { readonly commitment: string; readonly ordinal: number } & (
  | (Pick<TrackedColumns, 'facts'> & {
      readonly spans: readonly TrackingSpanRow[];
      readonly position: string;
      readonly toldOn: string;
    })
  | { readonly facts: null }
);

function read(row: Exclude<FollowedColumns, { readonly facts: null }>): Followed {
  const { known, firstPosition, announcedPosition } = trackedIn(row);
  const { spans, position, toldOn } = row;
  const standpoint = standpointOn(known, toldOn);
  return { known, spans, firstPosition, announcedPosition, standpoint, position: Number(position) };
}

const spanColumns = columnsOf(trackingSpansTable)
  .map(({ property, name }) => `'${property}', s.${name}`)
  .join(', ');

// By `case`, since a lateral join would read what it then throws away.
const followedSelect = (schema: string): string => `
select t.commitment, asked.ordinal::int, t.position,
       case when t.position <> asked.position then (
         select coalesce(json_agg(json_build_object('position', f.position, 'event', f.event) order by f.position), '[]')
           from ${schema}.tracking_facts f where f.commitment = t.commitment) end as facts,
       case when t.position <> asked.position then (
         select max(f.told_on)::text from ${schema}.tracking_facts f where f.commitment = t.commitment) end as "toldOn",
       case when t.position <> asked.position then (
         select coalesce(json_agg(json_build_object(${spanColumns}) order by s.valid_from), '[]')
           from ${schema}.tracking_spans s where s.commitment = t.commitment) end as spans
  from unnest($1::text[], $2::bigint[]) with ordinality as asked (commitment, position, ordinal)
  join ${schema}.tracking t on t.commitment = asked.commitment`;
