import { type EntitySchema } from 'typeorm';
import { columnsOf } from './event-table.ts';
import { BadCursor } from './read-model-errors.ts';
import { type AsOf, type Snapshot } from './snapshot.ts';
import { type Parameter } from './told-anew.ts';

/** Which part of a list is asked for. */
export interface Page {
  /** `next` of the page before. */
  readonly cursor?: string;
  /** From 1 to 200; 50 where it is not given. */
  readonly limit?: number;
}

/** Which part of a list in order of days is asked for, and from which end. */
export interface ChronologicalPage extends Page {
  readonly direction?: 'ascending' | 'descending';
}

/** A page of a list. `next` is null on the last one. */
export interface List<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
  readonly asOf: AsOf;
}

const DEFAULT_LIMIT = 50;
export const MAX_LIMIT = 200;

/**
 * How many items a page has.
 *
 * @throws RangeError for a number that no page has.
 */
export function limitOf({ limit = DEFAULT_LIMIT }: Page): number {
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT)
    throw new RangeError(`A page has from 1 to ${MAX_LIMIT} items, not ${limit}`);
  return limit;
}

/** The place after an item in a list of this order, opaque to whoever is given it. */
export const cursorAfter = (order: string, key: readonly [string, string | number]): string =>
  Buffer.from(JSON.stringify([order, ...key])).toString('base64url');

/**
 * The key of the last item of the page before.
 *
 * @throws BadCursor
 */
export function keyIn(
  cursor: string,
  order: string,
  isKey: (sort: string, id: string | number) => boolean,
): readonly [string, string | number] {
  let key: unknown;
  try {
    key = JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    throw new BadCursor();
  }
  if (!Array.isArray(key) || key.length !== 3 || key[0] !== order) throw new BadCursor();
  const [, sort, id] = key as unknown[];
  if (typeof sort !== 'string' || (typeof id !== 'string' && typeof id !== 'number')) throw new BadCursor();
  if (sort.includes('\u0000') || !isKey(sort, id)) throw new BadCursor();
  return [sort, id];
}

/** Whether a text is a day as columns hold it. */
export const isDayColumn = (text: string): boolean =>
  /^-?infinity$/.test(text) || (/^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)));

/** The rows of one page, and where the next begins. */
export function cut<Row>(
  rows: readonly Row[],
  limit: number,
  cursorOf: (last: Row) => string,
): { readonly rows: readonly Row[]; readonly next: string | null } {
  const last = rows[limit - 1];
  return { rows: rows.slice(0, limit), next: rows.length > limit && last ? cursorOf(last) : null };
}

/** The columns by which a list of facts is put in order of days. */
export interface ChronologicalRow {
  readonly position: number;
  readonly earliest: string;
}

/** What a list in order of days is made of. */
export interface Chronicle<Row extends ChronologicalRow> {
  readonly table: EntitySchema<Row>;
  /** What stands for the table in the statement, where not its rows as they are. */
  readonly from?: (parameter: Parameter) => string;
  /** Conditions on its columns, as those of `fact`. */
  readonly where?: (parameter: Parameter) => readonly string[];
}

/**
 * One page of facts in order of the first day each may have happened, then of positions: those known at the position
 * asked for which, on the day asked for, had happened or may have.
 *
 * @throws BadCursor
 */
export async function chronologicalPage<Row extends ChronologicalRow>(
  { table, from, where }: Chronicle<Row>,
  page: ChronologicalPage,
  { manager, at }: Snapshot,
): Promise<{ readonly rows: readonly Row[]; readonly next: string | null }> {
  const limit = limitOf(page);
  const { direction = 'ascending' } = page;
  const values: unknown[] = [];
  const parameter: Parameter = (value) => `$${values.push(value)}`;
  const conditions = [`fact.earliest <= ${parameter(at.validAt)}::date`, ...(where?.(parameter) ?? [])];
  if (at.knownAt !== undefined) conditions.push(`fact.position <= ${parameter(at.knownAt)}::bigint`);
  if (page.cursor !== undefined) {
    const [day, position] = keyIn(
      page.cursor,
      direction,
      (sort, id) => isDayColumn(sort) && Number.isSafeInteger(id),
    );
    const beyond = direction === 'ascending' ? '>' : '<';
    conditions.push(
      `(fact.earliest, fact.position) ${beyond} (${parameter(day)}::date, ${parameter(position)}::bigint)`,
    );
  }
  const order = direction === 'ascending' ? 'asc' : 'desc';
  const columns = columnsOf(table).map(({ name, property }) => `fact.${name} as "${property}"`);
  const rows = await manager.query<Row[]>(
    `select ${columns.join(', ')} from ${from?.(parameter) ?? `read_models.${table.options.name}`} fact
      where ${conditions.join(' and ')}
      order by fact.earliest ${order}, fact.position ${order} limit ${limit + 1}`,
    values,
  );
  return cut(rows, limit, (last) => cursorAfter(direction, [last.earliest, last.position]));
}
