/**
 * What each caller's Idempotency-Key led to. An append of no events is remembered too: its range is empty, with
 * `first_position` one above `last_position`.
 */
export const idempotency = /* sql */ `
create table ledger.idempotency (
  actor          ledger.name not null,
  key            ledger.name not null,
  fingerprint    ledger.name not null,
  first_position ledger.number_from_one not null,
  last_position  ledger.number_from_zero not null,
  recorded_at    timestamptz not null,

  constraint idempotency_key primary key (actor, key)
);

comment on table ledger.idempotency is 'The first answer to each key, by whom it was asked. Append-only.';
`;
