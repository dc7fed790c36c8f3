import { sealedColumns } from './event-columns.ts';

/**
 * Streams after a version each and up to a position, in the order of versions: that is how the index of each gives them, and a join
 * with what refers to its row has only one way to go.
 *
 * The sum keeps the planner from looking for the position in its index. Not knowing the values, it takes "up to" for a
 * third of the log, and while the log is short it would read all of it.
 *
 * The limit is none, which the planner does not know beforehand: it counts on having to give a tenth. Counting on all, it
 * gathers the rows of a stream by a bitmap and sorts them before it gives the first, and nobody makes anything of those
 * meanwhile: a stream of 1,000 took a quarter longer. The index gives them in the order in which they lie in the table.
 */
export const readStreamsSql = /* sql */ `
select ${sealedColumns}
  from unnest($1::text[], $2::int[]) wanted (name, version)
 cross join lateral (
   select * from ledger.events e
    where e.stream_id = wanted.name and e.version > wanted.version and e.position + 0 <= $3
    order by e.version
    limit (select null::bigint)
 ) e`;
