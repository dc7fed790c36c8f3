import type { Command } from 'commander';
import type { z } from 'zod';
import { pageOf, read } from '../answers.ts';
import type { Query } from '../client.ts';
import { asOfInWords } from '../render/as-of.ts';
import { renderTable, type Cell, type Column } from '../render/table.ts';
import type { OpenSession, Session } from '../session.ts';
import type { Terminal } from '../terminal.ts';
import { asOfQuery, withAsOf, type AsOfOptions } from './as-of-options.ts';
import { listed, pageNote } from './pages.ts';

/** A list of the ledger as a table. */
export interface ListCommand<Item extends z.ZodType> {
  readonly path: string;
  /** What it says when there is nothing. */
  readonly none: string;
  readonly item: Item;
  readonly columns: readonly Column[];
  /** The rows of an item: one, or several where it holds a list of its own. */
  readonly rows: (item: z.output<Item>, paint: Terminal['paint']) => readonly (readonly (Cell | string)[])[];
  /** Options that become query parameters of the same name. */
  readonly filters?: Readonly<Record<string, string>>;
}

interface ListOptions extends AsOfOptions {
  readonly limit?: string;
  readonly all?: boolean;
}

/** Gives a command the options of a list. */
export function withListOptions(command: Command, filters: Readonly<Record<string, string>> = {}): Command {
  for (const [name, description] of Object.entries(filters)) command.option(`--${name} <value>`, description);
  return withAsOf(
    command.option('--limit <count>', 'at most so many').option('--all', 'however many there are'),
  );
}

/** What a command for a list does. */
export function listAction<Item extends z.ZodType>(
  command: Command,
  open: OpenSession,
  list: ListCommand<Item>,
): () => Promise<void> {
  return async () => {
    const options = command.opts<ListOptions & Readonly<Record<string, string>>>();
    const filters = Object.keys(list.filters ?? {}).map((name) => [name, options[name]] as const);
    const query = { ...Object.fromEntries(filters), limit: options.limit, ...asOfQuery(options) };
    await showList(list, query, open(command), options.all);
  };
}

/** Asks for a list and shows it. */
export async function showList<Item extends z.ZodType>(
  list: ListCommand<Item>,
  query: Query,
  session: Session,
  all: boolean | undefined,
): Promise<void> {
  const { client, terminal } = session;
  const answer = await listed(client, list.path, query, { all });
  session.show(answer, () => {
    const { items, next, asOf } = read(pageOf(list.item), answer);
    const { width, paint } = terminal;
    const rows = items.flatMap((item) => list.rows(item, paint));
    const style = { width, bold: paint.bold, dim: paint.dim };
    const table = rows.length === 0 ? list.none : renderTable({ columns: list.columns, rows }, style);
    const note = pageNote(items.length, next, asOfInWords(asOf));
    return note === '' ? table : `${table}\n\n${paint.dim(note)}`;
  });
}
