/**
 * Which deadlines are still to be announced as passed: a note for the dispatcher of when to look at which commitment, made
 * from the log and lost without loss. What it then records follows from the commitment's own stream.
 */
export const deadlines = /* sql */ `
create table ledger.deadlines (
  commitment text collate "C" not null primary key,
  passed     date not null
);
create index deadlines_passed on ledger.deadlines (passed, commitment);

create table ledger.deadlines_noted (
  only_row boolean not null default true primary key check (only_row),
  position bigint  not null default 0 check (position >= 0)
) with (fillfactor = 10);
insert into ledger.deadlines_noted default values;

comment on table ledger.deadlines is 'Commitments of which a deadline is not yet announced as passed, and the day on which it has.';
comment on table ledger.deadlines_noted is 'Up to which position the log was gone through for deadlines.';
`;
