import type { Command } from 'commander';
import { z } from 'zod';
import { read } from '../answers.ts';
import type { Answer, Query } from '../client.ts';
import { change, changeRow, CHANGE_COLUMNS } from '../render/changes.ts';
import { renderTable } from '../render/table.ts';
import type { OpenSession, Session } from '../session.ts';
import { addedTo } from './list-argument.ts';

interface ChangesOptions {
  readonly after?: string;
  readonly limit?: string;
  readonly all?: boolean;
  readonly party?: string;
  readonly kind?: string;
  readonly type?: string;
  readonly label?: string;
  readonly becomes?: string;
  readonly crosses?: string;
}

const LARGEST_PAGE = 500;
const page = z.object({
  items: z.array(z.unknown()),
  next: z.number(),
  asOf: z.object({ number: z.number() }),
});

const EXAMPLES = `
A change is told where an event leaves a commitment with another label, or with another certain share of it fulfilled.
Several values of an option have commas between them; of several options all must hold.

Examples:
  ledger changes
  ledger changes generators-2024
  ledger changes --becomes overdue-unproven,overdue-evidenced --party UA
  ledger changes --crosses 0.5 --json`;

/** `ledger changes [COMMITMENT]` */
export function addChanges(program: Command, open: OpenSession): void {
  const command = program
    .command('changes')
    .description('what events changed of the state of commitments')
    .argument('[commitment]', 'of this commitment')
    .option('--after <number>', 'only changes numbered higher')
    .option('--limit <count>', 'at most so many')
    .option('--all', 'however many there are')
    .option('--party <codes>', 'only what concerns this party', addedTo)
    .option('--kind <kinds>', 'only of commitments of this kind', addedTo)
    .option('--type <types>', 'only by events of this type', addedTo)
    .option('--label <labels>', 'only where the commitment then has this label', addedTo)
    .option('--becomes <labels>', 'only where it changes to this label', addedTo)
    .option('--crosses <share>', 'only where the certain share reaches this: 0.5')
    .addHelpText('after', EXAMPLES)
    .action(async (commitment: string | undefined, { all, ...given }: ChangesOptions) => {
      const stream = commitment === undefined ? undefined : `commitment-${commitment}`;
      const session = open(command);
      const answer = await asked({ ...given, stream }, all ?? false, session);
      session.show(answer, () => table(answer, session));
    });
}

/** One page, or all of them put together as one answer. */
async function asked(query: Query, all: boolean, { client }: Session): Promise<Answer> {
  const limit = query['limit'] ?? (all ? LARGEST_PAGE : undefined);
  const first = await client.get('/v1/changes', { query: { ...query, limit } });
  if (!all) return first;
  const items: unknown[] = [];
  let answer = first;
  for (;;) {
    const { items: more, next, asOf } = read(page, answer);
    items.push(...more);
    if (next >= asOf.number) break;
    answer = await client.get('/v1/changes', { query: { ...query, limit, after: next } });
  }
  const body = { ...(answer.body as object), items };
  return { ...answer, body, text: JSON.stringify(body) };
}

function table(answer: Answer, { terminal: { width, paint } }: Session): string {
  const { items, next, asOf } = read(page.extend({ items: z.array(change) }), answer);
  const style = { width, bold: paint.bold, dim: paint.dim };
  const rows = items.map((item) => changeRow(item, paint));
  const shown =
    rows.length === 0 ? 'No change is told.' : renderTable({ columns: CHANGE_COLUMNS, rows }, style);
  const note = next < asOf.number ? `up to number ${next} of ${asOf.number}; go on with --after ${next}` : '';
  return note === '' ? shown : `${shown}\n\n${paint.dim(note)}`;
}
