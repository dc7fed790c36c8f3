import { labels } from '#libs/domain';
import { Option, type Command } from 'commander';
import type { OpenSession } from '../session.ts';
import { recordOne, showStates } from './record-one.ts';
import { idFrom, without } from './telling-options.ts';

interface AssessOptions {
  readonly by: string;
  readonly onBehalfOf?: string;
  readonly judgement: string;
  readonly label?: string;
  readonly basis: string;
  readonly on: string;
  readonly source?: string;
  readonly note?: string;
  readonly id?: string;
  readonly dryRun?: boolean;
}

const EXAMPLES = `
A judgement decides nothing and is no evidence; it is shown beside the state that the facts make.

Examples:
  ledger assess generators-2024 --by "Desk officer, Kyiv" --on 2024-12-20 --label overdue-unproven
      --judgement "The rest will not come this year." --basis "Talks with the carrier"`;

/** `ledger assess COMMITMENT` */
export function addAssess(program: Command, open: OpenSession): void {
  const command = program
    .command('assess')
    .description('record somebody’s judgement of a commitment')
    .argument('<commitment>', 'the commitment')
    .requiredOption('--by <name>', 'the person or body whose judgement it is')
    .option('--on-behalf-of <code>', 'the party they judge for')
    .requiredOption('--judgement <words>', 'what they judge')
    .addOption(new Option('--label <label>', 'the state they would call it').choices(labels))
    .requiredOption('--basis <words>', 'what they rest it on')
    .requiredOption('--on <date>', 'when they judged')
    .option('--source <id>', 'the registered source in which it is to be read, if it was published')
    .option('--note <words>', 'what a reader should know')
    .option('--id <id>', 'its own id; left out, one made of the assessor and the day')
    .option('--dry-run', 'check it and record nothing');
  command.addHelpText('after', EXAMPLES).action(async (commitment: string, options: AssessOptions) => {
    const session = open(command);
    const { by, onBehalfOf, judgement, label, basis, on, source, note } = options;
    const id = options.id ?? idFrom('assessment', by, on);
    const told = { assessor: by, onBehalfOf, judgement, label, basis, assessed: on, source, note };
    const path = `/v1/commitments/${encodeURIComponent(commitment)}/assessments`;
    const fact = `assessment of ${commitment} by ${by}, ${on}`;
    const received = await recordOne(path, without({ id, ...told }), fact, session, options);
    await showStates([commitment], received, session);
  });
}
