/** Those that may be sent anything, all of them or some, and how much waits for each: no more than $2 is counted. */
export const loadSql = /* sql */ `
select s.id, s.of, s.status, s.filter, s.url, s.after,
       (select count(*)::int
          from (select from ledger.deliveries d
                 where d.subscription = s.id and d.state = 'waiting' limit $2) waiting) as waiting
  from ledger.subscriptions s
 where s.status in ('unverified', 'active') and ($1::uuid[] is null or s.id = any ($1))`;

/**
 * Makes deliveries of what some subscriptions want, and moves each of them on, all or nothing: nothing for one that was moved
 * or paused meanwhile. $1 subscriptions, $2 from where and $3 to where they are moved; $4 subscriptions and $5 numbers of
 * what they want; $6 numbers, $7 ids and $8 streams of the entries.
 *
 * @returns the subscriptions that were moved.
 */
export const feedSql = /* sql */ `
with moved as (
  update ledger.subscriptions s set after = m.upto
    from unnest($1::uuid[], $2::bigint[], $3::bigint[]) m (id, before, upto)
   where s.id = m.id and s.after = m.before and s.status = 'active'
  returning s.id
), made as (
  insert into ledger.deliveries (subscription, what, number, message_id, stream)
  select moved.id, 'entry', e.number, e.message_id, e.stream
    from unnest($4::uuid[], $5::bigint[]) wanted (id, number)
    join moved using (id)
    join unnest($6::bigint[], $7::text[], $8::text[]) e (number, message_id, stream) using (number)
   order by wanted.number, wanted.id
      on conflict (subscription, number) where what = 'entry' do nothing
)
select id from moved`;

/** Deletes what was settled more than $2 days ago, of one subscription, so many at once; dead letters are kept. */
export const tidySql = /* sql */ `
delete from ledger.deliveries
 where id in (select id from ledger.deliveries
               where subscription = $1 and state in ('delivered', 'dropped')
                 and settled_at < clock_timestamp() - $2 * interval '1 day'
               limit $3)`;

export const allIdsSql = /* sql */ `select id from ledger.subscriptions order by id`;

/** Nobody has wanted it for so long. */
export const dropAbandonedSql = /* sql */ `
update ledger.deliveries d set state = 'dropped', settled_at = clock_timestamp()
  from ledger.subscriptions s
 where s.id = d.subscription and s.status = 'stopped' and d.state = 'waiting'
   and s.changed_at < clock_timestamp() - $1 * interval '1 day'`;

export const forgetSecretsSql = /* sql */ `
delete from ledger.subscription_secrets where retires_at <= clock_timestamp()`;

/** Which ledger this is. */
export const ledgerSql = /* sql */ `select ledger from ledger.changes_state`;
