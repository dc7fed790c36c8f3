/** A statement whose rows come as arrays. */
interface ArrayStatement {
  readonly name: string;
  readonly text: string;
  readonly values: unknown[];
  readonly rowMode: 'array';
}

/** What is needed of a Postgres connection. A `pg` pool is one. */
export interface Sql {
  // The caller says what a row is, as with node-postgres itself.
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters
  query<Row extends object>(
    statement: string | ArrayStatement,
    values?: unknown[],
  ): Promise<{ readonly rows: Row[] }>;
}
