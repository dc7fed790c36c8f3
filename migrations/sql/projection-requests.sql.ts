/** What somebody asked of the projector. The row is the request, the answer and the record of it. */
export const projectionRequests = /* sql */ `
create table ledger.projection_requests (
  id           bigint      generated always as identity primary key,
  kind         text        not null check (kind in ('retry', 'rebuild')),
  projection   text        check (octet_length(projection) between 1 and 100),
  stream       text        collate "C" check (octet_length(stream) between 1 and 255),
  requested_by text        not null check (octet_length(requested_by) between 1 and 255),
  requested_at timestamptz not null default clock_timestamp(),
  state        text        not null default 'requested' check (state in ('requested', 'running', 'done', 'failed')),
  detail       text,
  finished_at  timestamptz,

  constraint projection_requests_finished check ((state in ('done', 'failed')) = (finished_at is not null))
);
create index projection_requests_open on ledger.projection_requests (id) where state in ('requested', 'running');

comment on table ledger.projection_requests is 'Retries and rebuilds of read models, asked for and done.';
comment on column ledger.projection_requests.projection is 'Null: every projection. A rebuild is always of all.';

create function ledger.announce_projection_request() returns trigger
language plpgsql as $function$
begin
  perform pg_notify('ledger_projection_requests', '');
  return null;
end
$function$;

create trigger announce after insert on ledger.projection_requests
  for each statement execute function ledger.announce_projection_request();
`;
