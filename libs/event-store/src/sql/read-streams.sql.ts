import { eventColumns } from './event-columns.ts';

/**
 * Whole streams up to a position, each in the order of its versions: that is how the index of each gives them, and a join
 * with what refers to its row has only one way to go.
 *
 * The sum keeps the planner from looking for the position in its index. Not knowing the values, it takes "up to" for a
 * third of the log, and while the log is short it would read all of it.
 */
export const readStreamsSql = /* sql */ `
select ${eventColumns}
  from unnest($1::text[]) wanted (name)
 cross join lateral (
   select * from ledger.events e
    where e.stream_id = wanted.name and e.position + 0 <= $2
    order by e.version
 ) e`;
