/** As this session has them: a database or a role may have settings of its own. */
export const serverSettingsSql = /* sql */ `
select name, setting as value
  from pg_settings
 where name in ('fsync', 'synchronous_commit', 'full_page_writes', 'server_encoding')`;

/** What the session's role is and may do to the events. One row; `has_ledger` tells whether there is one, `is_current` whether it has the newest function called. */
export const ledgerAccessSql = /* sql */ `
select current_user as role,
       current_database() as database,
       r.rolsuper as is_superuser,
       e.oid is not null as has_ledger,
       exists (
         select from pg_proc p join pg_namespace n on n.oid = p.pronamespace
          where n.nspname = 'ledger' and p.proname = 'append_batch_optimistic'
       ) as is_current,
       coalesce(pg_has_role(e.relowner, 'MEMBER'), false) as is_owner,
       coalesce(has_table_privilege(e.oid, 'UPDATE, DELETE, TRUNCATE'), false) as may_change
  from pg_roles r
  left join (
    select c.oid, c.relowner
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = 'ledger' and c.relname = 'events'
  ) e on true
 where r.rolname = current_user`;
