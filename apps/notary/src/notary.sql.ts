/** Where the log of events ends, and whether it may grow. */
export const headSql = /* sql */ `select position, read_only_because from ledger.head`;

/** $1 number, $2 origin, $3 why the one before is not continued, $4 the policy. */
export const beginLogSql = /* sql */ `
insert into ledger.logs (number, origin, because, policy) values ($1, $2, $3, $4)
on conflict (number) do nothing`;

/** The keys that sign a log from now on, and no others. $1 log, $2 their verifier keys, $3 the policy. */
export const setKeysSql = /* sql */ `
with told as (
  update ledger.logs set policy = $3 where number = $1 and policy <> $3
), retired as (
  update ledger.log_keys set signs = false where log = $1 and signs and vkey <> all ($2::text[])
)
insert into ledger.log_keys (log, vkey) select $1, unnest($2::text[])
on conflict (log, vkey) do update set signs = true where not log_keys.signs`;

/** Every key that has signed a log. $1 log */
export const keysSql = /* sql */ `select vkey from ledger.log_keys where log = $1`;

/**
 * Tiles and the checkpoint over them, together. $1 log, $2 levels, $3 indexes, $4 hashes, $5 size, $6 root, $7 note, $8
 * whether it is published at once.
 */
export const sealSql = /* sql */ `
with grown as (
  insert into ledger.log_tiles (log, level, index, hashes)
  select $1, t.level, t.index, t.hashes
    from unnest($2::int[], $3::bigint[], $4::bytea[]) t (level, index, hashes)
  on conflict (log, level, index) do update set hashes = excluded.hashes
)
insert into ledger.log_checkpoints (log, size, root, note, published_at)
values ($1, $5, $6, $7, case when $8 then clock_timestamp() end)
returning number`;

/** $1 the checkpoint's number, $2 verifier keys of witnesses, $3 their lines, $4 whether it is published now. */
export const cosignedSql = /* sql */ `
with kept as (
  insert into ledger.log_cosignatures (checkpoint, witness, line)
  select $1, t.witness, t.line from unnest($2::text[], $3::text[]) t (witness, line)
  on conflict (checkpoint, witness) do nothing
)
update ledger.log_checkpoints set published_at = clock_timestamp()
 where number = $1 and $4 and published_at is null`;

/** The largest tree that each witness has cosigned. $1 log */
export const cosignedSizesSql = /* sql */ `
select s.witness, max(c.size) as size
  from ledger.log_cosignatures s join ledger.log_checkpoints c on c.number = s.checkpoint
 where c.log = $1
 group by s.witness`;

/** $1 code, $2 the sentences. */
export const refuseSql = /* sql */ `
with written as (
  insert into ledger.log_refusals (code, because)
  select $1, $2 where not exists (select from ledger.log_refusals where ended_at is null and because = $2)
)
update ledger.head set read_only_because = $2 where read_only_because is distinct from $2`;

/** An open refusal for another reason is over. $1 by what, $2 the reason that is not. */
export const endRefusalsSql = /* sql */ `
update ledger.log_refusals set ended_at = clock_timestamp(), ended_by = $1
 where ended_at is null and because is distinct from $2`;

/** $1 by what it ended. */
export const readWriteSql = /* sql */ `
with ended as (
  update ledger.log_refusals set ended_at = clock_timestamp(), ended_by = $1 where ended_at is null
)
update ledger.head set read_only_because = null where read_only_because is not null`;
