/**
 * The log. `position` is given by `ledger.append` from `ledger.head`, never by a sequence: a sequence numbers at
 * insert, not at commit, and a reader polling it loses what commits late.
 *
 * `stream_id` and `type` are compared as bytes, so that no upgrade of a collation library can reorder an index.
 */
export const events = /* sql */ `
create table ledger.events (
  position       bigint      not null,
  stream_id      text        collate "C" not null,
  version        int         not null,
  event_id       uuid        not null,
  type           text        collate "C" not null,
  schema         int         not null,
  occurred       text        not null,
  recorded_at    timestamptz not null,
  actor          text        not null,
  correlation_id uuid        not null,
  causation_id   uuid,
  body           text        not null,

  constraint events_position_key primary key (position),
  constraint events_stream_version_key unique (stream_id, version),
  constraint events_event_id_key unique (event_id),
  constraint events_numbers_from_one check (position >= 1 and version >= 1 and schema >= 1),
  constraint events_names_bounded check (
    octet_length(stream_id) between 1 and 255
    and octet_length(type) between 1 and 100
    and octet_length(actor) between 1 and 255
  ),
  constraint events_body_bounded check (octet_length(body) between 2 and 65000)
);
create index events_type_position on ledger.events (type, position);

comment on table  ledger.events is 'Everything that was ever recorded. Append-only.';
comment on column ledger.events.position is 'Dense and gap-free over the whole ledger, in commit order, from 1.';
comment on column ledger.events.recorded_at is 'Strictly grows with position; given under the head lock.';
comment on column ledger.events.body is 'The exact RFC 8785 text that is hashed and published.';
`;
