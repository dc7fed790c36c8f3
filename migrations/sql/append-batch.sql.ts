/**
 * Many appends in one call and one commit, each as if `ledger.append` had been called for it: a refusal is its own
 * affair. Call it as that one is called. An SQL error is the affair of the whole batch, which then leaves nothing.
 *
 * Everything comes as parallel arrays. Of the appends, numbered from 1: who, why, under which key, how many streams
 * and how many events. Of the streams touched: of which append, and the version expected. Of the events: of which append
 * and by whom, besides their columns. An array may be null where it would hold nothing else.
 *
 * The first `plain` appends are those that have events, and streams and a key that no other append here names. They are
 * checked together and inserted together. The rest, and those of the plain that fail the check, go one after another
 * through `ledger.append`, and see what came before; each costs as much as a call of its own, less the commit.
 *
 * Answers one row. The plain that passed have, in their order, the positions from `first_position`; the first event of
 * them was recorded at `recorded_at`, each later one a microsecond after the one before. `alone` is null or a JSON
 * array with the answers to the others: the number of the append, then the columns of `ledger.append`, the time as
 * microseconds since 1970, in text.
 *
 * Streams and keys are probed by subqueries of one row and not joined: the plan is made once for a connection, perhaps when
 * the tables are empty, and a join would then read all of them for ever after.
 *
 * Elements are taken by subscript: `unnest` of eleven arrays makes eleven tuple stores, 150 µs a call for what is
 * otherwise 15 µs an event. The walk along an array of texts that a subscript is costs less than that up to the 512
 * events of a full batch.
 */
export const appendBatch = /* sql */ `
create function ledger.append_batch(
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
  appends     constant int := cardinality(append_batch.event_counts);
  head        record;
  failed      int[];
  chosen      int[];
  count_new   int;
  streams_to  int := 0;
  events_to   int := 0;
  answers     text[];
  answer      record;
begin
  select h.position, h.recorded_at into strict head from ledger.head h for update;

  failed := array(
    select s.append
      from (
        select append_batch.stream_appends[i] as append, append_batch.expected_versions[i] as expected,
               (select e.version from ledger.events e where e.stream_id = append_batch.streams[i]
                 order by e.version desc limit 1) as version
          from (select generate_series(1, cardinality(append_batch.streams)) as i) n
      ) s
     where coalesce(s.version, 0) <> s.expected and s.append <= append_batch.plain);
  if append_batch.keys is not null then
    failed := failed || array(
      select k.append
        from (
          select n.i as append,
                 (select 1 from ledger.idempotency d
                   where d.actor = append_batch.actors[n.i] and d.key = append_batch.keys[n.i]) as seen
            from (select generate_series(1, append_batch.plain) as i) n
        ) k
       where k.seen = 1);
  end if;

  first_position := head.position + 1;
  recorded_at := greatest(clock_timestamp(), head.recorded_at + microsecond);
  if cardinality(failed) = 0 and append_batch.plain = appends then
    count_new := cardinality(append_batch.event_ids);
  else
    chosen := array(
      select i from (select generate_series(1, cardinality(append_batch.event_ids)) as i) n
       where append_batch.event_appends[i] <= append_batch.plain and append_batch.event_appends[i] <> all (failed));
    count_new := cardinality(chosen);
  end if;

  if count_new > 0 then
    insert into ledger.events (position, stream_id, version, event_id, type, schema, occurred, recorded_at,
                               actor, correlation_id, causation_id, body)
    select head.position + n.place, append_batch.event_streams[i], append_batch.event_versions[i],
           append_batch.event_ids[i], append_batch.event_types[i], append_batch.event_schemas[i],
           append_batch.event_occurred[i], append_batch.recorded_at + (n.place - 1) * microsecond,
           append_batch.actors[append_batch.event_appends[i]],
           append_batch.correlation_ids[append_batch.event_appends[i]],
           append_batch.causation_ids[append_batch.event_appends[i]], append_batch.event_bodies[i]
      from (
        select p.place, coalesce(chosen[p.place], p.place) as i
          from (select generate_series(1, count_new) as place) p
      ) n;
    update ledger.head
       set position = head.position + count_new,
           recorded_at = append_batch.recorded_at + (count_new - 1) * microsecond;
    perform pg_notify('ledger_events', '');

    if append_batch.keys is not null then
      insert into ledger.idempotency (actor, key, fingerprint, first_position, last_position, recorded_at)
      select k.actor, k.key, k.fingerprint, head.position + k.upto - k.events + 1, head.position + k.upto,
             append_batch.recorded_at + (k.upto - 1) * microsecond
        from (
          select a.*, sum(a.events) over (order by a.append) as upto
            from unnest(append_batch.actors, append_batch.keys, append_batch.fingerprints,
                        append_batch.event_counts)
                 with ordinality a (actor, key, fingerprint, events, append)
           where a.append <= append_batch.plain and a.append <> all (failed)
        ) k
       where k.key is not null;
    end if;
  end if;
  if count_new = cardinality(append_batch.event_ids) and append_batch.plain = appends then
    return;
  end if;

  for number in 1 .. appends loop
    if number > append_batch.plain or number = any (failed) then
      select a.*, (extract(epoch from a.recorded_at) * 1000000)::bigint::text as microseconds into answer
        from ledger.append(
          append_batch.actors[number], append_batch.correlation_ids[number], append_batch.causation_ids[number],
          append_batch.keys[number], append_batch.fingerprints[number],
          append_batch.streams[streams_to + 1 : streams_to + append_batch.stream_counts[number]],
          append_batch.expected_versions[streams_to + 1 : streams_to + append_batch.stream_counts[number]],
          append_batch.event_streams[events_to + 1 : events_to + append_batch.event_counts[number]],
          append_batch.event_versions[events_to + 1 : events_to + append_batch.event_counts[number]],
          append_batch.event_ids[events_to + 1 : events_to + append_batch.event_counts[number]],
          append_batch.event_types[events_to + 1 : events_to + append_batch.event_counts[number]],
          append_batch.event_schemas[events_to + 1 : events_to + append_batch.event_counts[number]],
          append_batch.event_occurred[events_to + 1 : events_to + append_batch.event_counts[number]],
          append_batch.event_bodies[events_to + 1 : events_to + append_batch.event_counts[number]]
        ) a;
      answers[coalesce(cardinality(answers), 0) + 1] := json_build_array(
        number, answer.outcome, answer.first_position, answer.last_position, answer.microseconds,
        answer.moved_stream, answer.expected_version, answer.actual_version)::text;
    end if;
    streams_to := streams_to + append_batch.stream_counts[number];
    events_to := events_to + append_batch.event_counts[number];
  end loop;
  alone := '[' || array_to_string(answers, ',') || ']';
end
$function$;
`;
