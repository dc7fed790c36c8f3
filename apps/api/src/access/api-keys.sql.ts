export const findKeySql = /* sql */ `
select name, role, hash from ledger.api_keys where hash = $1 and revoked_at is null`;

/** No row where a valid key has the name already. */
export const insertKeySql = /* sql */ `
insert into ledger.api_keys (id, name, role, hash, created_by)
select $1, $2, $3, $4, $5
 where not exists (select from ledger.api_keys k where k.name = $2 and k.revoked_at is null)
returning created_at`;

export const listKeysSql = /* sql */ `
select id, name, role, created_at, created_by, revoked_at from ledger.api_keys order by created_at, id`;

/**
 * One row if there is such a key, revoked now or before. With it ends what it had sent to webhooks: nobody may go on hearing
 * by a key that opens nothing. Revoked again, it leaves alone what another key of the name has made since.
 */
export const revokeKeySql = /* sql */ `
with key as (select name from ledger.api_keys where id = $1 and revoked_at is null),
stopped as (
  update ledger.subscriptions s
     set status = 'stopped', reason = 'the key of its owner was revoked', challenge = null,
         changed_at = clock_timestamp()
    from key
   where s.owner = key.name and s.status <> 'stopped'
  returning pg_notify('ledger_subscriptions', s.id::text)
)
update ledger.api_keys set revoked_at = coalesce(revoked_at, clock_timestamp()) where id = $1
returning id`;
