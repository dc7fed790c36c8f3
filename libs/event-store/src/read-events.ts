import { type RecordedEvent } from '#libs/domain';
import { type Pool, type QueryConfig } from 'pg';
import { recordedEvent, type RecordedRow, type SealedRow, SealedRows } from './recorded-row.ts';
import { rowsAsTheyArrive } from './rows-as-they-arrive.ts';
import { readAtSql } from './sql/read-at.sql.ts';

/**
 * What `take` makes of the events that a statement selects the `sealedColumns` of, in its order. Those whose body does not
 * tell them plainly are asked for when all others have come, and taken last.
 *
 * @throws what `take` throws.
 */
export async function readEvents<Taken>(
  pool: Pool,
  statement: QueryConfig,
  take: (event: RecordedEvent) => Taken,
): Promise<Taken[]> {
  const sealed = new SealedRows();
  const taken: (Taken | undefined)[] = [];
  const untold = new Map<string, number>();
  await rowsAsTheyArrive(pool, statement, (rows) => {
    for (const row of rows as readonly SealedRow[]) {
      const event = sealed.next(row);
      if (!event) untold.set(row[0], taken.length);
      taken.push(event && take(event));
    }
  });
  if (untold.size > 0) {
    // What stands at a position stays, so it may be asked for later.
    const statement = { name: 'read-at', text: readAtSql, values: [[...untold.keys()]] };
    await rowsAsTheyArrive(pool, statement, (rows) => {
      for (const row of rows as readonly RecordedRow[]) {
        const place = untold.get(row[0]);
        if (place === undefined) throw new Error(`Postgres answered with ${row[0]}, which was not asked for`);
        taken[place] = take(recordedEvent(row));
        untold.delete(row[0]);
      }
    });
    for (const position of untold.keys()) throw new Error(`Postgres answered with ${position} only once`);
  }
  return taken as Taken[];
}
