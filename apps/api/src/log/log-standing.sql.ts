/** How far the log is sealed, and whether the ledger may grow. Before a log was begun its columns are null. */
export const logStandingSql = /* sql */ `
select h.position as head, h.read_only_because, r.code as refusal, r.at as refused_at,
       l.number, l.origin,
       coalesce((select c.size from ledger.log_checkpoints c where c.log = l.number order by c.size desc limit 1), 0) as signed,
       coalesce((select c.size from ledger.log_checkpoints c where c.log = l.number and c.published_at is not null
                  order by c.number desc limit 1), 0) as published
  from ledger.head h
  left join ledger.log_refusals r on r.ended_at is null
  left join (select * from ledger.logs order by number desc limit 1) l on true`;

/** Logs that were given up, and why the next was begun. */
export const earlierLogsSql = /* sql */ `
select l.origin, next.begun_at as given_up_at, next.because,
       coalesce((select max(c.size) from ledger.log_checkpoints c where c.log = l.number), 0) as size
  from ledger.logs l join ledger.logs next on next.number = l.number + 1
 order by l.number`;
