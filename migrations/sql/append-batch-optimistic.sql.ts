/**
 * Many appends in one call and one commit, as `ledger.append_batch` takes and answers them, for half of the statements and
 * with less done while the head is locked: they are looked at before, and written in one statement that moves the head.
 *
 * That is exact as well. Versions of a stream only grow and have no gaps, so whoever has seen it at the version expected, be
 * it a while ago, and adds the next one where no two may be the same, has found it unmoved; and whoever adds a key finds it
 * unused. The head's position and time are those after the wait for its lock: at READ COMMITTED an update that has waited
 * works with the newest row. Where anything stands against one of the appends, nothing of all this has happened, and the
 * batch goes the other way, which sorts out which of them pass.
 *
 * Where none has a key, the batch goes that other way as well: a role that appends without keys has no right to the table of
 * them, and of a statement all rights are asked for, whatever it comes to.
 *
 * A stream that is only named, without an event, has nothing added that could collide, so a batch with one of those is
 * looked at under the lock, as are appends that name the same stream or key.
 */
export const appendBatchOptimistic = /* sql */ `
create function ledger.append_batch_optimistic(
  plain int,
  actors text[], correlation_ids uuid[], causation_ids uuid[], keys text[], fingerprints text[],
  stream_counts int[], event_counts int[],
  stream_appends int[], streams text[], expected_versions int[],
  event_appends int[], event_streams text[], event_versions int[], event_ids uuid[], event_types text[],
  event_schemas int[], event_occurred text[], event_bodies text[],
  out first_position bigint, out recorded_at timestamptz, out alone json
)
language plpgsql volatile security invoker as $function$
#variable_conflict use_column
declare
  microsecond constant interval := interval '1 microsecond';
  count_all   constant int := cardinality(append_batch_optimistic.event_ids);
  is_unopposed boolean := append_batch_optimistic.keys is not null
    and append_batch_optimistic.plain = cardinality(append_batch_optimistic.event_counts);
  told text;
begin
  if is_unopposed then
    is_unopposed :=
      not exists (
        select from (select generate_series(1, cardinality(append_batch_optimistic.streams)) as i) n
         where append_batch_optimistic.expected_versions[i] <> coalesce((
           select e.version from ledger.events e where e.stream_id = append_batch_optimistic.streams[i]
            order by e.version desc limit 1), 0))
      and not exists (
        select from (select generate_series(1, cardinality(append_batch_optimistic.keys)) as i) n
         where (select true from ledger.idempotency d
                 where d.actor = append_batch_optimistic.actors[n.i]
                   and d.key = append_batch_optimistic.keys[n.i]))
      and cardinality(append_batch_optimistic.streams) = (
        select count(*) from (select generate_series(1, count_all) as i) n
         where i = 1 or append_batch_optimistic.event_appends[i] <> append_batch_optimistic.event_appends[i - 1]
            or append_batch_optimistic.event_streams[i] <> append_batch_optimistic.event_streams[i - 1]);
  end if;

  if is_unopposed then
    begin
      with moved as (
        update ledger.head h
           set position = h.position + count_all,
               recorded_at = greatest(clock_timestamp(), h.recorded_at + microsecond) + (count_all - 1) * microsecond
         where h.read_only_because is null
        returning h.position - count_all as position, h.recorded_at - (count_all - 1) * microsecond as recorded_at
      ), added as (
        insert into ledger.events (position, stream_id, version, event_id, type, schema, occurred, recorded_at,
                                   actor, correlation_id, causation_id, body)
        select m.position + i, append_batch_optimistic.event_streams[i], append_batch_optimistic.event_versions[i],
               append_batch_optimistic.event_ids[i], append_batch_optimistic.event_types[i],
               append_batch_optimistic.event_schemas[i], append_batch_optimistic.event_occurred[i],
               m.recorded_at + (i - 1) * microsecond,
               append_batch_optimistic.actors[append_batch_optimistic.event_appends[i]],
               append_batch_optimistic.correlation_ids[append_batch_optimistic.event_appends[i]],
               append_batch_optimistic.causation_ids[append_batch_optimistic.event_appends[i]],
               append_batch_optimistic.event_bodies[i]
          from moved m, (select generate_series(1, count_all) as i) n
      ), keyed as (
        insert into ledger.idempotency (actor, key, fingerprint, first_position, last_position, recorded_at)
        select append_batch_optimistic.actors[n.append], append_batch_optimistic.keys[n.append],
               append_batch_optimistic.fingerprints[n.append], m.position + n.i,
               m.position + n.i + append_batch_optimistic.event_counts[n.append] - 1,
               m.recorded_at + (n.i + append_batch_optimistic.event_counts[n.append] - 2) * microsecond
          from moved m, (
            select i, append_batch_optimistic.event_appends[i] as append
              from (select generate_series(1, count_all) as i) p
             where i = 1 or append_batch_optimistic.event_appends[i] <> append_batch_optimistic.event_appends[i - 1]
          ) n
         where append_batch_optimistic.keys[n.append] is not null
      )
      select m.position + 1, m.recorded_at, pg_notify('ledger_events', '')::text
        into first_position, recorded_at, told
        from moved m;
      if found then
        return;
      end if;
    exception when unique_violation then
      -- Somebody was there between the look and the lock.
      null;
    end;
  end if;

  select b.first_position, b.recorded_at, b.alone
    into first_position, recorded_at, alone
    from ledger.append_batch(
      append_batch_optimistic.plain,
      append_batch_optimistic.actors, append_batch_optimistic.correlation_ids,
      append_batch_optimistic.causation_ids, append_batch_optimistic.keys, append_batch_optimistic.fingerprints,
      append_batch_optimistic.stream_counts, append_batch_optimistic.event_counts,
      append_batch_optimistic.stream_appends, append_batch_optimistic.streams,
      append_batch_optimistic.expected_versions,
      append_batch_optimistic.event_appends, append_batch_optimistic.event_streams,
      append_batch_optimistic.event_versions, append_batch_optimistic.event_ids,
      append_batch_optimistic.event_types, append_batch_optimistic.event_schemas,
      append_batch_optimistic.event_occurred, append_batch_optimistic.event_bodies) b;
end
$function$;

revoke all on function ledger.append_batch_optimistic from public;
grant execute on function ledger.append_batch_optimistic to ledger_api, ledger_dispatcher;
`;
