/**
 * The position as of which the read models are true: of all the relay's checkpoints of which every end offset has been
 * passed, the highest, and never below the floor kept when the topic was begun anew. A partition folded in another
 * generation than the checkpoint's counts as not begun. 0 where there are no read models.
 *
 * Of the live ones every reader asks, so that statement stands as it is and is planned once for a connection: to be planned
 * anew for each answer cost it six times what it did.
 */
export const readModelsAsOf = /* sql */ `
create or replace function ledger.read_models_as_of(schema text default 'read_models') returns bigint
language plpgsql stable as $function$
declare
  reached bigint;
begin
  if to_regclass(format('%I.checkpoints', schema)) is null or to_regclass(format('%I.build', schema)) is null then
    return 0;
  elsif schema = 'read_models' then
    ${reachedIn('read_models', 'into reached')};
  else
    execute format($sql$${reachedIn('%1$I')}$sql$, schema) into reached;
  end if;
  return coalesce(reached, 0);
end
$function$;
`;

function reachedIn(schema: string, into = ''): string {
  return `
    select coalesce(passed.position, build.as_of) ${into}
      from ${schema}.build build
      left join lateral (
        select c.position
          from ledger.relay_checkpoints c
         where c.position > build.as_of
           and not exists (
             select from unnest(c.end_offsets) with ordinality last (end_offset, ordinal)
               left join ${schema}.checkpoints mine on mine.partition = last.ordinal - 1 and mine.generation = c.generation
              where last.end_offset > coalesce(mine.next_offset, 0)
           )
         order by c.position desc limit 1
      ) passed on true`;
}
