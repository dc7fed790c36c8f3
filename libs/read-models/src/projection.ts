import { decode, type LedgerEvent, type RecordedEvent } from '#libs/domain';
import { type QueryConfig } from 'pg';

/**
 * What a projection needs of the transaction it is called in. A statement with a name is prepared by each connection when it
 * first meets it: of a batch of a few events, planning costs more than all else. But a plan may be made while its tables are
 * empty, so names are for what has only one.
 */
export interface ProjectionTransaction {
  query(statement: string | QueryConfig, values?: unknown[]): Promise<{ readonly rows: readonly unknown[] }>;
}

/**
 * A fold of events into tables of the schema given. Called with events in order of positions; what it
 * throws parks the event. Every row comes from one stream, because streams run side by side.
 */
export interface Projection {
  readonly name: string;
  /** @throws UnreadableEvent, UnfoldableEvent for an event that this build cannot take. */
  project(tx: ProjectionTransaction, schema: string, events: readonly RecordedEvent[]): Promise<void>;
}

/** A fact and where it stands in the ledger. */
export interface RecordedFact {
  readonly recorded: RecordedEvent;
  readonly event: LedgerEvent;
}

// Each projection is given the same list where no stream is held, and decoding costs more than any fold.
const listed = new WeakMap<readonly RecordedEvent[], readonly RecordedFact[]>();

/**
 * The facts in recorded events, a list decoded once however many projections ask.
 *
 * @throws UnreadableEvent
 */
export function factsIn(events: readonly RecordedEvent[]): readonly RecordedFact[] {
  const before = listed.get(events);
  if (before) return before;
  const facts = events.map((recorded) => ({ recorded, event: decode(recorded) }));
  listed.set(events, facts);
  return facts;
}

/** The incarnation of the tables in a schema: another one whenever they are made anew, the same when they are renamed. */
export async function buildOf(tx: ProjectionTransaction, schema: string): Promise<string> {
  const { rows } = await tx.query({
    name: `${schema}-build`,
    text: `select id from ${schema}.build`,
    values: [],
  });
  const [row] = rows as readonly { readonly id: string }[];
  return row?.id ?? '';
}

/**
 * The schema as an SQL identifier.
 *
 * @throws RangeError for a schema that no read models live in: the name goes into statements as it is.
 */
export function schemaName(schema: string): string {
  if (schema !== 'read_models' && schema !== 'read_models_next')
    throw new RangeError(`${schema} is not a schema of read models`);
  return schema;
}
