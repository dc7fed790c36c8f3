import { type RecordedEvent } from '#libs/domain';
import { type Sql } from '../sql.ts';

/**
 * A fold of the log into tables. It is called inside a transaction that is not its own, with events in order of
 * positions; those of different partitions, and so of different streams, may come in any order between calls.
 *
 * It must come to the same rows however the events are cut into calls, name the schema it is given in every statement
 * (the same tables exist twice during a rebuild), and swallow no error of the database. What it throws, unless the
 * database is away, parks the event and holds its stream.
 */
export interface Projection {
  readonly name: string;
  project(tx: Sql, schema: string, events: readonly RecordedEvent[]): Promise<void>;
}
