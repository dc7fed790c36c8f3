import type { Command } from 'commander';
import type { OpenSession } from '../session.ts';
import { addTellOf } from './tell-of.ts';

/** `ledger reaffirm COMMITMENT` */
export const addReaffirm = (program: Command, open: OpenSession): void => {
  addTellOf(program, open, {
    name: 'reaffirm',
    description: 'record that a commitment was said again',
    collection: 'reaffirmations',
    noun: 'reaffirmation',
    options: [{ flags: '--on <date>', help: 'when: 2025-02-24, 2025-02', key: 'reaffirmed' }],
    idOf: 'reaffirmed',
    examples: `
It promises nothing further and changes no terms; its source is a further voice.

Examples:
  ledger reaffirm support-agreement --on 2025-02-24 --source mofa-jp-2025-02-24`,
  });
};

/** `ledger relate COMMITMENT` */
export const addRelate = (program: Command, open: OpenSession): void => {
  addTellOf(program, open, {
    name: 'relate',
    description: 'record how a commitment stands to another',
    collection: 'relations',
    noun: 'relation',
    options: [
      { flags: '--as <relation>', help: 'part-of, specifies, reaffirms or funded-from', key: 'type' },
      { flags: '--to <id>', help: 'the other commitment', key: 'to' },
      {
        flags: '--on <date>',
        help: 'when the source says so; left out, the day it was published',
        key: 'stated',
        optional: true,
      },
      {
        flags: '--since <date>',
        help: 'since when it is so; left out, from the announcement on',
        key: 'since',
        optional: true,
      },
    ],
    idOf: 'to',
    examples: `
Sums never hold both ends of a relation. Relations that would lead round in a circle are refused. What takes the place of
another: ledger supersede.

Examples:
  ledger relate generators-2024 --as part-of --to winter-aid-2024 --source mofa-jp-2025-01-10`,
  });
};
