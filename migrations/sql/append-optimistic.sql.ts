/**
 * One append, as `ledger.append` takes and answers it, for one statement in place of seven where it is of one event, has
 * a key, and nothing stands against it. See `ledger.append_batch_optimistic` for why that is exact. All else goes through
 * `ledger.append`.
 */
export const appendOptimistic = /* sql */ `
create function ledger.append_optimistic(
  actor text, correlation_id uuid, causation_id uuid,
  idempotency_key text, fingerprint text,
  streams text[], expected_versions int[],
  event_streams text[], event_versions int[], event_ids uuid[], event_types text[],
  event_schemas int[], event_occurred text[], event_bodies text[],
  out outcome text, out first_position bigint, out last_position bigint, out recorded_at timestamptz,
  out moved_stream text, out expected_version int, out actual_version int
)
language plpgsql volatile security invoker as $function$
#variable_conflict use_column
declare
  microsecond constant interval := interval '1 microsecond';
  told text;
begin
  if append_optimistic.idempotency_key is not null
     and cardinality(append_optimistic.event_ids) = 1 and cardinality(append_optimistic.streams) = 1
     and append_optimistic.event_streams[1] = append_optimistic.streams[1] then
    begin
      with moved as (
        update ledger.head h
           set position = h.position + 1, recorded_at = greatest(clock_timestamp(), h.recorded_at + microsecond)
         where h.read_only_because is null
           and append_optimistic.expected_versions[1] = coalesce((
             select e.version from ledger.events e where e.stream_id = append_optimistic.streams[1]
              order by e.version desc limit 1), 0)
           and not exists (
             select from ledger.idempotency i
              where i.actor = append_optimistic.actor and i.key = append_optimistic.idempotency_key)
        returning h.position, h.recorded_at
      ), added as (
        insert into ledger.events (position, stream_id, version, event_id, type, schema, occurred, recorded_at,
                                   actor, correlation_id, causation_id, body)
        select m.position, append_optimistic.event_streams[1], append_optimistic.event_versions[1],
               append_optimistic.event_ids[1], append_optimistic.event_types[1],
               append_optimistic.event_schemas[1], append_optimistic.event_occurred[1], m.recorded_at,
               append_optimistic.actor, append_optimistic.correlation_id, append_optimistic.causation_id,
               append_optimistic.event_bodies[1]
          from moved m
      ), keyed as (
        insert into ledger.idempotency (actor, key, fingerprint, first_position, last_position, recorded_at)
        select append_optimistic.actor, append_optimistic.idempotency_key, append_optimistic.fingerprint,
               m.position, m.position, m.recorded_at
          from moved m
      )
      select 'appended', m.position, m.position, m.recorded_at, pg_notify('ledger_events', '')::text
        into outcome, first_position, last_position, recorded_at, told
        from moved m;
      if found then
        return;
      end if;
    exception when unique_violation then
      -- Somebody was there between the look and the lock.
      null;
    end;
  end if;

  select a.outcome, a.first_position, a.last_position, a.recorded_at,
         a.moved_stream, a.expected_version, a.actual_version
    into outcome, first_position, last_position, recorded_at, moved_stream, expected_version, actual_version
    from ledger.append(
      append_optimistic.actor, append_optimistic.correlation_id, append_optimistic.causation_id,
      append_optimistic.idempotency_key, append_optimistic.fingerprint,
      append_optimistic.streams, append_optimistic.expected_versions,
      append_optimistic.event_streams, append_optimistic.event_versions, append_optimistic.event_ids,
      append_optimistic.event_types, append_optimistic.event_schemas, append_optimistic.event_occurred,
      append_optimistic.event_bodies) a;
end
$function$;

revoke all on function ledger.append_optimistic from public;
grant execute on function ledger.append_optimistic to ledger_api, ledger_dispatcher;
`;
