/** A time as whole microseconds since 1970. */
const microseconds = '(extract(epoch from recorded_at) * 1000000)::bigint';

/** One round trip for one append: see ledger.append_optimistic for what it asks and answers. */
export const appendSql = /* sql */ `
select 1, outcome, first_position, last_position, ${microseconds}, moved_stream, expected_version, actual_version
  from ledger.append_optimistic($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`;

/** One round trip for many: see ledger.append_batch_optimistic. */
export const appendBatchSql = /* sql */ `
select first_position, ${microseconds}, alone
  from ledger.append_batch_optimistic($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)`;
