import { quantity, quantityInWords } from '#libs/domain';
import type { Command } from 'commander';
import { z } from 'zod';
import { bounds, dated, text, texts } from '../answers.ts';
import { intervalInWords, whoToWhom } from '../render/words.ts';
import type { OpenSession } from '../session.ts';
import { listAction, withListOptions, type ListCommand } from './list-command.ts';

const reconciliation = z.object({
  id: text,
  reported: dated,
  committers: texts,
  beneficiaries: texts,
  stated: z
    .object({ quantity: quantity.optional().catch(undefined), period: dated, verb: text })
    .optional()
    .catch(undefined),
  itemised: bounds,
  residual: bounds,
});

const list: ListCommand<typeof reconciliation> = {
  path: '/v1/reconciliations',
  none: 'No totals were reported.',
  item: reconciliation,
  filters: { committer: 'said to be given by this party', beneficiary: 'said to be given to this party' },
  columns: [
    { title: 'REPORT', whole: true },
    { title: 'REPORTED', whole: true },
    { title: 'WHO → TO WHOM' },
    { title: 'STATED' },
    { title: 'OVER' },
    { title: 'ITEMISED' },
    { title: 'NOT ACCOUNTED FOR' },
  ],
  rows: ({ id, reported, committers, beneficiaries, stated, itemised, residual }) => [
    [
      id,
      reported?.edtf ?? '',
      whoToWhom(committers, beneficiaries),
      stated?.quantity ? `${quantityInWords(stated.quantity)} ${stated.verb}` : '',
      stated?.period?.edtf ?? '',
      itemised ? intervalInWords(itemised) : '',
      residual ? intervalInWords(residual) : '',
    ],
  ],
};

const EXAMPLES = `
A total somebody states is set against the disbursements recorded one by one, and never added to anything.

Examples:
  ledger reconciliations
  ledger reconciliations --committer JP --json`;

/** `ledger reconciliations` */
export function addReconciliations(program: Command, open: OpenSession): void {
  const command = program.command('reconciliations').description('stated totals against what is itemised');
  withListOptions(command, list.filters)
    .addHelpText('after', EXAMPLES)
    .action(listAction(command, open, list));
}
