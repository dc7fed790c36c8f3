import { type QueryConfig } from 'pg';

/**
 * What is needed of a Postgres connection. A `pg` client or pool is one. A statement with a name is prepared by each
 * connection when it first meets it.
 */
export interface Sql {
  // The caller says what a row is, as with node-postgres itself.
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters
  query<Row extends object = Record<string, unknown>>(
    statement: string | QueryConfig,
    values?: unknown[],
  ): Promise<{ rows: Row[]; rowCount: number | null }>;
}

/** A bigint, or an array of them, as node-postgres gives it: text, because it may be larger than a safe integer. */
export type BigintText = string;
