import { type Report } from '../report.ts';

/** A column of a table of the data package. */
export interface Field {
  readonly name: string;
  readonly type: 'string' | 'integer' | 'number' | 'date' | 'datetime';
  readonly description: string;
}

/** One table of the data package. */
export interface Resource {
  readonly name: string;
  readonly title: string;
  readonly fields: readonly Field[];
  /** Which field tells a row from all others, where one does. */
  readonly primaryKey?: string;
  readonly foreignKeys?: readonly ForeignKey[];
  readonly rows: (report: Report) => Iterable<readonly Cell[]>;
}

/** Empty for null. */
export type Cell = string | number | null;

interface ForeignKey {
  readonly fields: string;
  readonly resource: string;
}

/** A field in one line. */
export const field = (name: string, type: Field['type'], description: string): Field => ({
  ...{ name, type, description },
});

/** A table as CSV (RFC 4180), piece by piece. */
export function* csvOf({ fields, rows }: Resource, report: Report): Generator<string, void> {
  yield `${fields.map(({ name }) => name).join(',')}\r\n`;
  for (const row of rows(report)) yield `${row.map(cellText).join(',')}\r\n`;
}

function cellText(cell: Cell): string {
  if (cell === null) return '';
  const text = String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
