/**
 * Stops every fold into the schema until the transaction ends. A fold takes the same lock shared, so the shape of a
 * schema never changes under one. Only the two schemas of the read models may be named.
 */
export const lockReadModels = /* sql */ `
create function ledger.lock_read_models(schema text) returns void
language plpgsql as $function$
begin
  if schema is null or schema not in ('read_models', 'read_models_next') then
    raise exception using
      errcode = 'invalid_schema_name',
      message = format('%s is not a schema of read models', coalesce(quote_ident(schema), 'null'));
  end if;
  perform pg_advisory_xact_lock(4711011, case schema when 'read_models' then 0 else 1 end);
end
$function$;
`;

export const dropReadModels = /* sql */ `
create function ledger.drop_read_models(schema text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $function$
begin
  perform ledger.lock_read_models(schema);
  execute format('drop schema if exists %I cascade', schema);
end
$function$;
`;

/** Puts what was built beside the live read models in their place, for every reader at once. */
export const swapReadModels = /* sql */ `
create function ledger.swap_read_models() returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $function$
begin
  perform ledger.lock_read_models('read_models');
  perform ledger.lock_read_models('read_models_next');
  drop schema if exists read_models cascade;
  alter schema read_models_next rename to read_models;
end
$function$;
`;
