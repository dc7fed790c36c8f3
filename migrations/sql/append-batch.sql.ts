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
 * The head is moved first, as if all will pass, and back again by those that do not: locking it first and moving it after
 * would be a statement more for every batch, and few hold an append that fails.
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
create or replace function ledger.append_batch(
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
  count_all   constant int := cardinality(append_batch.event_ids);
  together  int;
  reached     record;
  failed      int[];
  chosen      int[];
  count_new   int;
  streams_to  int := 0;
  events_to   int := 0;
  answers     text[];
  answer      record;
begin
  update ledger.head h
     set position = h.position + count_all,
         recorded_at = greatest(clock_timestamp(), h.recorded_at + microsecond) + (count_all - 1) * microsecond
   where h.read_only_because is null
  returning h.position - count_all as position, h.recorded_at - (count_all - 1) * microsecond as first_recorded_at
       into reached;
  -- Not found where the ledger is read-only: then each goes alone, for what was recorded before is told nevertheless.
  together := case when found then append_batch.plain else 0 end;
  first_position := reached.position + 1;
  recorded_at := reached.first_recorded_at;

  failed := array(
    select s.append
      from (
        select append_batch.stream_appends[i] as append, append_batch.expected_versions[i] as expected,
               (select e.version from ledger.events e where e.stream_id = append_batch.streams[i]
                 order by e.version desc limit 1) as version
          from (select generate_series(1, cardinality(append_batch.streams)) as i) n
      ) s
     where coalesce(s.version, 0) <> s.expected and s.append <= together
    union all
    select n.i
      from (
        select generate_series(1, case when append_batch.keys is null then 0 else together end) as i
      ) n
     where (select true from ledger.idempotency d
             where d.actor = append_batch.actors[n.i] and d.key = append_batch.keys[n.i]));

  if cardinality(failed) = 0 and together = appends then
    count_new := count_all;
  else
    chosen := array(
      select i from (select generate_series(1, count_all) as i) n
       where append_batch.event_appends[i] <= together and append_batch.event_appends[i] <> all (failed));
    count_new := cardinality(chosen);
    if count_new < count_all and reached.position is not null then
      update ledger.head
         set position = reached.position + count_new,
             recorded_at = append_batch.recorded_at + (count_new - 1) * microsecond;
    end if;
  end if;

  if count_new > 0 then
    insert into ledger.events (position, stream_id, version, event_id, type, schema, occurred, recorded_at,
                               actor, correlation_id, causation_id, body)
    select reached.position + n.place, append_batch.event_streams[i], append_batch.event_versions[i],
           append_batch.event_ids[i], append_batch.event_types[i], append_batch.event_schemas[i],
           append_batch.event_occurred[i], append_batch.recorded_at + (n.place - 1) * microsecond,
           append_batch.actors[append_batch.event_appends[i]],
           append_batch.correlation_ids[append_batch.event_appends[i]],
           append_batch.causation_ids[append_batch.event_appends[i]], append_batch.event_bodies[i]
      from (
        select p.place, coalesce(chosen[p.place], p.place) as i
          from (select generate_series(1, count_new) as place) p
      ) n;
    perform pg_notify('ledger_events', '');

    if append_batch.keys is not null then
      insert into ledger.idempotency (actor, key, fingerprint, first_position, last_position, recorded_at)
      select append_batch.actors[n.append], append_batch.keys[n.append], append_batch.fingerprints[n.append],
             reached.position + n.place, reached.position + n.place + append_batch.event_counts[n.append] - 1,
             append_batch.recorded_at + (n.place + append_batch.event_counts[n.append] - 2) * microsecond
        from (
          select f.place, append_batch.event_appends[f.i] as append
            from (
              select p.place, coalesce(chosen[p.place], p.place) as i
                from (select generate_series(1, count_new) as place) p
            ) f
           where f.i = 1 or append_batch.event_appends[f.i] <> append_batch.event_appends[f.i - 1]
        ) n
       where append_batch.keys[n.append] is not null;
    end if;
  end if;
  if count_new = count_all and together = appends then
    return;
  end if;

  for number in 1 .. appends loop
    if number > together or number = any (failed) then
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
