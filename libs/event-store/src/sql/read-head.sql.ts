/** The last position and its event's time. The head's own time may be later: it is a promise, not a record. */
export const readHeadSql = /* sql */ `
select h.position, to_char(e.recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as recorded_at
  from ledger.head h
  left join ledger.events e on e.position = h.position`;
