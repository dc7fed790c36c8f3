/**
 * The columns of a recorded event, in the order in which `recorded-row.ts` reads them. The time is made text here: a
 * JavaScript Date has no microseconds.
 */
export const eventColumns = /* sql */ `
e.position, e.stream_id, e.version, e.event_id, e.type, e.schema, e.occurred,
to_char(e.recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
e.actor, e.correlation_id, e.causation_id, e.body`;
