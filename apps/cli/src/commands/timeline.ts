import type { Command } from 'commander';
import { z } from 'zod';
import { dated, text } from '../answers.ts';
import { WrongUsage } from '../problems.ts';
import { listed as inWords } from '../render/words.ts';
import type { OpenSession } from '../session.ts';
import { asOfQuery, type AsOfOptions } from './as-of-options.ts';
import { showList, withListOptions, type ListCommand } from './list-command.ts';

const entry = z.object({
  position: z.number().catch(0),
  occurred: dated,
  summary: text,
  stream: text,
  sources: z.array(z.string()).catch([]),
  corrected: z.object({ retracted: z.boolean(), position: z.number() }).nullish().catch(null),
});

const list: Omit<ListCommand<typeof entry>, 'path'> = {
  none: 'Nothing is recorded of it.',
  item: entry,
  columns: [
    { title: 'WHEN', whole: true },
    { title: 'WHAT' },
    { title: 'SOURCE' },
    { title: 'POSITION', align: 'right' },
  ],
  rows: ({ position, occurred, summary, sources, corrected }, paint) => [
    [
      occurred?.edtf ?? '',
      summary + correctionInWords(corrected),
      inWords(sources),
      { text: String(position), colour: paint.dim },
    ],
  ],
};

const correctionInWords = (corrected: z.output<typeof entry>['corrected']): string =>
  corrected ? ` (${corrected.retracted ? 'retracted' : 'corrected'} at ${corrected.position})` : '';

interface TimelineOptions extends AsOfOptions {
  readonly meeting?: string;
  readonly party?: string;
  readonly source?: string;
  readonly limit?: string;
  readonly all?: boolean;
}

const EXAMPLES = `
What happened by its own day, whenever it was recorded; the last column is its position in the log.

Examples:
  ledger timeline generators-2024
  ledger timeline --meeting kyiv-2024-11-16
  ledger timeline --party JP --all`;

/** `ledger timeline [ID]` */
export function addTimeline(program: Command, open: OpenSession): void {
  const command = program
    .command('timeline')
    .description('what happened, day by day: of a commitment, a meeting, a party, a source or all of them')
    .argument('[commitment]', 'of this commitment')
    .option('--meeting <id>', 'of this meeting, conference or signing')
    .option('--party <code>', 'of this party')
    .option('--source <id>', 'according to this source');
  withListOptions(command)
    .addHelpText('after', EXAMPLES)
    .action(async (commitment: string | undefined, options: TimelineOptions) => {
      const { meeting, party, source, limit, all } = options;
      if (commitment !== undefined && (meeting ?? party ?? source) !== undefined) {
        throw new WrongUsage([`${commitment} is one timeline, --meeting, --party and --source are others.`]);
      }
      const path =
        commitment === undefined
          ? '/v1/timeline'
          : `/v1/commitments/${encodeURIComponent(commitment)}/timeline`;
      await showList(
        { ...list, path },
        { meeting, party, source, limit, ...asOfQuery(options) },
        open(command),
        all,
      );
    });
}
