import pg from 'pg';

/** Every value as Postgres writes it. */
export type TextRow = readonly (string | null)[];

/**
 * Rows are taken so many at once: one by one, between what node-postgres does for each, they cost a twentieth more, and a
 * hundred at once begin so late that a stream of 1,000 took as much longer.
 */
const AT_ONCE = 32;

/**
 * Calls `take` with the rows of an answer as they arrive, while Postgres is at those after them. What it throws is thrown
 * here, once the rest has come, which it is not called for.
 *
 * @throws what the pool and the server throw.
 */
export async function rowsAsTheyArrive(
  pool: pg.Pool,
  statement: pg.QueryConfig,
  take: (rows: readonly TextRow[]) => void,
): Promise<void> {
  let rows: TextRow[] = [];
  let failed: { readonly because: unknown } | undefined;
  const takeRows = (): void => {
    try {
      if (!failed) take(rows);
    } catch (because) {
      failed = { because };
    }
    rows = [];
  };
  await eachRow(pool, statement, (row) => {
    if (rows.push(row) === AT_ONCE) takeRows();
  });
  takeRows();
  if (failed) throw failed.because;
}

async function eachRow(
  pool: pg.Pool,
  statement: pg.QueryConfig,
  take: (row: TextRow) => void,
): Promise<void> {
  const config: pg.QueryArrayConfig = { ...statement, rowMode: 'array', types: AS_TEXT };
  const client = await pool.connect();
  try {
    await new Promise<void>((resolve, reject) => {
      const query = client.query(new pg.Query(config));
      query.on('row', take);
      query.on('end', () => {
        resolve();
      });
      query.on('error', reject);
    });
    client.release();
  } catch (error) {
    client.release(true);
    throw error;
  }
}

/** What node-postgres would make of a value is made where it is known what it is. */
const AS_TEXT: pg.CustomTypesConfig = { getTypeParser: () => unchanged };
const unchanged = (text: string): string => text;
