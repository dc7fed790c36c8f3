/**
 * How far the events have been published. One row, moved only by the relay that holds the epoch it read.
 *
 * The topic is disposable. A **generation** is one publishing of the whole log into it: a topic that was deleted, emptied
 * or cut begins the next, at `start_offsets`. Arrays have one element per partition, partition 0 first.
 */
export const relayState = /* sql */ `
create table ledger.relay_state (
  only_row      boolean     not null default true primary key check (only_row),
  ledger        uuid        not null default gen_random_uuid(),
  epoch         bigint      not null default 0,
  generation    bigint      not null default 0,
  topic         text        not null default '',
  position      bigint      not null default 0 check (position >= 0),
  highest       bigint      not null default 0 check (highest >= position),
  start_offsets bigint[]    not null default '{}',
  end_offsets   bigint[]    not null default '{}',
  end_positions bigint[]    not null default '{}',
  moved_at      timestamptz not null default clock_timestamp(),

  constraint relay_state_one_element_per_partition check (
    cardinality(end_offsets) = cardinality(start_offsets)
    and cardinality(end_positions) = cardinality(start_offsets)
  )
) with (fillfactor = 10);
insert into ledger.relay_state default values;

comment on table  ledger.relay_state is 'How far the relay has published, in its own words only after the broker''s.';
comment on column ledger.relay_state.ledger is 'Whose events these are: the source of every CloudEvent, so that two ledgers on one topic do not mix.';
comment on column ledger.relay_state.epoch is 'Grows with each new leader; a write by an older one finds no row.';
comment on column ledger.relay_state.topic is 'Which topic of which cluster the generation is published to.';
comment on column ledger.relay_state.position is 'Every event up to here is in the topic, in this generation.';
comment on column ledger.relay_state.highest is 'The highest position of any generation: a republishing below it is unfinished.';
comment on column ledger.relay_state.end_positions is 'The last position in each partition; 0 where there is none.';
`;
