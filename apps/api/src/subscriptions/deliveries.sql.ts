/** The challenge is kept beside the subscription, and its delivery carries it. */
export const insertDeliverySql = /* sql */ `
insert into ledger.deliveries (subscription, what, message_id, stream, body)
values ($1, $2, $3, $4, $5)
returning id`;

export const setChallengeSql = /* sql */ `
update ledger.subscriptions set challenge = $2 where id = $1`;

export const countWaitingTestsSql = /* sql */ `
select count(*)::int as count from ledger.deliveries
 where subscription = $1 and state = 'waiting' and stream = $2`;

const columns = `
  d.id, d.what, d.number, d.message_id, d.stream, d.state, d.next_at, d.created_at, d.settled_at, d.last_status,
  d.last_error,
  (select coalesce(json_agg(json_build_object('attempt', a.attempt, 'at', a.at, 'durationMs', a.duration_ms,
                                              'status', a.status, 'error', a.error) order by a.attempt), '[]')
     from ledger.delivery_attempts a where a.delivery = d.id) as attempts`;

const where = `
 where d.subscription = $1 and ($2::text is null or d.state = $2)`;

export const newestDeliveriesSql = /* sql */ `
select ${columns} from ledger.deliveries d ${where} and ($3::bigint is null or d.id < $3)
 order by d.id desc limit $4`;

export const oldestDeliveriesSql = /* sql */ `
select ${columns} from ledger.deliveries d ${where} and ($3::bigint is null or d.id > $3)
 order by d.id limit $4`;

export const findDeliverySql = /* sql */ `
select ${columns} from ledger.deliveries d where d.subscription = $1 and d.id = $2`;

const reset = `
   set state = 'waiting', tried_before = attempts, next_at = clock_timestamp(), settled_at = null`;

export const replayOneSql = /* sql */ `
update ledger.deliveries ${reset} where subscription = $1 and id = $2 and state = 'dead'`;

/** The first of the dead letters, so many at once; those that are dead by then wait for the next asking. */
export const replayDeadSql = /* sql */ `
update ledger.deliveries ${reset}
 where id in (select id from ledger.deliveries
               where subscription = $1 and state = 'dead' and id >= $2
               order by id limit $3
                 for no key update)`;

export const countDeadSql = /* sql */ `
select count(*)::int as count from ledger.deliveries where subscription = $1 and state = 'dead' and id >= $2`;
