/** Source documents by what they contain: the name is the hash, and the database checks it. */
export const documents = /* sql */ `
create table ledger.documents (
  sha256     text        collate "C" not null primary key,
  bytes      bytea       not null,
  media_type text        not null check (octet_length(media_type) between 1 and 255),
  added_at   timestamptz not null default clock_timestamp(),
  added_by   text        not null check (octet_length(added_by) between 1 and 255),

  constraint documents_sha256_is_hex check (sha256 ~ '^[0-9a-f]{64}$'),
  constraint documents_sha256_is_of_bytes check (sha256 = encode(sha256(bytes), 'hex'))
);

comment on table ledger.documents is 'The bytes that evidence points into, named by their SHA-256. Append-only.';
`;
