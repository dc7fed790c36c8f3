import { aspect as aspects, parseQuantity, type Aspect } from '#libs/domain';
import { Option, type Command } from 'commander';
import { WrongUsage } from '../problems.ts';
import type { OpenSession } from '../session.ts';
import { recordOne, showStates } from './record-one.ts';
import { idFrom, without } from './telling-options.ts';

interface DisputeOptions {
  readonly about: string;
  readonly aspect: Aspect;
  readonly figure?: string;
  readonly reading: readonly string[];
  readonly on: string;
  readonly note?: string;
  readonly id?: string;
  readonly dryRun?: boolean;
}

const EXAMPLES = `
Each reading is what one registered source says; what the fact was recorded with is one of them. While the dispute is
open all that they leave possible counts, and the answer shows what each alone would make of the commitment.

Examples:
  ledger dispute generators-2024 --about delivery-2024-12-20 --aspect quantity --on 2025-01-10
      --reading "mfa-ua-2024-12-20=138 generators" --reading "undp-2025-01-10=137 generators"
  ledger dispute generators-2024 --about delivery-2024-12-20 --aspect date --on 2025-01-10
      --reading mfa-ua-2024-12-20=2024-12-20 --reading undp-2025-01-10=2025-01-05
  ledger dispute generators-2024 --about delivery-2024-12-20 --aspect occurrence --on 2025-01-10
      --reading mfa-ua-2024-12-20=yes --reading undp-2025-01-10=no
  ledger dispute demining-conference-2025 --about mine-action-2025 --aspect figure --figure attendance
      --on 2025-10-24 --reading "mofa-jp=75 participants" --reading "mfa-ua=over 70 participants"`;

/** `ledger dispute COMMITMENT` */
export function addDispute(program: Command, open: OpenSession): void {
  const command = program
    .command('dispute')
    .description('record that sources disagree about a fact')
    .argument('<commitment>', 'the commitment')
    .requiredOption('--about <id>', 'the fact: a delivery, a conference, the commitment itself')
    .addOption(
      new Option('--aspect <aspect>', 'on what they disagree').choices(aspects.options).makeOptionMandatory(),
    )
    .option('--figure <name>', 'what is counted, where that is a figure: attendance')
    .requiredOption(
      '--reading <source=words>',
      'what one source says: an amount, a date, yes or no; repeated for each',
      collect,
    )
    .requiredOption('--on <date>', 'when the disagreement came to light')
    .option('--note <words>', 'what a reader should know')
    .option('--id <id>', 'its own id; left out, one made of the fact and the aspect')
    .option('--dry-run', 'check it and record nothing');
  command.addHelpText('after', EXAMPLES).action(async (commitment: string, options: DisputeOptions) => {
    const session = open(command);
    const { about, aspect, figure, on, note } = options;
    const readings = options.reading.map((typed) => readingIn(typed, aspect));
    const id = options.id ?? idFrom('dispute', about, figure ?? aspect);
    const body = without({ id, about, aspect, figure, readings, opened: on, note });
    const path = `/v1/commitments/${encodeURIComponent(commitment)}/disputes`;
    const received = await recordOne(path, body, `dispute of ${commitment}, ${about}`, session, options);
    await showStates([commitment], received, session);
  });
}

const collect = (text: string, before: readonly string[] = []): readonly string[] => [...before, text];

function readingIn(typed: string, aspect: Aspect): object {
  const [, source, words = ''] = /^\s*([a-z0-9-]+)\s*=\s*(.*\S)\s*$/.exec(typed) ?? [];
  if (source === undefined) throw wrong(typed, 'has no source in front of what it says');
  const told = { id: source, evidence: [{ source }] };
  switch (aspect) {
    case 'date':
      return { ...told, date: words };
    case 'occurrence':
      if (words !== 'yes' && words !== 'no') throw wrong(typed, 'is neither yes nor no');
      return { ...told, occurred: words === 'yes' };
    case 'quantity':
    case 'figure':
      if (parseQuantity(words) === undefined) throw wrong(typed, 'is not a quantity');
      return { ...told, quantity: words };
  }
}

const wrong = (typed: string, why: string): WrongUsage =>
  new WrongUsage([
    `--reading "${typed}" ${why}.`,
    'Write it as SOURCE=137 generators, SOURCE=2024-12-20 or SOURCE=yes, by what is disputed.',
  ]);
