import type { Command } from 'commander';
import { z } from 'zod';
import { dated, text, texts } from '../answers.ts';
import { listed as inWords, partyNames } from '../render/words.ts';
import type { OpenSession } from '../session.ts';
import { listAction, withListOptions, type ListCommand } from './list-command.ts';

const register = z.object({
  imposer: text,
  target: text,
  packages: z
    .array(z.object({ id: text, number: z.number().nullable().catch(null), adopted: dated, against: texts }))
    .catch([]),
});

const list: ListCommand<typeof register> = {
  path: '/v1/sanctions-packages',
  none: 'No packages of sanctions.',
  item: register,
  filters: { imposer: 'adopted by this party: JP', target: 'on account of this state: RU' },
  columns: [
    { title: 'PACKAGE', whole: true },
    { title: 'NUMBER', align: 'right' },
    { title: 'IMPOSED BY' },
    { title: 'ON ACCOUNT OF' },
    { title: 'AGAINST' },
    { title: 'ADOPTED' },
  ],
  rows: ({ imposer, target, packages }) =>
    packages.map(({ id, number, adopted, against }) => [
      id,
      number === null ? 'not known' : String(number),
      partyNames([imposer]),
      partyNames([target]),
      inWords(against),
      adopted?.edtf ?? '',
    ]),
};

const EXAMPLES = `
Examples:
  ledger packages
  ledger packages --imposer JP --target RU --valid-at 2024-12-31`;

/** `ledger packages` */
export function addPackages(program: Command, open: OpenSession): void {
  const command = program.command('packages').description('the registers of sanctions packages');
  withListOptions(command, list.filters)
    .addHelpText('after', EXAMPLES)
    .action(listAction(command, open, list));
}
