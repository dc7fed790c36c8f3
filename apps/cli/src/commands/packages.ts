import type { Command } from 'commander';
import { z } from 'zod';
import { dated, text, texts } from '../answers.ts';
import type { Cell, Colour } from '../render/table.ts';
import { listed as inWords, partyNames } from '../render/words.ts';
import type { OpenSession } from '../session.ts';
import { listAction, withListOptions, type ListCommand } from './list-command.ts';

const count = z.number().nullable().catch(null);
const packages = z
  .array(
    z.object({
      ...{ id: text, number: count, adopted: dated, inForce: dated, against: texts },
      targets: z.object({ individuals: count, entities: count, vessels: count }).optional().catch(undefined),
    }),
  )
  .catch([]);
const register = z.object({
  imposer: text,
  target: text,
  gaps: z.array(z.object({ from: z.number(), to: z.number() })).catch([]),
  packages,
  unnumbered: packages,
});

type Register = z.output<typeof register>;
type Package = Register['packages'][number];

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
    { title: 'TARGETS' },
    { title: 'ADOPTED' },
    { title: 'IN FORCE' },
  ],
  rows: (each, paint) => {
    const missing = gapRows(each, paint.yellow);
    return [
      ...missing.before,
      ...each.packages.flatMap((one) => [packageRow(one, each), ...(missing.after.get(one.number) ?? [])]),
      ...each.unnumbered.map((one) => packageRow(one, each)),
    ];
  },
};

const packageRow = (
  { id, number, adopted, inForce, against, targets }: Package,
  { imposer, target }: Register,
): readonly string[] => [
  id,
  number === null ? 'not known' : String(number),
  partyNames([imposer]),
  partyNames([target]),
  inWords(against),
  targets ? targetsInWords(targets) : '',
  adopted?.edtf ?? '',
  inForce?.edtf ?? '',
];

const targetsInWords = (targets: NonNullable<Package['targets']>): string =>
  Object.entries(targets)
    .flatMap(([name, each]) => (each === null ? [] : `${each} ${name}`))
    .join(', ');

type Row = readonly (Cell | string)[];

/** A row for each gap in the numbering, where it is: before all packages, or after the one it follows. */
function gapRows({ gaps, imposer, target }: Register, colour: Colour) {
  const before: Row[] = [];
  const after = new Map<number | null, Row[]>();
  for (const { from, to } of gaps) {
    const numbers = from === to ? String(from) : `${from}–${to}`;
    const row = ['missing', numbers].map((cell) => ({ text: cell, colour }));
    const whole = [...row, partyNames([imposer]), partyNames([target]), '', '', '', ''];
    if (from === 1) before.push(whole);
    else after.set(from - 1, [whole]);
  }
  return { before, after };
}

const EXAMPLES = `
Numbers missing below the highest known are shown where they are missing; packages of unknown number come last, and may
be among them.

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
