/** A statement that each connection prepares under its name when it first meets it, and plans once. */
export interface Prepared {
  readonly name: string;
  readonly text: string;
  readonly values: unknown[];
}

/** What is needed of a Postgres connection. A `pg` client or pool is one. */
export interface Sql {
  // The caller says what a row is, as with node-postgres itself.
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters
  query<Row extends object = Record<string, unknown>>(
    statement: string | Prepared,
    values?: unknown[],
  ): Promise<{ rows: Row[]; rowCount: number | null }>;
}

/** A bigint, or an array of them, as node-postgres gives it: text, because it may be larger than a safe integer. */
export type BigintText = string;
