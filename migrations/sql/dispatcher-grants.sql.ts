/** The dispatcher appends what its clock says, by the same functions as everybody, and keeps its own notes. */
export const dispatcherGrants = /* sql */ `
revoke all on ledger.deadlines, ledger.deadlines_noted from public;

grant usage on schema ledger to ledger_dispatcher;
grant select, insert on ledger.events to ledger_dispatcher;
grant select, update on ledger.head to ledger_dispatcher;
grant execute on function ledger.append, ledger.append_batch to ledger_dispatcher;

grant select, insert, update, delete on ledger.deadlines to ledger_dispatcher;
grant select, update on ledger.deadlines_noted to ledger_dispatcher;
`;
