/** Where read models live, and where they are built beside the live ones. */
export type ReadModelSchema = 'read_models' | 'read_models_next';

export const LIVE = 'read_models';
export const NEXT = 'read_models_next';

const key = (schema: ReadModelSchema): string => `4711011, ${schema === LIVE ? 0 : 1}`;

/**
 * Opens a transaction in which the tables of the schema stay what they are. One statement, so that it costs one round
 * trip; the lock comes before any name is looked up.
 */
export const beginFold = (schema: ReadModelSchema): string =>
  `begin; select pg_advisory_xact_lock_shared(${key(schema)})`;

/**
 * Waits until no fold into the schema is under way, and lets none begin until the transaction ends. What others have
 * made or dropped meanwhile is known afterwards: a session hears of that when it locks a table and not when it has waited
 * for an advisory lock, and would go on believing that there is no such schema.
 */
export const stopFolds = (schema: ReadModelSchema): string =>
  `select pg_advisory_xact_lock(${key(schema)}); lock table ledger.relay_state in access share mode`;
