import { eventColumns } from './event-columns.ts';

/** Whole streams up to a position, each in the order of its versions. */
export const readStreamsSql = /* sql */ `
select ${eventColumns}
  from ledger.events e
 where e.stream_id = any ($1) and e.position <= $2
 order by e.stream_id, e.version`;
