/**
 * What each caller's Idempotency-Key led to. An append of no events is remembered too: its range is empty, with
 * `first_position` one above `last_position`.
 */
export const idempotency = /* sql */ `
create table ledger.idempotency (
  actor          text        collate "C" not null,
  key            text        collate "C" not null check (octet_length(key) between 1 and 255),
  fingerprint    text        not null check (octet_length(fingerprint) between 1 and 255),
  first_position bigint      not null check (first_position >= 1),
  last_position  bigint      not null,
  recorded_at    timestamptz not null,

  constraint idempotency_key primary key (actor, key),
  constraint idempotency_range check (last_position >= first_position - 1)
);

comment on table ledger.idempotency is 'The first answer to each key, by whom it was asked. Append-only.';
`;
