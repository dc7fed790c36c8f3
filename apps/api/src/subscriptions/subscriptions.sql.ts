/** Held until the end of the transaction: who counts subscriptions of an owner counts all of them. */
export const lockOwnerSql = /* sql */ `
select pg_advisory_xact_lock(hashtextextended('ledger.subscriptions ' || $1, 0))`;

export const findRequestedSql = /* sql */ `
select id, request_fingerprint as fingerprint from ledger.subscriptions where owner = $1 and request_key = $2`;

export const countOwnedSql = /* sql */ `
select count(*)::int as count from ledger.subscriptions where owner = $1`;

/** Where the log of events ends, and the numbers of changes. */
export const endsSql = /* sql */ `
select h.position as events, c.numbered as changes from ledger.head h, ledger.changes_state c`;

export const insertSubscriptionSql = /* sql */ `
insert into ledger.subscriptions
  (id, owner, of, filter, url, description, signing, after, request_key, request_fingerprint)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`;

export const insertSecretSql = /* sql */ `
insert into ledger.subscription_secrets (subscription, secret, public) values ($1, $2, $3)`;

/** Whoever dispatches looks at the subscription at once. */
export const tellDispatcherSql = /* sql */ `select pg_notify('ledger_subscriptions', $1)`;

const columns = `
  s.id, s.owner, s.of, s.filter, s.url, s.description, s.signing, s.status, s.reason, s.after, s.created_at,
  s.verified_at, s.changed_at,
  (select coalesce(json_agg(json_build_object('createdAt', k.created_at, 'retiresAt', k.retires_at,
                                              'publicKey', k.public) order by k.created_at), '[]')
     from ledger.subscription_secrets k
    where k.subscription = s.id and (k.retires_at is null or k.retires_at > clock_timestamp())) as keys`;

/** Those of an owner, or of everybody for null, after an id. */
export const listSubscriptionsSql = /* sql */ `
select ${columns}
  from ledger.subscriptions s
 where ($1::text is null or s.owner = $1) and ($2::uuid is null or s.id > $2)
   and ($3::text is null or s.status = $3)
 order by s.id
 limit $4`;

export const findSubscriptionSql = /* sql */ `
select ${columns} from ledger.subscriptions s where s.id = $1 and ($2::text is null or s.owner = $2)`;

/** Locks it for the rest of the transaction. */
export const lockSubscriptionSql = /* sql */ `
select id, status, reason, signing from ledger.subscriptions
 where id = $1 and ($2::text is null or owner = $2)
   for no key update`;

/** How a subscription does. What failed and was delivered in the end is no failure any more. */
export const standingSql = /* sql */ `
select (select count(*) from ledger.deliveries d where d.subscription = $1 and d.state = 'waiting') as waiting,
       (select count(*) from ledger.deliveries d where d.subscription = $1 and d.state = 'dead') as dead,
       (select count(*) from ledger.deliveries d
         where d.subscription = $1 and d.state = 'delivered'
           and d.settled_at > clock_timestamp() - interval '24 hours') as delivered,
       (select d.settled_at from ledger.deliveries d
         where d.subscription = $1 and d.state = 'delivered'
         order by d.settled_at desc limit 1) as last_success,
       (select json_build_object('at', a.at, 'status', a.status, 'error', a.error)
          from ledger.delivery_attempts a
         where a.error is not null
           and a.delivery in (
             select w.id from ledger.deliveries w where w.subscription = $1 and w.state = 'waiting'
             union all
             (select d.id from ledger.deliveries d
               where d.subscription = $1 and d.state = 'dead' order by d.settled_at desc limit 1))
         order by a.at desc limit 1) as last_failure`;

/** Sets a status from certain others. */
export const setStatusSql = /* sql */ `
update ledger.subscriptions set status = $2, reason = null, changed_at = clock_timestamp() where id = $1`;

export const askAgainSql = /* sql */ `
update ledger.subscriptions
   set status = 'unverified', reason = null, changed_at = clock_timestamp()
 where id = $1`;

/** Whether a challenge is on its way. */
export const findChallengeSql = /* sql */ `
select from ledger.deliveries where subscription = $1 and what = 'challenge' and state = 'waiting'`;

export const deleteSubscriptionSql = /* sql */ `
delete from ledger.subscriptions where id = $1 and ($2::text is null or owner = $2)`;

export const forgetRetiredSql = /* sql */ `
delete from ledger.subscription_secrets where subscription = $1 and retires_at <= clock_timestamp()`;

/** Those that sign at present, and when the first of them retires. */
export const signingKeysSql = /* sql */ `
select count(*)::int as count, min(retires_at) as first_retires
  from ledger.subscription_secrets where subscription = $1`;

export const retireSql = /* sql */ `
update ledger.subscription_secrets set retires_at = clock_timestamp() + $2 * interval '1 second'
 where subscription = $1 and retires_at is null
returning retires_at`;

/** For Prometheus. */
export const countByStatusSql = /* sql */ `
select (select count(*) from ledger.deliveries where state = 'waiting') as waiting,
       (select count(*) from ledger.deliveries where state = 'dead') as dead,
       (select coalesce(json_object_agg(status, count), '{}')
          from (select status, count(*) from ledger.subscriptions group by status) s) as subscriptions`;
