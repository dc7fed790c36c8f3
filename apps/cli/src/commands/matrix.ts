import type { Command } from 'commander';
import { matrix, read } from '../answers.ts';
import { renderMatrix } from '../render/matrix.ts';
import type { OpenSession } from '../session.ts';
import { asOfQuery, withAsOf, type AsOfOptions } from './as-of-options.ts';

interface MatrixOptions extends AsOfOptions {
  readonly unit?: string;
}

const EXAMPLES = `
A joint commitment stands, whole, in the row of each of its pairs, and is counted once overall; so rows are not to be
added up. The sums of a row are those of "ledger totals --committer … --beneficiary …".

Examples:
  ledger matrix
  ledger matrix --unit USD --valid-at 2024-12-31`;

/** `ledger matrix` */
export function addMatrix(program: Command, open: OpenSession): void {
  const command = program
    .command('matrix')
    .description('who owes whom what, and how much of it is in which state')
    .option('--unit <unit>', 'what is measured in this unit: USD, generators');
  withAsOf(command)
    .addHelpText('after', EXAMPLES)
    .action(async (options: MatrixOptions) => {
      const session = open(command);
      const answer = await session.client.get('/v1/matrix', {
        query: { unit: options.unit, ...asOfQuery(options) },
      });
      session.show(answer, () => renderMatrix(read(matrix, answer), session.terminal));
    });
}
