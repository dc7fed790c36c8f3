/** Each role gets what its work needs, by name; nobody gets anything for being in the database. */
export const grants = /* sql */ `
revoke all on schema ledger, public from public;
revoke all on all tables in schema ledger from public;
revoke all on all functions in schema ledger from public;

grant usage on schema ledger to ledger_api, ledger_relay, ledger_projector;

grant select, insert on ledger.events, ledger.idempotency, ledger.documents to ledger_api;
grant select, update on ledger.head to ledger_api;
grant select, insert, update (revoked_at) on ledger.api_keys to ledger_api;
grant execute on function ledger.append, ledger.append_batch, ledger.position_at to ledger_api;

grant select on ledger.events, ledger.head to ledger_relay;
`;
