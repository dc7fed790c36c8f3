import type { Command } from 'commander';
import { z } from 'zod';
import { dated, maybeText, text } from '../answers.ts';
import type { OpenSession } from '../session.ts';
import { listAction, withListOptions, type ListCommand } from './list-command.ts';

const source = z.object({
  id: text,
  publisher: text,
  title: text,
  published: dated,
  ...{ language: text, address: maybeText, reliability: maybeText },
});

const list: ListCommand<typeof source> = {
  path: '/v1/sources',
  none: 'No sources.',
  item: source,
  columns: [
    { title: 'SOURCE', whole: true },
    { title: 'PUBLISHED', whole: true },
    { title: 'PUBLISHER' },
    { title: 'TITLE' },
    { title: 'LANGUAGE', whole: true },
    { title: 'ADDRESS' },
    { title: 'RELIABILITY' },
  ],
  rows: ({ id, published, publisher, title, language, address, reliability }) => [
    [id, published?.edtf ?? '', publisher, title, language, address ?? '', reliability ?? ''],
  ],
};

const EXAMPLES = `
Examples:
  ledger sources
  ledger sources --all --json`;

/** `ledger sources` */
export function addSources(program: Command, open: OpenSession): void {
  const command = program.command('sources').description('what facts are taken from');
  withListOptions(command)
    .addHelpText('after', EXAMPLES)
    .action(listAction(command, open, list));
}
