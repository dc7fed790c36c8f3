import type { Command } from 'commander';
import type { OpenSession } from '../session.ts';
import { addTowards } from './towards.ts';

const EXAMPLES = `
Examples:
  ledger allocate jp-frozen-assets-loan --amount "over 3 billion" --on 2024-11 --source mfa-ua-2024-11-16
      --funding-source "proceeds of frozen assets"`;

/** `ledger allocate COMMITMENT` */
export const addAllocate = (program: Command, open: OpenSession): void => {
  addTowards(program, open, {
    name: 'allocate',
    description: 'record money set aside for a commitment',
    collection: 'allocations',
    noun: 'allocation',
    amount: {
      option: 'amount',
      help: '"exactly 500 million USD", "over 3 billion"; the currency may be left out',
    },
    date: 'allocated',
    fundingSource: true,
    examples: EXAMPLES,
  });
};
