import { agreementStages, fundsMilestones, goodsMilestones } from '#libs/domain';
import type { Command } from 'commander';
import type { OpenSession } from '../session.ts';
import { quantityArgument } from './quantity-argument.ts';
import { addTellOf } from './tell-of.ts';

/** `ledger pass COMMITMENT` */
export const addPass = (program: Command, open: OpenSession): void => {
  addTellOf(program, open, {
    name: 'pass',
    description: 'record a further milestone that a delivery or disbursement passed',
    collection: 'passages',
    noun: 'passage',
    options: [
      { flags: '--of <id>', help: 'the delivery or disbursement', key: 'of' },
      {
        flags: '--milestone <name>',
        help: [...goodsMilestones, ...fundsMilestones].join(', '),
        key: 'milestone',
      },
      { flags: '--on <date>', help: 'when it passed it: 2024-12-05, 2024-12', key: 'passed' },
      {
        flags: '--quantity <words>',
        help: 'how much of it, with its unit: "20 generators"; left out, all of it',
        key: 'quantity',
        optional: true,
        read: (words) => quantityArgument('--quantity', words, null),
      },
    ],
    idOf: ['of', 'milestone'],
    examples: `
The goods or the money are the same, so nothing is added: a delivery counts once it has passed the milestone that its
commitment names, and is in delivery until then.

Examples:
  ledger pass generators-2024 --of first-batch --milestone handed-over --on 2024-12-05 --source mfa-ua
  ledger pass generators-2024 --of first-batch --milestone in-use --on 2025-01 --quantity "20 generators" --source undp`,
  });
};

/** `ledger reach COMMITMENT` */
export const addReach = (program: Command, open: OpenSession): void => {
  addTellOf(program, open, {
    name: 'reach',
    description: 'record a stage that the agreement of a commitment reached',
    collection: 'agreement-stages',
    noun: 'stage',
    options: [
      { flags: '--stage <name>', help: agreementStages.join(', '), key: 'stage' },
      { flags: '--on <date>', help: 'when: 2025-02-03, 2025-02', key: 'reached' },
      {
        flags: '--by <code>',
        help: 'the party that signed or ratified it; left out, all of them at once',
        key: 'by',
        optional: true,
      },
      { flags: '--meets <name>', help: 'the name of the condition it meets', key: 'meets', optional: true },
    ],
    idOf: ['meets', 'stage', 'by'],
    examples: `
Each party signs and ratifies for itself, and what is in force for a party it has signed and ratified.

Examples:
  ledger reach support-treaty --stage ratified --by JP --on 2025-02-03 --source mofa-jp-2025-02-03
  ledger reach support-treaty --stage in-force --on 2025-06-01 --source mfa-ua`,
  });
};
