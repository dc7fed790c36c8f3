/** As JSON has it, in which neither DateStyle nor the time zone of a session changes anything; `to_char` takes twice as long. */
const recordedAt = /* sql */ `to_json(e.recorded_at at time zone 'UTC')`;

/**
 * What a body does not tell of its event, and the body: with a column for each thing that it does tell, a row costs
 * Postgres half as much again, and node-postgres as much as reading them from the body.
 */
export const sealedColumns = /* sql */ `e.position, ${recordedAt}, e.body`;

/** All columns of a recorded event, in the order in which `recorded-row.ts` reads them. */
export const eventColumns = /* sql */ `
e.position, ${recordedAt}, e.body, e.stream_id, e.version, e.event_id, e.type, e.schema, e.occurred,
e.actor, e.correlation_id, e.causation_id`;
