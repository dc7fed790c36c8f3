/**
 * What each event changed of the state of a commitment, told once and for all. It stands beside the read models and not
 * among them: those come and go, and what subscribers were told does not.
 *
 * - `changes`: each change under the position of its event, as RFC 8785 text. Rows are inserted and nothing else.
 * - `changes_waiting`: those that have no number yet.
 * - `change_numbers`: the order in which changes are published, dense, from 1. A change of an event that was parked comes
 *   late and so has a higher number than others of later events. A table of its own, because to update a row of `changes`
 *   is to write all of it, and every index of it, a second time.
 */
export const changes = /* sql */ `
create table ledger.changes (
  position    bigint not null primary key,
  commitment  text   collate "C" not null,
  event_id    uuid   not null,
  recorded_at text   collate "C" not null,
  body        text   collate "C" not null
);
create index changes_commitment on ledger.changes (commitment, position);

create table ledger.changes_waiting (position bigint not null primary key);

create table ledger.change_numbers (
  number   bigint not null primary key,
  position bigint not null unique
);

create function ledger.announce_changes() returns trigger
language plpgsql as $function$
begin
  perform pg_notify('ledger_changes_waiting', '');
  return null;
end
$function$;

create trigger announce after insert on ledger.changes_waiting
  for each statement execute function ledger.announce_changes();

comment on table ledger.changes is 'What each event changed of the state of a commitment; written by the projector.';
comment on table ledger.change_numbers is 'In which order changes are published; readers go on after a number.';
`;

/**
 * How far the changes have been numbered and published: one row, as `ledger.relay_state` is of the events, with numbers in
 * place of positions.
 */
export const changesState = /* sql */ `
create table ledger.changes_state (
  like ledger.relay_state including all,
  numbered bigint not null default 0 check (numbered >= position)
) with (fillfactor = 10);
insert into ledger.changes_state (ledger) select ledger from ledger.relay_state;

comment on table  ledger.changes_state is 'How far the changes are numbered, and published in this generation of their topic.';
comment on column ledger.changes_state.numbered is 'The last number given.';
`;

/** The projector tells, the relay numbers and publishes, and whoever serves subscribers reads. */
export const changesGrants = /* sql */ `
revoke all on ledger.changes, ledger.changes_waiting, ledger.change_numbers, ledger.changes_state from public;
revoke all on function ledger.announce_changes from public;

grant select, insert on ledger.changes to ledger_projector;
grant insert on ledger.changes_waiting to ledger_projector;

grant select on ledger.changes to ledger_relay;
grant select, insert on ledger.change_numbers to ledger_relay;
grant select, delete on ledger.changes_waiting to ledger_relay;
grant select, update on ledger.changes_state to ledger_relay;
grant select on ledger.changes_waiting to ledger_api;

grant select on ledger.changes, ledger.change_numbers, ledger.changes_state to ledger_api, ledger_dispatcher;
`;
