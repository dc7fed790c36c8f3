import { factId, lastWords, occurredOf, type LedgerEvent, type PlainFact } from '#libs/domain';
import { columnsOf, recordsOf, type EventTable, type PlacedFact } from './event-table.ts';
import { type Snapshot } from './snapshot.ts';

/** A fact of no commitment that was corrected, by what was known at the position asked for. */
export interface ToldAnew {
  /** Where it was first told, which stays its place. */
  readonly position: number;
  /** As it stands; undefined where it is retracted. */
  readonly fact: PlacedFact | undefined;
}

/** Puts a value among those of a statement, and says how the statement names it. */
export type Parameter = (value: unknown) => string;

/**
 * The facts of no commitment of which a correction is in force: sources, meetings, what was said there, packages. Rows are
 * derived from one event alone, and few are ever corrected, so what corrections make of them is worked out when asked.
 */
export async function toldAnew({ manager, at }: Snapshot): Promise<readonly ToldAnew[]> {
  const rows = await manager.query<Told[]>(CORRECTED_STREAMS, [at.knownAt ?? null]);
  return [...byStream(rows).values()].flatMap((own) => {
    const last = lastWords(own.map(({ event }) => event));
    return own.flatMap(({ position, recordedAt, event }) => {
      const correction = event.type === 'CorrectionRecorded' ? undefined : last.get(factId(event));
      if (!correction) return [];
      const anew: PlainFact | undefined = correction.data.replacement;
      const recorded = anew && { position, recordedAt, occurred: occurredOf(anew) };
      return [{ position, fact: anew && recorded ? { recorded, event: anew } : undefined }];
    });
  });
}

/**
 * What to select from in place of a table: its rows as corrections have them.
 *
 * @param parameter of the statement that it is put into, as `fact`.
 */
export function standingRows<Row extends { readonly position: number }>(
  { table, rowOf }: EventTable<Row>,
  told: readonly ToldAnew[],
  parameter: Parameter,
): string {
  const name = `read_models.${table.options.name}`;
  if (told.length === 0) return name;
  const anew = told.flatMap(({ fact }) => (fact && rowOf(fact)) ?? []);
  const all = columnsOf(table);
  const otherwise = parameter(told.map(({ position }) => position));
  const records = recordsOf(table, parameter(JSON.stringify(anew)));
  return `(select ${all.map(({ name: column }) => column).join(', ')} from ${name} where position <> all(${otherwise}::bigint[])
    union all select ${all.map(({ property }) => `given."${property}"`).join(', ')} from ${records})`;
}

/** The rows of a table for which a condition on `fact` holds, as corrections have them. */
export async function standingWhere<Row extends { readonly position: number }>(
  snapshot: Snapshot,
  rows: EventTable<Row>,
  condition: (parameter: Parameter) => string,
): Promise<readonly Row[]> {
  const told = await toldAnew(snapshot);
  const values: unknown[] = [];
  const parameter: Parameter = (value) => `$${values.push(value)}`;
  const columns = columnsOf(rows.table).map(({ name, property }) => `fact.${name} as "${property}"`);
  return snapshot.manager.query<Row[]>(
    `select ${columns.join(', ')} from ${standingRows(rows, told, parameter)} fact where ${condition(parameter)}`,
    values,
  );
}

interface Told {
  readonly stream: string;
  readonly position: number;
  readonly recordedAt: string;
  readonly event: LedgerEvent;
}

function byStream(rows: readonly Told[]): ReadonlyMap<string, readonly Told[]> {
  const streams = new Map<string, Told[]>();
  for (const row of rows) streams.set(row.stream, [...(streams.get(row.stream) ?? []), row]);
  return streams;
}

// Streams of commitments come first in the order of bytes, and have rows of their own that know their corrections.
const CORRECTED_STREAMS = /* sql */ `
select t.stream, t.position, t.recorded_at as "recordedAt", t.event
  from read_models.timeline t
 where t.stream in (select stream from read_models.timeline
                     where type = 'CorrectionRecorded' and stream >= 'd' and ($1::bigint is null or position <= $1))
   and ($1::bigint is null or t.position <= $1)
 order by t.position`;
