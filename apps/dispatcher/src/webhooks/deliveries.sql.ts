/**
 * The first delivery that waits in each stream of a subscription: $1 the subscription, $2 streams to leave out, $3 how many
 * at most. Those that are due come first, in the order in which they became so; `in_ms` says when another one will be.
 *
 * The streams are walked by the index, one step each: what waits behind a head is not looked at. To whom is not active
 * nothing is sent but a challenge.
 */
export const headsSql = /* sql */ `
with recursive heads as (
  (select id, stream, what, next_at from ledger.deliveries
    where subscription = $1 and state = 'waiting' order by stream, id limit 1)
  union all
  select next.id, next.stream, next.what, next.next_at
    from heads,
         lateral (select d.id, d.stream, d.what, d.next_at from ledger.deliveries d
                   where d.subscription = $1 and d.state = 'waiting' and d.stream > heads.stream
                   order by d.stream, d.id limit 1) next
)
select id, stream,
       greatest(0, extract(epoch from next_at - clock_timestamp()) * 1000)::float8 as in_ms
  from heads
 where stream <> all ($2)
   and (what = 'challenge' or exists (select from ledger.subscriptions where id = $1 and status = 'active'))
 order by next_at, id
 limit $3`;

/** All that it takes to send one; no row where it waits no longer. */
export const claimSql = /* sql */ `
select d.subscription, d.what, d.number, d.message_id, d.body, d.attempts, d.tried_before,
       s.url, s.of, s.status, s.challenge,
       array(select k.secret from ledger.subscription_secrets k
              where k.subscription = s.id and (k.retires_at is null or k.retires_at > clock_timestamp())
              order by k.created_at desc) as secrets
  from ledger.deliveries d
  join ledger.subscriptions s on s.id = d.subscription
 where d.id = $1 and d.state = 'waiting'`;

/**
 * Tells an attempt and what came of it: $1 the delivery, $2 its state, $3 the milliseconds until the next attempt, $4 the
 * status, $5 what went wrong, $6 when it was made, $7 how many milliseconds it took.
 *
 * @returns whether anything else waits in its stream.
 */
export const tellAttemptSql = /* sql */ `
with told as (
  update ledger.deliveries
     set attempts = attempts + 1, state = $2, next_at = clock_timestamp() + $3 * interval '1 millisecond',
         settled_at = case when $2 <> 'waiting' then clock_timestamp() end, last_status = $4, last_error = $5
   where id = $1 and state = 'waiting'
  returning id, subscription, stream, attempts
), logged as (
  insert into ledger.delivery_attempts (delivery, attempt, at, duration_ms, status, error)
  select id, attempts, $6, $7, $4, $5 from told
)
select exists (select from ledger.deliveries d
                where d.subscription = told.subscription and d.stream = told.stream and d.state = 'waiting'
                  and d.id <> told.id) as more
  from told`;

/** What nobody wants any more. */
export const dropSql = /* sql */ `
update ledger.deliveries set state = 'dropped', settled_at = clock_timestamp() where id = $1 and state = 'waiting'`;

/** The address has answered its challenge, $2; what waited for it since it was last stopped is due, and the leader told. */
export const verifiedSql = /* sql */ `
with verified as (
  update ledger.subscriptions
     set status = 'active', reason = null, challenge = null, verified_at = clock_timestamp(),
         changed_at = clock_timestamp()
   where id = $1 and status = 'unverified' and challenge = $2
  returning id
), due as (
  update ledger.deliveries d set next_at = clock_timestamp()
    from verified where d.subscription = verified.id and d.state = 'waiting'
)
select pg_notify('ledger_subscriptions', id::text) from verified`;

/** Why the challenge $2 was not met. */
export const notVerifiedSql = /* sql */ `
update ledger.subscriptions set reason = $3, changed_at = clock_timestamp()
 where id = $1 and status = 'unverified' and challenge = $2`;

/** The address wants nothing any more. */
export const stopSql = /* sql */ `
update ledger.subscriptions
   set status = 'stopped', reason = $2, challenge = null, changed_at = clock_timestamp()
 where id = $1 and status <> 'stopped'`;
