import type { Command } from 'commander';
import { z } from 'zod';
import { dated, maybeText, text } from '../answers.ts';
import { partyNames } from '../render/words.ts';
import type { OpenSession } from '../session.ts';
import { listAction, withListOptions, type ListCommand } from './list-command.ts';

const position = z.object({
  id: text,
  stated: dated,
  party: text,
  topic: text,
  summary: text,
  basis: maybeText,
});

const list: ListCommand<typeof position> = {
  path: '/v1/positions',
  none: 'No positions.',
  item: position,
  filters: {
    party: 'stated on behalf of this party: UA',
    topic: 'with these words in the topic',
    meeting: 'stated at this meeting',
  },
  columns: [
    { title: 'POSITION', whole: true },
    { title: 'STATED', whole: true },
    { title: 'BY' },
    { title: 'TOPIC' },
    { title: 'WHAT WAS SAID' },
  ],
  rows: ({ id, stated, party, topic, summary, basis }) => [
    [
      id,
      stated?.edtf ?? '',
      partyNames([party]),
      topic,
      basis === undefined ? summary : `${summary} (on the basis of: ${basis})`,
    ],
  ],
};

const EXAMPLES = `
A position is kept and never scored.

Examples:
  ledger positions --party UA
  ledger positions --topic missile`;

/** `ledger positions` */
export function addPositions(program: Command, open: OpenSession): void {
  const command = program.command('positions').description('what parties think and want');
  withListOptions(command, list.filters)
    .addHelpText('after', EXAMPLES)
    .action(listAction(command, open, list));
}
