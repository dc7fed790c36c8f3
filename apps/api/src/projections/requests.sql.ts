/** The projector is told by a trigger; the row is the request, the answer and the record of it. */
export const requestSql = /* sql */ `
insert into ledger.projection_requests (kind, projection, stream, requested_by)
values ($1, $2, $3, $4)
returning id`;

export const findRequestSql = /* sql */ `
select id, kind, projection, stream, requested_by as "requestedBy", requested_at as "requestedAt", state, detail,
       finished_at as "finishedAt"
  from ledger.projection_requests
 where id = $1`;
