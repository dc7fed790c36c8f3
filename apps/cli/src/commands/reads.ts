import { Option, type Command } from 'commander';
import { z } from 'zod';
import { read, text } from '../answers.ts';
import { renderTable } from '../render/table.ts';
import type { OpenSession, Session } from '../session.ts';

interface ReadsOptions {
  readonly reader?: string;
  readonly limit?: string;
  readonly beyond?: string;
  readonly direction?: string;
}

const reads = z.object({
  items: z.array(
    z.object({
      number: z.number(),
      readAt: text,
      reader: text,
      role: text,
      what: text,
      position: z.number(),
    }),
  ),
  next: z.number().nullish(),
});

const EXAMPLES = `
Everything that auditors and administrators ask to see is kept, the newest first. This takes the admin key, and is kept too.

Examples:
  ledger reads
  ledger reads --reader press-auditor --limit 20`;

/** `ledger reads` */
export function addReads(program: Command, open: OpenSession): void {
  const command = program
    .command('reads')
    .description('who of the auditors and administrators read what')
    .option('--reader <name>', 'by this key or token alone')
    .option('--limit <count>', 'at most so many')
    .option('--beyond <number>', 'further on than this number, to go on after a page')
    .addOption(
      new Option('--direction <direction>', 'the newest first, or not').choices(['ascending', 'descending']),
    )
    .addHelpText('after', EXAMPLES)
    .action((options: ReadsOptions) => showReads(options, open(command)));
}

async function showReads(options: ReadsOptions, session: Session): Promise<void> {
  const { client, terminal } = session;
  const answer = await client.get('/v1/reads', { query: { ...options } });
  session.show(answer, () => {
    const { items, next } = read(reads, answer);
    if (items.length === 0) return 'Nothing was read.';
    const columns = [
      { title: 'NUMBER', whole: true },
      { title: 'WHEN', whole: true },
      { title: 'WHO', whole: true },
      { title: 'ROLE' },
      { title: 'AS OF' },
      { title: 'WHAT' },
    ];
    const rows = items.map((each) => [
      ...[String(each.number), each.readAt.slice(0, 19).replace('T', ' '), each.reader, each.role],
      ...[String(each.position), each.what],
    ]);
    const { width, paint } = terminal;
    const table = renderTable({ columns, rows }, { width, bold: paint.bold, dim: paint.dim });
    return next == null ? table : `${table}\n${paint.dim(`\nThere is more: --beyond ${next}`)}`;
  });
}
