import type { Command } from 'commander';
import type { OpenSession } from '../session.ts';
import { addTellOf } from './tell-of.ts';

const EXAMPLES = `
What is not recorded may have happened, unless a source declares that its record of what counts is complete. Where that
reaches from the announcement to the deadline, a promise not met is overdue, evidenced.

Examples:
  ledger cover generators-2024 --period 2024-11-16/2024-12-31 --source register-2025-01-31
  ledger cover generators-2024 --period 2024 --on 2025-01-31 --source register-2025-01-31`;

/** `ledger cover COMMITMENT` */
export const addCover = (program: Command, open: OpenSession): void => {
  addTellOf(program, open, {
    name: 'cover',
    description: 'record that a source declares its record complete over a period',
    collection: 'coverage',
    noun: 'coverage',
    options: [
      {
        flags: '--period <days>',
        help: 'the days, all of which are over: 2024-11-16/2024-12-31',
        key: 'period',
      },
      {
        flags: '--on <date>',
        help: 'when the source says so; left out, the day it was published',
        key: 'declared',
        optional: true,
      },
    ],
    idOf: 'period',
    examples: EXAMPLES,
  });
};
