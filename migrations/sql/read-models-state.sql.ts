/** By which recipe the tables of read models are made now; one that has changed makes the present tables outdated. */
export const readModelsRecipe = /* sql */ `
create function ledger.read_models_recipe() returns text
language sql stable security definer set search_path = pg_catalog, pg_temp as $function$
  select md5(prosrc) from pg_proc where oid = 'ledger.create_read_model_tables(text)'::regprocedure
$function$;
`;

/**
 * Whether a schema of read models can be folded into: `absent`, `damaged` (a table it was made with is gone),
 * `outdated` (a migration has changed what it should hold) or `sound`.
 */
export const readModelsState = /* sql */ `
create function ledger.read_models_state(schema text) returns text
language plpgsql stable as $function$
declare
  made record;
begin
  if to_regnamespace(schema) is null then
    return 'absent';
  elsif to_regclass(format('%I.build', schema)) is null then
    return 'damaged';
  end if;
  execute format('select tables, recipe from %I.build', schema) into made;
  if made is null or made.recipe = ''
    or exists (select from unnest(made.tables) name where to_regclass(format('%I.%I', schema, name)) is null)
  then
    return 'damaged';
  end if;
  return case made.recipe when ledger.read_models_recipe() then 'sound' else 'outdated' end;
end
$function$;
`;

/**
 * The position as of which the read models are true: of all the relay's checkpoints of which every end offset has been
 * passed, the highest, and never below the floor kept when the topic was begun anew. A partition folded in another
 * generation than the checkpoint's counts as not begun. 0 where there are no read models.
 */
export const readModelsAsOf = /* sql */ `
create function ledger.read_models_as_of(schema text default 'read_models') returns bigint
language plpgsql stable as $function$
declare
  reached bigint;
begin
  if to_regclass(format('%I.checkpoints', schema)) is null or to_regclass(format('%I.build', schema)) is null then
    return 0;
  end if;
  execute format($sql$
    select coalesce(passed.position, build.as_of)
      from %1$I.build build
      left join lateral (
        select c.position
          from ledger.relay_checkpoints c
         where c.position > build.as_of
           and not exists (
             select from unnest(c.end_offsets) with ordinality last (end_offset, ordinal)
               left join %1$I.checkpoints mine on mine.partition = last.ordinal - 1 and mine.generation = c.generation
              where last.end_offset > coalesce(mine.next_offset, 0)
           )
         order by c.position desc limit 1
      ) passed on true
  $sql$, schema) into reached;
  return coalesce(reached, 0);
end
$function$;
`;
