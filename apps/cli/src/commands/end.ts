import type { Command } from 'commander';
import type { OpenSession } from '../session.ts';
import { addTellOf } from './tell-of.ts';

const ON = '--on <date>';
const FROM_WHEN = 'from when it no longer binds: 2025-03-01, 2025-03';

/** `ledger withdraw COMMITMENT` */
export const addWithdraw = (program: Command, open: OpenSession): void => {
  addTellOf(program, open, {
    name: 'withdraw',
    description: 'record that a committer took a commitment back',
    collection: 'withdrawals',
    noun: 'withdrawal',
    options: [
      { flags: '--by <code>', help: 'the committer who withdraws it: JP', key: 'by' },
      { flags: ON, help: FROM_WHEN, key: 'withdrawn' },
    ],
    idOf: 'withdrawn',
    examples: `
Only a committer withdraws. What had been met by then stays met.

Examples:
  ledger withdraw demining-conference-2025 --by JP --on 2025-03-01 --source mofa-jp-2025-03-01`,
  });
};

/** `ledger release COMMITMENT` */
export const addRelease = (program: Command, open: OpenSession): void => {
  addTellOf(program, open, {
    name: 'release',
    description: 'record that a beneficiary let a commitment go',
    collection: 'releases',
    noun: 'release',
    options: [
      { flags: '--by <code>', help: 'the beneficiary who releases it: UA', key: 'by' },
      { flags: ON, help: FROM_WHEN, key: 'released' },
    ],
    idOf: 'released',
    examples: `
Only a beneficiary releases. What had been met by then stays met.

Examples:
  ledger release generators-2024 --by UA --on 2025-03-01 --source mfa-ua-2025-03-01`,
  });
};

/** `ledger supersede COMMITMENT` */
export const addSupersede = (program: Command, open: OpenSession): void => {
  addTellOf(program, open, {
    name: 'supersede',
    description: 'record that another commitment took the place of one',
    collection: 'supersessions',
    noun: 'supersession',
    options: [
      { flags: '--successor <id>', help: 'the commitment that takes its place', key: 'successor' },
      { flags: ON, help: FROM_WHEN, key: 'superseded' },
    ],
    idOf: 'superseded',
    examples: `
The successor is announced first.

Examples:
  ledger supersede generators-2024 --successor generators-2025 --on 2025-02 --source mofa-jp-2025-02-10`,
  });
};
