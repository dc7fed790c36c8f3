import type { Command } from 'commander';
import { z } from 'zod';
import { maybeText, read, text } from '../answers.ts';
import { renderTable } from '../render/table.ts';
import type { OpenSession, Session } from '../session.ts';

const key = z.object({
  id: text,
  name: text,
  role: text,
  createdAt: text,
  createdBy: text,
  revokedAt: maybeText,
});
const keys = z.object({ items: z.array(key) });
const created = z.object({ id: text, name: text, role: text, secret: z.string() });

const EXAMPLES = `
A key is shown once, when it is given out, and kept nowhere. All of this takes the admin key.

Examples:
  ledger keys create press-desk --role recorder
  ledger keys list
  ledger keys revoke 018f6e7c-0000-7000-8000-000000000000`;

/** `ledger keys {create,list,revoke}` */
export function addKeys(program: Command, open: OpenSession): void {
  const group = program
    .command('keys')
    .description('give out keys and take them back')
    .addHelpText('after', EXAMPLES);
  const create = group
    .command('create')
    .description('give out a key')
    .argument('<name>', 'stands as the actor on everything recorded with it')
    .requiredOption('--role <role>', 'reader, recorder, auditor or admin')
    .addHelpText('after', EXAMPLES)
    .action((name: string, { role }: { readonly role: string }) => giveOut(name, role, open(create)));
  const list = group
    .command('list')
    .description('every key ever given out')
    .addHelpText('after', EXAMPLES)
    .action(() => showKeys(open(list)));
  const revoke = group
    .command('revoke')
    .description('make a key open nothing, at once and for good')
    .argument('<id>', 'its id, from ledger keys list')
    .addHelpText('after', EXAMPLES)
    .action((id: string) => takeBack(id, open(revoke)));
}

async function giveOut(name: string, role: string, session: Session): Promise<void> {
  // Not sent again on a broken line: an answer lost would leave a key behind that nobody knows.
  const answer = await session.client.post('/v1/keys', { name, role }, { repeatable: false });
  session.show(answer, () => read(created, answer).secret);
  if (session.json) return;
  session.terminal.tell(
    `The key of ${name} (${role}). It is shown here once: keep it, and hand it on as LEDGER_KEY.`,
  );
}

async function showKeys(session: Session): Promise<void> {
  const answer = await session.client.get('/v1/keys');
  const { width, paint } = session.terminal;
  session.show(answer, () => {
    const { items } = read(keys, answer);
    if (items.length === 0) return 'No keys were given out.';
    const columns = [
      { title: 'ID', whole: true },
      { title: 'NAME', whole: true },
      { title: 'ROLE' },
      { title: 'GIVEN OUT' },
      { title: 'BY' },
      { title: 'REVOKED' },
    ];
    const rows = items.map(({ id, name, role, createdAt, createdBy, revokedAt }) => [
      ...[id, name, role, createdAt.slice(0, 10), createdBy],
      revokedAt?.slice(0, 10) ?? '',
    ]);
    return renderTable({ columns, rows }, { width, bold: paint.bold, dim: paint.dim });
  });
}

async function takeBack(id: string, { client, terminal, json }: Session): Promise<void> {
  await client.delete(`/v1/keys/${encodeURIComponent(id)}`);
  if (!json) terminal.print(`The key ${id} opens nothing any more.`);
}
