import CliTable from 'cli-table3';
import { longestWord, textWidth, widestLine, wrap } from './text-width.ts';

export type Colour = (text: string) => string;

export interface Cell {
  readonly text: string;
  readonly colour?: Colour | undefined;
}

export interface Column {
  readonly title: string;
  /** Never broken over lines: an id that is to be copied. */
  readonly whole?: boolean;
  readonly align?: 'left' | 'right';
}

export interface Table {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly (Cell | string)[])[];
}

export interface TableStyle {
  /** Cells to a line; `Infinity` keeps every row on one line. */
  readonly width: number;
  readonly bold: Colour;
  readonly dim: Colour;
}

const GAP = 2;

/** A table that fits the width by wrapping its cells, or one block of lines to a row where even that is too wide. */
export function renderTable(table: Table, style: TableStyle): string {
  const rows = table.rows.map((row) => row.map(asCell));
  const widths = fit(table.columns, rows, style.width);
  if (widths === undefined) return renderBlocks(table.columns, rows, style);

  const wrapped = rows.map((row) =>
    row.map(({ text, colour }, index) => ({ lines: wrap(text, widths[index] ?? Infinity), colour })),
  );
  const separated = wrapped.some((row) => row.some(({ lines }) => lines.length > 1));
  const drawn = new CliTable({
    chars: { ...NO_LINES, ...(separated && { mid: '─', 'mid-mid': '─'.repeat(GAP) }) },
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [] },
    colWidths: [...widths],
    colAligns: table.columns.map(({ align }) => align ?? 'left'),
  });
  drawn.push(
    table.columns.map(({ title }, index) => painted(wrap(title, widths[index] ?? Infinity), style.bold)),
    ...wrapped.map((row) => row.map(({ lines, colour }) => painted(lines, colour))),
  );
  return drawn
    .toString()
    .split('\n')
    .map((line) => (/^─+$/.test(line) ? style.dim(line) : line.trimEnd()))
    .join('\n');
}

// cli-table3 draws what is named here; everything else of a box is left out.
const NO_LINES = {
  ...{ top: '', 'top-mid': '', 'top-left': '', 'top-right': '' },
  ...{ bottom: '', 'bottom-mid': '', 'bottom-left': '', 'bottom-right': '' },
  ...{ left: '', 'left-mid': '', mid: '', 'mid-mid': '', right: '', 'right-mid': '' },
  middle: ' '.repeat(GAP),
};

const asCell = (cell: Cell | string): Cell => (typeof cell === 'string' ? { text: cell } : cell);

const painted = (lines: readonly string[], colour: Colour = (text) => text): string =>
  lines.map((line) => (line === '' ? line : colour(line))).join('\n');

/** Takes width from the widest column until all fit; undefined where that would cut a word. */
function fit(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  width: number,
): readonly number[] | undefined {
  const texts = columns.map(({ title }, index) => [title, ...rows.map((row) => row[index]?.text ?? '')]);
  const widths = texts.map((column) => Math.max(1, ...column.map(widestLine)));
  const least = texts.map((column, index) =>
    columns[index]?.whole ? (widths[index] ?? 1) : Math.max(1, ...column.map(longestWord)),
  );
  let excess = widths.reduce((sum, each) => sum + each, GAP * (columns.length - 1)) - width;
  while (excess > 0) {
    const widest = widths.reduce(
      (best, each, index) => (each > (least[index] ?? 0) && each > (widths[best] ?? 0) ? index : best),
      widths.findIndex((each, index) => each > (least[index] ?? 0)),
    );
    if (widest < 0) return undefined;
    widths[widest] = (widths[widest] ?? 1) - 1;
    excess -= 1;
  }
  return widths;
}

function renderBlocks(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  { width, dim }: TableStyle,
): string {
  const lead = Math.max(...columns.map(({ title }) => textWidth(title))) + GAP;
  return rows
    .map((row) =>
      row
        .flatMap(({ text, colour }, index) => {
          if (text === '') return [];
          const title = columns[index]?.title ?? '';
          const lines = wrap(text, Math.max(width - lead, 12));
          return lines.map(
            (line, number) =>
              (number === 0 ? dim(title) + ' '.repeat(lead - textWidth(title)) : ' '.repeat(lead)) +
              painted([line], colour),
          );
        })
        .join('\n'),
    )
    .join('\n\n');
}
