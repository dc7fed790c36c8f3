import { goodsMilestones, isMoney, type Criterion } from '#libs/domain';
import type { Command } from 'commander';
import { commitmentSheet, read } from '../answers.ts';
import { InvalidInput } from '../problems.ts';
import type { OpenSession, Session } from '../session.ts';
import { addedTo } from './list-argument.ts';
import { quantityArgument, unitMissing } from './quantity-argument.ts';
import { recordOne, showStates } from './record-one.ts';
import { idFrom, tellingOf, withTelling, without, type TellingOptions } from './telling-options.ts';

interface RestateOptions extends TellingOptions {
  readonly on: string;
  readonly by?: string;
  readonly target?: string;
  readonly milestone?: string;
  readonly title?: string;
  readonly strength?: string;
  readonly committers?: string;
  readonly beneficiaries?: string;
  /** False where the deadline is taken away. */
  readonly due?: string | false;
  readonly fundingSource?: string;
}

interface Restating {
  readonly collection: 'amendments' | 'specifications';
  readonly noun: string;
  /** Under which key the body holds the date. */
  readonly date: string;
}

/** `ledger amend COMMITMENT` */
export function addAmend(program: Command, open: OpenSession): void {
  const command = program
    .command('amend')
    .description('record that the parties changed a commitment')
    .argument('<commitment>', 'the commitment')
    .requiredOption('--by <codes>', 'the parties that agreed: JP,UA', addedTo)
    .requiredOption('--on <date>', 'from when the new terms hold: 2025-01-20, 2025-01')
    .option('--strength <word>', 'discussed, readiness, declared, ongoing, agreed or signed')
    .option('--committers <codes>', 'all who promise it from then on: JP,PL', addedTo)
    .option('--beneficiaries <codes>', 'all to whom it is promised from then on: UA', addedTo)
    .option('--no-due', 'there is no deadline any more');
  withTerms(command)
    .addHelpText(
      'after',
      `
A committer alone may promise more, or sooner. What takes anything from the promise, such as a later deadline, needs a
beneficiary as well. Before that day the terms stay what they were. Other criteria than amounts: ledger record.

Examples:
  ledger amend generators-2024 --by JP,UA --due 2025-03-31 --on 2025-01-20 --source mofa-jp-2025-01-20
  ledger amend generators-2024 --by JP --target "120 generators" --on 2024-12-10 --source mofa-jp-2024-12-10`,
    )
    .action((commitment: string, options: RestateOptions) =>
      restate(
        { collection: 'amendments', noun: 'amendment', date: 'amended' },
        commitment,
        options,
        open(command),
      ),
    );
}

/** `ledger specify COMMITMENT` */
export function addSpecify(program: Command, open: OpenSession): void {
  const command = program
    .command('specify')
    .description('record that a commitment was stated more precisely')
    .argument('<commitment>', 'the commitment')
    .requiredOption('--on <date>', 'when it was stated: 2025-04-18, 2025-04');
  withTerms(command)
    .addHelpText(
      'after',
      `
Nothing is promised anew. An amount in another unit becomes what the commitment is measured by, and the one stated
before stays beside it as an observation: nothing is converted.

Examples:
  ledger specify jp-frozen-assets-loan --target "up to 471.9 billion JPY" --on 2025-04-18 --source united24-2025-04-18`,
    )
    .action((commitment: string, options: RestateOptions) =>
      restate(
        { collection: 'specifications', noun: 'specification', date: 'specified' },
        commitment,
        options,
        open(command),
      ),
    );
}

const withTerms = (command: Command): Command =>
  withTelling(
    command
      .option('--target <words>', 'how much: "120 generators", "up to 471.9 billion JPY"')
      .option('--milestone <name>', 'from which milestone it counts; left out, the one that counts already')
      .option('--due <date>', 'by when: 2025-03-31, 2025')
      .option('--title <words>', 'what it is called from then on')
      .option('--funding-source <words>', 'where the money comes from'),
  );

async function restate(
  { collection, noun, date }: Restating,
  commitment: string,
  options: RestateOptions,
  session: Session,
): Promise<void> {
  const { title, strength, fundingSource, due } = options;
  const terms = without({
    title,
    strength,
    committers: codesIn(options.committers),
    beneficiaries: codesIn(options.beneficiaries),
    criterion: await criterionWanted(commitment, options, session),
    // Commander reads --no-due as false and, of a command that has it, its absence as true.
    due: due === false ? null : typeof due === 'string' ? due : undefined,
    fundingSource,
  });
  const body = without({
    id: options.id ?? idFrom(noun, options.on),
    by: codesIn(options.by),
    [date]: options.on,
    terms,
    ...tellingOf(options),
  });
  const path = `/v1/commitments/${encodeURIComponent(commitment)}/${collection}`;
  const received = await recordOne(path, body, `${noun} of ${commitment}, ${options.on}`, session, options);
  await showStates([commitment], received, session);
}

const codesIn = (list: string | undefined): readonly string[] | undefined =>
  list?.split(/[\s,]+/).filter(Boolean);

/** The criterion in force with another target or milestone; undefined where neither is named. */
async function criterionWanted(
  id: string,
  { target, milestone }: RestateOptions,
  { client }: Session,
): Promise<Criterion | undefined> {
  if (target === undefined && milestone === undefined) return undefined;
  const { criterion } = read(commitmentSheet, await client.get(`/v1/commitments/${encodeURIComponent(id)}`));
  const measured =
    criterion?.type === 'sum-reached' || criterion?.type === 'count-reached' ? criterion : undefined;
  const amount =
    target === undefined
      ? measured?.target
      : quantityArgument('--target', target, unitMissing(target) ? (measured?.target.unit ?? null) : null);
  const stage = milestone ?? measured?.milestone;
  if (!amount || stage === undefined) {
    throw new InvalidInput([
      `${id} is not measured in amounts so far: name both --target and --milestone.`,
      `Milestones of goods: ${goodsMilestones.join(', ')}; of money: disbursed, credited.`,
    ]);
  }
  const type = isMoney(amount.unit) ? 'sum-reached' : 'count-reached';
  return { type, target: amount, milestone: stage } as Criterion;
}
