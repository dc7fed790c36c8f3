/**
 * Where the partitions ended when the relay stood at a position. By this history a reader of the topic knows what it is
 * true as of: the newest checkpoint of which it has passed every end offset.
 */
export const relayCheckpoints = /* sql */ `
create table ledger.relay_checkpoints (
  position    bigint      not null,
  generation  bigint      not null,
  end_offsets bigint[]    not null,
  at          timestamptz not null default clock_timestamp(),

  constraint relay_checkpoints_key primary key (position, generation)
);

comment on table ledger.relay_checkpoints is 'The relay''s recent checkpoints; the relay prunes it.';
`;
