/**
 * One row: where the log ends. Whoever appends locks it first, so it serialises writers; that is what makes
 * positions dense and the version check that follows exact.
 *
 * `recorded_at` is a promise: no event will be recorded at or before it. It is the time of the last event, or later
 * where `ledger.position_at` has answered for a later time.
 */
export const head = /* sql */ `
create table ledger.head (
  only_row    ledger.only_true not null default true primary key,
  position    ledger.number_from_zero not null,
  recorded_at timestamptz not null
) with (fillfactor = 10);
insert into ledger.head (position, recorded_at) values (0, '-infinity');

comment on table  ledger.head is 'Where the log ends. Locked by every append before anything else.';
comment on column ledger.head.recorded_at is 'Nothing will be recorded at or before this instant.';
`;
