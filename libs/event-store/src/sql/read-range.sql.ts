/** The events of one append, which stand side by side. */
export const readRangeSql = /* sql */ `
select position, stream_id as stream, version, type, event_id as id
  from ledger.events
 where position between $1 and $2
 order by position`;
