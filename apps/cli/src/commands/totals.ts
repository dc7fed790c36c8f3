import { commitmentKind } from '#libs/domain';
import { Option, type Command } from 'commander';
import { read, totals } from '../answers.ts';
import { renderTotals } from '../render/totals.ts';
import type { OpenSession } from '../session.ts';
import { asOfQuery, withAsOf, type AsOfOptions } from './as-of-options.ts';

interface TotalsOptions extends AsOfOptions {
  readonly committer?: string;
  readonly beneficiary?: string;
  readonly unit?: string;
  readonly kind?: string;
}

const EXAMPLES = `
Of commitments that contain one another or say the same, one is in the sum; the others are listed with the reason. A set
that is named and overlaps is refused. Different units are never added.

Examples:
  ledger totals --committer JP --beneficiary UA
  ledger totals --unit USD --valid-at 2024-12-31
  ledger totals jp-frozen-assets-loan generators-2024       these alone`;

/** `ledger totals [ID…]` */
export function addTotals(program: Command, open: OpenSession): void {
  const command = program
    .command('totals')
    .description('what commitments come to, each amount once: promised, recorded, delivered')
    .argument('[ids...]', 'these commitments alone')
    .option('--committer <code>', 'promised by this party, alone or with others')
    .option('--beneficiary <code>', 'promised to this party, alone or with others')
    .option('--unit <unit>', 'measured in this unit: USD, generators')
    .addOption(new Option('--kind <kind>', 'of this kind').choices(commitmentKind.options));
  withAsOf(command)
    .addHelpText('after', EXAMPLES)
    .action(async (ids: readonly string[], options: TotalsOptions) => {
      const session = open(command);
      const { committer, beneficiary, unit, kind } = options;
      const commitments = ids.length === 0 ? undefined : ids.join(',');
      const query = { committer, beneficiary, unit, kind, commitments, ...asOfQuery(options) };
      const answer = await session.client.get('/v1/totals', { query });
      session.show(answer, () => renderTotals(read(totals, answer), session.terminal));
    });
}
