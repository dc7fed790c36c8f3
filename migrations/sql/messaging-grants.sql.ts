/** The relay writes how far it is; the projector folds and answers requests; the api asks and looks. */
export const messagingGrants = /* sql */ `
revoke all on ledger.relay_state, ledger.relay_checkpoints, ledger.projection_requests from public;
revoke all on all functions in schema ledger from public;

grant select, update on ledger.relay_state to ledger_relay;
grant select, insert, delete on ledger.relay_checkpoints to ledger_relay;

grant select on ledger.relay_state, ledger.relay_checkpoints, ledger.projection_requests to ledger_api, ledger_projector;
grant insert (kind, projection, stream, requested_by) on ledger.projection_requests to ledger_api;
grant update (state, detail, finished_at) on ledger.projection_requests to ledger_projector;

grant execute on function ledger.create_read_models, ledger.swap_read_models, ledger.drop_read_models
  to ledger_projector;
grant execute on function ledger.read_models_recipe, ledger.read_models_state, ledger.read_models_as_of
  to ledger_api, ledger_projector;
`;
