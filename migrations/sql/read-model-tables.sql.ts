/**
 * The tables of the projections, in the schema given. Called by `ledger.create_read_models`, which also sees to grants.
 * This text is the recipe by which a schema knows that it is outdated: whoever changes what a projection writes changes
 * it here (a new migration, create or replace), and the read models are built anew.
 *
 * - Ends that are open are `infinity`, so that ranges compare and pages sort without a case for null.
 * - Text that is sorted or compared is `collate "C"`: no upgrade of a collation library can reorder a page.
 * - Of a commitment whose terms are not the same on all days (`varies`), `tracking` holds everything that any of them
 *   name, by which it is found before it is folded for the day.
 * - `tracking` and `tracking_spans` hold one row per commitment and per stretch of days on which nothing changes,
 *   `tracking_facts` one per event of a commitment; every other table has one row per event, whose key is the
 *   position.
 * - Facts are `json` and not `jsonb`: they are stored as they come and taken out whole, and to take them apart costs 14 µs
 *   of the 27 that it takes to read the rows of a batch.
 */
export const readModelTables = /* sql */ `
create or replace function ledger.create_read_model_tables(schema text) returns void
language plpgsql as $function$
begin
  execute format($sql$
    create table %1$I.tracking (
      commitment     text   collate "C" not null primary key,
      title          text   collate "C" not null,
      kind           text   collate "C" not null,
      strength       text   collate "C" not null,
      committers     text[] collate "C" not null,
      beneficiaries  text[] collate "C" not null,
      related        text[] collate "C" not null,
      relations      json   not null,
      units          text[] collate "C" not null,
      due            text,
      due_earliest   date   not null,
      due_latest     date   not null,
      announced_from date   not null,
      words          text   collate "C" not null,
      announced      json   not null,
      varies         boolean not null,
      first_position bigint not null,
      announced_position bigint not null,
      position       bigint not null
    ) with (fillfactor = 80);
    create index tracking_due on %1$I.tracking (due_latest, commitment);
    create index tracking_announced on %1$I.tracking (announced_from, commitment);
    create index tracking_title on %1$I.tracking (title, commitment);
    create index tracking_corrected on %1$I.tracking (announced_position) where announced_position > first_position;
    create index tracking_refers on %1$I.tracking using gin (committers, beneficiaries, related);
    create index tracking_varies on %1$I.tracking (first_position) where varies;
    create index tracking_words on %1$I.tracking using gin (array_to_tsvector(string_to_array(words, ' ')));

    create table %1$I.tracking_facts (
      commitment text   collate "C" not null,
      position   bigint not null,
      told_on    date   not null,
      event      json   not null,
      primary key (commitment, position)
    );

    create table %1$I.tracking_spans (
      commitment text collate "C" not null,
      valid_from date not null,
      valid_to   date not null,
      label      text collate "C" not null,
      normative  text collate "C" not null,
      delivery   text collate "C" not null,
      time       text collate "C" not null,
      evidence   text collate "C" not null,
      outcome    text collate "C" not null,
      primary key (commitment, valid_from)
    ) with (fillfactor = 80);
    create index tracking_spans_label on %1$I.tracking_spans (label, valid_to, valid_from);

    create table %1$I.timeline (
      position    bigint not null primary key,
      event_id    text   not null,
      stream      text   collate "C" not null,
      type        text   collate "C" not null,
      occurred    text   not null,
      earliest    date   not null,
      latest      date   not null,
      recorded_at text   collate "C" not null,
      actor       text   not null,
      commitments text[] collate "C" not null,
      meetings    text[] collate "C" not null,
      sources     text[] collate "C" not null,
      parties     text[] collate "C" not null,
      kind        text   collate "C",
      event       json   not null
    );
    create index timeline_stream on %1$I.timeline (stream, position);
    create index timeline_corrections on %1$I.timeline (stream, position) where type = 'CorrectionRecorded';
    create index timeline_type on %1$I.timeline (type, position);
    create index timeline_kind on %1$I.timeline (kind, position);
    create index timeline_chronology on %1$I.timeline (earliest, position);
    create index timeline_refers on %1$I.timeline using gin (commitments, meetings, sources, parties);
  $sql$, schema);
  execute format($sql$
    create table %1$I.meetings (
      position    bigint not null primary key,
      id          text   collate "C" not null unique,
      earliest    date   not null,
      latest      date   not null,
      recorded_at text   collate "C" not null,
      event       json   not null
    );
    create index meetings_chronology on %1$I.meetings (earliest, position);

    create table %1$I.positions (
      position    bigint not null primary key,
      earliest    date   not null,
      latest      date   not null,
      recorded_at text   collate "C" not null,
      party       text   collate "C" not null,
      topic       text   not null,
      meeting     text   collate "C",
      data        json   not null
    );
    create index positions_chronology on %1$I.positions (earliest, position);
    create index positions_party on %1$I.positions (party, earliest, position);
    create index positions_meeting on %1$I.positions (meeting, earliest, position);

    create table %1$I.packages (
      position    bigint not null primary key,
      imposer     text   collate "C" not null,
      target      text   collate "C" not null,
      number      int,
      earliest    date   not null,
      latest      date   not null,
      recorded_at text   collate "C" not null,
      data        json   not null
    );
    create index packages_register on %1$I.packages (imposer, target, number);

    create table %1$I.reports (
      position      bigint not null primary key,
      earliest      date   not null,
      latest        date   not null,
      recorded_at   text   collate "C" not null,
      committers    text[] collate "C" not null,
      beneficiaries text[] collate "C" not null,
      data          json   not null
    );
    create index reports_chronology on %1$I.reports (earliest, position);

    create table %1$I.sources (
      position    bigint not null primary key,
      id          text   collate "C" not null unique,
      earliest    date   not null,
      latest      date   not null,
      recorded_at text   collate "C" not null,
      data        json   not null
    );
    create index sources_chronology on %1$I.sources (earliest, position);
  $sql$, schema);
end
$function$;
`;
