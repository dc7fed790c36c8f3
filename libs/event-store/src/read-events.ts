import { type RecordedEvent } from '#libs/domain';
import { type CustomTypesConfig, type Pool } from 'pg';
import { recordedEvent, type RecordedRow, sealedEvents, type SealedRow } from './recorded-row.ts';
import { readAtSql } from './sql/read-at.sql.ts';

/** Answers with the events that a statement selects the `sealedColumns` of, in its order. */
export async function readEvents(
  pool: Pool,
  name: string,
  text: string,
  values: unknown[],
): Promise<readonly RecordedEvent[]> {
  const rows = await rowsOf<SealedRow>(pool, name, text, values);
  const events = sealedEvents(rows);
  if (events.every((event) => event !== undefined)) return events;
  const untold = rows.filter((_, index) => events[index] === undefined);
  const told = await eventsAt(
    pool,
    untold.map(([position]) => position),
  );
  return events.map((event, index) => {
    const [position = ''] = rows[index] ?? [];
    const found = event ?? told.get(Number(position));
    if (!found) throw new Error(`Postgres answered with the event at ${position} only once`);
    return found;
  });
}

/** By position, those whose columns have to be asked for. What stands at a position stays, so they may be asked for later. */
async function eventsAt(pool: Pool, positions: readonly string[]): Promise<Map<number, RecordedEvent>> {
  const rows = await rowsOf<RecordedRow>(pool, 'read-at', readAtSql, [positions]);
  return new Map(rows.map(recordedEvent).map((event) => [event.position, event]));
}

async function rowsOf<Row extends unknown[]>(
  pool: Pool,
  name: string,
  text: string,
  values: unknown[],
): Promise<readonly Row[]> {
  const { rows } = await pool.query<Row>({ name, text, values, rowMode: 'array', types: AS_TEXT });
  return rows;
}

/** What node-postgres would make of each value is made where it is known what they are. */
const AS_TEXT: CustomTypesConfig = { getTypeParser: () => unchanged };
const unchanged = (text: string): string => text;
