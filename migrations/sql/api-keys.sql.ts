/** Who may come in. Only the hash of a key is kept, and a key is never deleted: its name stands on events. */
export const apiKeys = /* sql */ `
create table ledger.api_keys (
  id         uuid        not null primary key,
  name       text        not null check (octet_length(name) between 1 and 255),
  role       text        not null check (role in ('reader', 'recorder', 'auditor', 'admin')),
  hash       bytea       not null unique check (octet_length(hash) = 32),
  created_at timestamptz not null default clock_timestamp(),
  created_by text        not null check (octet_length(created_by) between 1 and 255),
  revoked_at timestamptz
);

comment on table ledger.api_keys is 'SHA-256 of each key, whose it is and what it may do.';
`;
