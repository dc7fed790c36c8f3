/** One round trip: see ledger.append for what it asks and answers. */
export const appendSql = /* sql */ `
select outcome, first_position, last_position,
       to_char(recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as recorded_at,
       moved_stream, expected_version, actual_version
  from ledger.append($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`;
