import { commitmentKind, evidenceFacets, labels, strength } from '#libs/domain';
import { Option, type Command } from 'commander';
import { commitment, commitmentSheet, pageOf, read } from '../answers.ts';
import type { Query } from '../client.ts';
import { WrongUsage } from '../problems.ts';
import { asOfInWords } from '../render/as-of.ts';
import { renderCommitmentSheet } from '../render/commitment-sheet.ts';
import { renderStatusTable } from '../render/status-table.ts';
import type { OpenSession, Session } from '../session.ts';
import { asOfQuery, withAsOf, type AsOfOptions } from './as-of-options.ts';
import { listed, pageNote } from './pages.ts';
import { tellIfReadOnly } from './read-only.ts';

interface StatusOptions extends AsOfOptions {
  readonly party?: string;
  readonly committer?: string;
  readonly beneficiary?: string;
  readonly kind?: string;
  readonly strength?: string;
  readonly label?: string;
  readonly evidence?: string;
  readonly dueFrom?: string;
  readonly dueTo?: string;
  readonly text?: string;
  readonly sort?: string;
  readonly limit?: string;
  readonly all?: boolean;
}

const EXAMPLES = `
Examples:
  ledger status                                   every commitment, soonest due first
  ledger status --party JP --label overdue-unproven
  ledger status generators-2024                   one commitment in full, with the reasons for its state
  ledger status generators-2024 --valid-at 2025-01-15 --known-at 2025-01-15T23:59:59Z
                                                  what the ledger said on that day of that day`;

/** `ledger status [ID]` */
export function addStatus(program: Command, open: OpenSession): void {
  const command = program
    .command('status')
    .description('where every commitment stands, or one in full')
    .argument('[id]', 'one commitment')
    .option('--party <code>', 'of this party, on either side: UA, org:undp')
    .option('--committer <code>', 'promised by this party')
    .option('--beneficiary <code>', 'promised to this party')
    .addOption(new Option('--kind <kind>', 'of this kind').choices(commitmentKind.options))
    .addOption(new Option('--strength <strength>', 'promised so firmly').choices(strength.options))
    .addOption(new Option('--label <label>', 'in this state').choices(labels))
    .addOption(new Option('--evidence <facet>', 'so well attested').choices(evidenceFacets))
    .option('--due-from <day>', 'due on this day or later')
    .option('--due-to <day>', 'due on this day or earlier')
    .option('--text <words>', 'with these words in it')
    .option(
      '--sort <order>',
      'in this order: due, announced, title, label, id; with - in front, from the end',
    )
    .option('--limit <count>', 'at most so many')
    .option('--all', 'however many there are');
  withAsOf(command)
    .addHelpText('after', EXAMPLES)
    .action(async (id: string | undefined, options: StatusOptions) => {
      const session = open(command);
      await (id === undefined ? showAll(options, session) : showOne(id, options, session));
      await tellIfReadOnly(session);
    });
}

async function showAll(options: StatusOptions, session: Session): Promise<void> {
  const { terminal, client } = session;
  const answer = await listed(client, '/v1/commitments', queryOf(options), options);
  session.show(answer, () => {
    const { items, next, asOf } = read(pageOf(commitment), answer);
    const note = pageNote(items.length, next, asOfInWords(asOf));
    return `${renderStatusTable(items, terminal)}\n${terminal.paint.dim(`\n${note}`)}`;
  });
}

function queryOf(options: StatusOptions): Query {
  const { party, committer, beneficiary, kind, strength, label, evidence, dueFrom, dueTo, text, limit } =
    options;
  const filters = {
    party,
    committer,
    beneficiary,
    kind,
    strength,
    label,
    evidence,
    dueFrom,
    dueTo,
    text,
    limit,
  };
  return { ...filters, sort: options.sort ?? 'due', ...asOfQuery(options) };
}

async function showOne(id: string, options: StatusOptions, session: Session): Promise<void> {
  const { validAt, knownAt, ...forTheList } = options;
  const [filter] = Object.keys(forTheList).map((name) => name.replace(/[A-Z]/g, '-$&').toLowerCase());
  if (filter !== undefined) {
    throw new WrongUsage([`--${filter} is for the list of commitments.`, `Leave out either it or ${id}.`]);
  }
  const query: Query = { validAt, knownAt };
  const answer = await session.client.get(`/v1/commitments/${encodeURIComponent(id)}`, { query });
  session.show(answer, () => renderCommitmentSheet(read(commitmentSheet, answer), session.terminal));
}
