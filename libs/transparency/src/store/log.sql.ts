/** The log that grows: the last begun. */
export const currentLogSql = /* sql */ `
select l.number, l.origin, l.policy,
       array(select k.vkey from ledger.log_keys k where k.log = l.number and k.signs order by k.since desc, k.vkey) as vkeys
  from ledger.logs l
 order by l.number desc
 limit 1`;

const checkpointColumns = /* sql */ `
c.number, l.origin, c.size, c.root, c.note,
coalesce((select string_agg(s.line || E'\\n', '' order by s.witness)
            from ledger.log_cosignatures s where s.checkpoint = c.number), '') as cosignatures`;

/** The newest checkpoint that was published. $1 the log. */
export const publishedSql = /* sql */ `
select ${checkpointColumns}
  from ledger.log_checkpoints c join ledger.logs l on l.number = c.log
 where c.log = $1 and c.published_at is not null
 order by c.number desc
 limit 1`;

/** The newest of those published that have a size. $1 the log, $2 the size. */
export const publishedOfSizeSql = /* sql */ `
select ${checkpointColumns}
  from ledger.log_checkpoints c join ledger.logs l on l.number = c.log
 where c.log = $1 and c.size = $2 and c.published_at is not null
 order by c.number desc
 limit 1`;

/**
 * The first checkpoint that was published of so many events or more, as it was published: whatever is signed later, this
 * stays the same. $1 the log, $2 the size.
 */
export const firstPublishedFromSql = /* sql */ `
select c.number, l.origin, c.size, c.root, c.note,
       coalesce((select string_agg(s.line || E'\\n', '' order by s.witness)
                   from ledger.log_cosignatures s
                  where s.checkpoint = c.number and s.at <= c.published_at), '') as cosignatures,
       array(select k.vkey from ledger.log_keys k where k.log = c.log and k.since <= c.signed_at
              order by k.since, k.vkey) as vkeys
  from ledger.log_checkpoints c join ledger.logs l on l.number = c.log
 where c.log = $1 and c.size >= $2 and c.published_at is not null
 order by c.size, c.number
 limit 1`;

/** The newest checkpoint signed, published or not. $1 the log. */
export const newestSql = /* sql */ `
select ${checkpointColumns}
  from ledger.log_checkpoints c join ledger.logs l on l.number = c.log
 where c.log = $1
 order by c.size desc, c.number desc
 limit 1`;

/** $1 the log, $2 levels and $3 indexes side by side. */
export const tilesSql = /* sql */ `
select t.level, t.index, t.hashes
  from unnest($2::int[], $3::bigint[]) wanted (level, index)
  join ledger.log_tiles t on t.log = $1 and t.level = wanted.level and t.index = wanted.index`;

/**
 * What leaves are made of, of the positions after $1 up to $2, at most $3 of them. The time as the store tells it
 * everywhere.
 */
export const sealedFactsSql = /* sql */ `
select e.position, e.body, to_char(e.recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
  from ledger.events e
 where e.position > $1 and e.position <= $2
 order by e.position
 limit $3`;
