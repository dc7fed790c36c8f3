/**
 * What the read models themselves need, called by `ledger.create_read_models` with the schema to work in. A placeholder:
 * a later migration replaces it (create or replace) with the tables of the projections. Whatever it does must name the
 * schema it was given, since the schema is renamed when it goes live.
 */
export const createReadModelTables = /* sql */ `
create function ledger.create_read_model_tables(schema text) returns void
language plpgsql as $function$
begin
end
$function$;
`;

/**
 * A read-model schema, empty, with the framework's own tables. SECURITY DEFINER, because it is the projector that
 * notices when one is missing, and a process owns nothing and creates nothing otherwise.
 *
 * - `build`: which incarnation this is, and a floor under what it is true as of.
 * - `checkpoints`: how far each partition has been folded in.
 * - `parked`: events a projection could not take, and those that wait behind them.
 */
export const createReadModels = /* sql */ `
create function ledger.create_read_models(schema text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $function$
begin
  perform ledger.lock_read_models(schema);
  execute format($sql$
    create schema %1$I;
    alter default privileges in schema %1$I grant select on tables to ledger_api;
    alter default privileges in schema %1$I grant select, insert, update, delete on tables to ledger_projector;
    alter default privileges in schema %1$I grant usage on sequences to ledger_projector;
    grant usage on schema %1$I to ledger_api, ledger_projector;

    create table %1$I.build (
      only_row   boolean     not null default true primary key check (only_row),
      id         uuid        not null default gen_random_uuid(),
      created_at timestamptz not null default clock_timestamp(),
      as_of      bigint      not null default 0,
      tables     text[]      not null default '{}',
      recipe     text        not null default ''
    );

    create table %1$I.checkpoints (
      partition   int         not null primary key,
      generation  bigint      not null,
      next_offset bigint      not null,
      position    bigint      not null,
      at          timestamptz not null default clock_timestamp()
    ) with (fillfactor = 10);

    create table %1$I.parked (
      id              bigint      generated always as identity primary key,
      projection      text        not null,
      stream_id       text        collate "C" not null,
      position        bigint      not null,
      partition       int         not null,
      reason          text        not null check (reason in ('failed', 'held', 'stray')),
      event_id        text,
      type            text,
      error           text,
      attempts        int         not null,
      first_parked_at timestamptz not null default clock_timestamp(),
      last_tried_at   timestamptz,
      headers         json        not null,
      body            bytea       not null
    );
    create unique index parked_once on %1$I.parked (projection, position) where reason <> 'stray';
    create index parked_stream on %1$I.parked (stream_id, projection, position);

    insert into %1$I.build default values;
  $sql$, schema);
  perform ledger.create_read_model_tables(schema);
  execute format($sql$
    update %1$I.build set
      tables = array(select relname::text from pg_class where relnamespace = %1$L::regnamespace and relkind in ('r', 'p')),
      recipe = ledger.read_models_recipe()
  $sql$, schema);
end
$function$;
`;
