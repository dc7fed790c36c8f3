import { fundsMilestones } from '#libs/domain';
import type { Command } from 'commander';
import type { OpenSession } from '../session.ts';
import { addTowards } from './towards.ts';

const EXAMPLES = `
Examples:
  ledger disburse jp-frozen-assets-loan --amount "exactly 500 million USD" --on 2025-06-02 --source mof-jp-2025-06-02
  ledger disburse jp-frozen-assets-loan --amount "over 1 billion" --on 2025-07 --source mof-jp --milestone credited`;

/** `ledger disburse COMMITMENT` */
export const addDisburse = (program: Command, open: OpenSession): void => {
  addTowards(program, open, {
    name: 'disburse',
    description: 'record money paid out towards a commitment',
    collection: 'disbursements',
    noun: 'disbursement',
    amount: {
      option: 'amount',
      help: '"exactly 500 million USD", "over 1 billion"; the currency may be left out',
    },
    date: 'disbursed',
    milestones: fundsMilestones.join(', '),
    examples: EXAMPLES,
  });
};
