/**
 * What may stand in the columns that every append writes. These bounds are types and not CHECK constraints of the tables,
 * because Postgres reads the constraints of a table anew from their stored text for each statement that writes to it: 13 %
 * of all that a lonely append cost it. The check of a type is part of the plan.
 */
export const columnTypes = /* sql */ `
create domain ledger.number_from_one as bigint constraint events_numbers_from_one check (value >= 1);
create domain ledger.small_number_from_one as int constraint events_numbers_from_one check (value >= 1);
create domain ledger.number_from_zero as bigint constraint head_number_from_zero check (value >= 0);
create domain ledger.only_true as boolean constraint head_only_true check (value);
create domain ledger.name as text collate "C"
  constraint events_names_bounded check (octet_length(value) between 1 and 255);
create domain ledger.type_name as text collate "C"
  constraint events_names_bounded check (octet_length(value) between 1 and 100);
create domain ledger.sealed_body as text
  constraint events_body_bounded check (octet_length(value) between 2 and 65000);
`;
