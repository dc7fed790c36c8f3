/** What an actor's key led to: one row for each event, or one without an event where there was none. */
export const findAppendSql = /* sql */ `
select i.fingerprint,
       to_char(i.recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as recorded_at,
       e.position, e.stream_id as stream, e.version, e.type, e.event_id as id
  from ledger.idempotency i
  left join ledger.events e on e.position between i.first_position and i.last_position
 where i.actor = $1 and i.key = $2
 order by e.position`;
