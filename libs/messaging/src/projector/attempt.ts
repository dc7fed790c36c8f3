import { type PublishedEvent } from '../envelope.ts';
import { type Sql } from '../sql.ts';
import { isStructureMissing, isTransient } from '../transient.ts';
import { type Projection } from './projection.ts';
import { type ReadModelSchema } from './read-model-schema.ts';

/** A projection threw on these events, and would again. */
export class ProjectionFailed extends Error {
  override readonly name = 'ProjectionFailed';
  readonly code = 'projection-failed';
  constructor(
    readonly projection: string,
    override readonly cause: unknown,
  ) {
    super(`The projection ${projection} failed`, { cause });
  }
}

/** The tables of the read models are not all there; make them anew and fold again. */
export class ReadModelsUnsound extends Error {
  override readonly name = 'ReadModelsUnsound';
  readonly code = 'read-models-unsound';
  constructor(
    readonly schema: ReadModelSchema,
    readonly state: string,
  ) {
    super(`The schema ${schema} is ${state}`);
  }
}

/**
 * Lets a projection have events.
 *
 * @throws ProjectionFailed for what is the events' or the projection's own fault; a database that is away, or a missing
 * table, is thrown as it came.
 */
export async function project(
  tx: Sql,
  schema: ReadModelSchema,
  projection: Projection,
  events: readonly PublishedEvent[],
): Promise<void> {
  if (events.length === 0) return;
  try {
    await projection.project(tx, schema, events);
  } catch (error) {
    if (isTransient(error)) throw error;
    throw new ProjectionFailed(projection.name, error);
  }
}

/**
 * Lets a projection have events such that a failure leaves no trace in the transaction.
 *
 * @returns what was thrown when it failed.
 * @throws what is not the events' fault.
 */
export async function attempt(
  tx: Sql,
  schema: ReadModelSchema,
  projection: Projection,
  events: readonly PublishedEvent[],
): Promise<unknown> {
  await tx.query('savepoint attempt');
  try {
    await project(tx, schema, projection, events);
    await tx.query('release savepoint attempt');
    return undefined;
  } catch (error) {
    if (!(error instanceof ProjectionFailed)) throw error;
    await tx.query('rollback to savepoint attempt');
    await tx.query('release savepoint attempt');
    if (isStructureMissing(error.cause)) await demandSound(tx, schema);
    return error.cause;
  }
}

/** @throws ReadModelsUnsound, when a missing table is a table that should be there and not a projection's mistake. */
export async function demandSound(tx: Sql, schema: ReadModelSchema): Promise<void> {
  const { rows } = await tx.query<{ state: string }>('select ledger.read_models_state($1) as state', [
    schema,
  ]);
  const state = rows[0]?.state ?? 'absent';
  if (state !== 'sound') throw new ReadModelsUnsound(schema, state);
}
