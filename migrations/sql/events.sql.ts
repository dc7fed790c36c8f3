/**
 * The log. `position` is given by `ledger.append` from `ledger.head`, never by a sequence: a sequence numbers at
 * insert, not at commit, and a reader polling it loses what commits late.
 *
 * `stream_id` and `type` are compared as bytes, so that no upgrade of a collation library can reorder an index.
 */
export const events = /* sql */ `
create table ledger.events (
  position       ledger.number_from_one not null,
  stream_id      ledger.name not null,
  version        ledger.small_number_from_one not null,
  event_id       uuid        not null,
  type           ledger.type_name not null,
  schema         ledger.small_number_from_one not null,
  occurred       text        not null,
  recorded_at    timestamptz not null,
  actor          ledger.name not null,
  correlation_id uuid        not null,
  causation_id   uuid,
  body           ledger.sealed_body not null,

  constraint events_position_key primary key (position),
  constraint events_stream_version_key unique (stream_id, version),
  constraint events_event_id_key unique (event_id)
);
create index events_type_position on ledger.events (type, position);

comment on table  ledger.events is 'Everything that was ever recorded. Append-only.';
comment on column ledger.events.position is 'Dense and gap-free over the whole ledger, in commit order, from 1.';
comment on column ledger.events.recorded_at is 'Strictly grows with position; given under the head lock.';
comment on column ledger.events.body is 'The exact RFC 8785 text that is hashed and published.';
`;
