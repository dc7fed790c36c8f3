import { goodsMilestones } from '#libs/domain';
import type { Command } from 'commander';
import type { OpenSession } from '../session.ts';
import { addTowards } from './towards.ts';

const EXAMPLES = `
The same delivery recorded twice is recorded once: its id is made of its day. Another one of that day takes --id.

Examples:
  ledger deliver generators-2024 --quantity 40 --on 2024-12-05 --source undp-2024-12-06
  ledger deliver generators-2024 --quantity "another batch" --on 2024-12 --source mfa-ua --milestone dispatched
  ledger deliver generators-2024 --quantity "all remaining" --on 2024-12-20 --source mfa-ua`;

/** `ledger deliver COMMITMENT` */
export const addDeliver = (program: Command, open: OpenSession): void => {
  addTowards(program, open, {
    name: 'deliver',
    description: 'record a delivery of goods towards a commitment',
    collection: 'deliveries',
    noun: 'delivery',
    amount: {
      option: 'quantity',
      help: '"40", "about 60 generators", "another batch", "all remaining"; the unit may be left out',
    },
    date: 'delivered',
    milestones: goodsMilestones.join(', '),
    examples: EXAMPLES,
  });
};
