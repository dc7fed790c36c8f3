/**
 * One append, whole or not at all. Call it in a transaction of its own at READ COMMITTED: the head lock is held until
 * commit, and each statement must see what the last holder committed. `ledger.append_batch` takes many at once.
 *
 * Given are the streams touched with the version each must have now (0: must not exist; a stream may be named
 * without events, which only asserts its version), and the events as parallel arrays in the order of their
 * positions, their versions counted on from the expected one.
 *
 * Answers one row. `outcome` is
 * - `appended`: the events stand at `first_position` to `last_position`; the last was recorded at `recorded_at`.
 * - `repeated`: they stood there before, by the same key and fingerprint or as the same ids at the same versions.
 * - `key-reused`: the actor has used the key for something else.
 * - `stream-moved`: `moved_stream` is at `actual_version`, not at `expected_version`.
 * Nothing is written unless it is `appended`, so a refusal leaves no gap.
 *
 * Each event gets its own microsecond: the clock read once under the lock, never at or before the head's time, plus
 * one microsecond for each event before it. So a time resolves to exactly one position, whatever the clock does.
 *
 * One event on one stream, the common case, is probed for and inserted without unnesting anything: a set-returning
 * function and its tuple store would cost the lonely append more than the insert does.
 */
export const append = /* sql */ `
create function ledger.append(
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
  count_new   constant int := cardinality(append.event_ids);
  head        record;
  earlier     record;
  has_moved   boolean;
begin
  select h.position, h.recorded_at into strict head from ledger.head h for update;

  if append.idempotency_key is not null then
    select i.fingerprint, i.first_position, i.last_position, i.recorded_at into earlier
      from ledger.idempotency i
     where i.actor = append.actor and i.key = append.idempotency_key;
    if found and earlier.fingerprint = append.fingerprint then
      outcome := 'repeated';
      first_position := earlier.first_position;
      last_position := earlier.last_position;
      recorded_at := earlier.recorded_at;
      return;
    elsif found then
      outcome := 'key-reused';
      return;
    end if;
  end if;

  if cardinality(append.streams) = 1 then
    moved_stream := append.streams[1];
    expected_version := append.expected_versions[1];
    actual_version := coalesce((
      select e.version from ledger.events e where e.stream_id = append.moved_stream order by e.version desc limit 1
    ), 0);
    has_moved := actual_version <> expected_version;
  else
    select s.stream_id, s.expected, coalesce(now.version, 0)
      into moved_stream, expected_version, actual_version
      from unnest(append.streams, append.expected_versions) s (stream_id, expected)
      left join lateral (
        select e.version from ledger.events e where e.stream_id = s.stream_id order by e.version desc limit 1
      ) now on true
     where coalesce(now.version, 0) <> s.expected
     limit 1;
    has_moved := found;
  end if;
  if has_moved then
    -- Only a lost race can be a repetition, so the common road pays nothing for this.
    select min(e.position), max(e.position), max(e.recorded_at)
      into first_position, last_position, recorded_at
      from unnest(append.event_streams, append.event_versions, append.event_ids) n (stream_id, version, id)
      join ledger.events e on e.stream_id = n.stream_id and e.version = n.version and e.event_id = n.id
    having count(*) = count_new and max(e.position) - min(e.position) = count_new - 1;
    outcome := case when found then 'repeated' else 'stream-moved' end;
    return;
  end if;

  outcome := 'appended';
  first_position := head.position + 1;
  last_position := head.position + count_new;
  recorded_at := greatest(clock_timestamp(), head.recorded_at + microsecond);

  if count_new = 1 then
    insert into ledger.events (position, stream_id, version, event_id, type, schema, occurred, recorded_at,
                               actor, correlation_id, causation_id, body)
    values (append.first_position, append.event_streams[1], append.event_versions[1], append.event_ids[1],
            append.event_types[1], append.event_schemas[1], append.event_occurred[1], append.recorded_at,
            append.actor, append.correlation_id, append.causation_id, append.event_bodies[1]);
  elsif count_new > 1 then
    insert into ledger.events (position, stream_id, version, event_id, type, schema, occurred, recorded_at,
                               actor, correlation_id, causation_id, body)
    select head.position + n.ordinal, n.stream_id, n.version, n.id, n.type, n.schema, n.occurred,
           append.recorded_at + (n.ordinal - 1) * microsecond,
           append.actor, append.correlation_id, append.causation_id, n.body
      from unnest(append.event_streams, append.event_versions, append.event_ids, append.event_types,
                  append.event_schemas, append.event_occurred, append.event_bodies)
           with ordinality n (stream_id, version, id, type, schema, occurred, body, ordinal);
    recorded_at := append.recorded_at + (count_new - 1) * microsecond;
  end if;

  if count_new > 0 then
    update ledger.head set position = append.last_position, recorded_at = append.recorded_at;
    -- Without a word of its own, so that Postgres makes one of all that a transaction says.
    perform pg_notify('ledger_events', '');
  end if;

  if append.idempotency_key is not null then
    insert into ledger.idempotency (actor, key, fingerprint, first_position, last_position, recorded_at)
    values (append.actor, append.idempotency_key, append.fingerprint,
            append.first_position, append.last_position, append.recorded_at);
  end if;
end
$function$;
`;
