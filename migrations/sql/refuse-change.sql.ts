/** Says no, and which table and act it was, to whoever gets past the grants. */
export const refuseChange = /* sql */ `
create function ledger.refuse_change() returns trigger
language plpgsql as $function$
begin
  raise exception using
    errcode = 'insufficient_privilege',
    message = format('%s is refused: %I.%I is append-only', tg_op, tg_table_schema, tg_table_name),
    hint = 'Record a CorrectionRecorded event instead; what was recorded stays.';
end
$function$;
`;

/**
 * Statement triggers refuse even a change of no rows. Row triggers stand beside them because a logical replication
 * worker fires only those. ALWAYS, so that session_replication_role does not switch them off.
 */
export const keepAppendOnly = (table: string): string => /* sql */ `
create trigger refuse_statement before update or delete or truncate on ${table}
  for each statement execute function ledger.refuse_change();
create trigger refuse_row before update or delete on ${table}
  for each row execute function ledger.refuse_change();
alter table ${table} enable always trigger refuse_statement;
alter table ${table} enable always trigger refuse_row;
`;
