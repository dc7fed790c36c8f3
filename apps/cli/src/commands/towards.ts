import { amountCriteria, quantityInWords, type AmountCriterion } from '#libs/domain';
import type { Command } from 'commander';
import { commitmentSheet, read } from '../answers.ts';
import { InvalidInput } from '../problems.ts';
import { promisedInWords } from '../render/words.ts';
import type { OpenSession, Session } from '../session.ts';
import { quantityArgument, unitMissing } from './quantity-argument.ts';
import { recordOne, showStates } from './record-one.ts';
import { idFrom, tellingOf, withTelling, without, type TellingOptions } from './telling-options.ts';

/** A command that records an amount towards a commitment. */
export interface TowardsCommand {
  readonly name: string;
  readonly description: string;
  /** `deliveries`, after the commitment in the address. */
  readonly collection: string;
  /** What its id begins with. */
  readonly noun: string;
  readonly amount: { readonly option: 'quantity' | 'amount'; readonly help: string };
  /** Under which key the body holds the date. */
  readonly date: string;
  readonly milestones?: string;
  readonly fundingSource?: boolean;
  readonly examples: string;
}

interface TowardsOptions extends TellingOptions {
  readonly quantity?: string;
  readonly amount?: string;
  readonly on: string;
  readonly milestone?: string;
  readonly fundingSource?: string;
}

/** Adds the command. */
export function addTowards(program: Command, open: OpenSession, spec: TowardsCommand): void {
  const command = program
    .command(spec.name)
    .description(spec.description)
    .argument('<commitment>', 'the commitment it counts towards')
    .requiredOption(`--${spec.amount.option} <words>`, spec.amount.help)
    .requiredOption('--on <date>', 'when: 2024-12-05, 2024-12, 2024-12-01/2024-12-05');
  if (spec.milestones !== undefined) {
    command.option('--milestone <name>', `${spec.milestones}; left out, the one that counts`);
  }
  if (spec.fundingSource) command.option('--funding-source <words>', 'where the money comes from');
  withTelling(command)
    .addHelpText('after', spec.examples)
    .action((commitment: string, options: TowardsOptions) => run(spec, commitment, options, open(command)));
}

async function run(
  spec: TowardsCommand,
  commitment: string,
  options: TowardsOptions,
  session: Session,
): Promise<void> {
  const typed = options[spec.amount.option] ?? '';
  const measureUnknown = spec.milestones !== undefined && options.milestone === undefined;
  const measure =
    measureUnknown || unitMissing(typed) ? await measureOf(commitment, spec, session) : undefined;
  const amount = quantityArgument(`--${spec.amount.option}`, typed, measure?.target.unit ?? null);
  const body = without({
    id: options.id ?? idFrom(spec.noun, options.on),
    [spec.amount.option]: amount,
    [spec.date]: options.on,
    milestone: spec.milestones === undefined ? undefined : (options.milestone ?? measure?.milestone),
    fundingSource: options.fundingSource,
    ...tellingOf(options),
  });
  const path = `/v1/commitments/${encodeURIComponent(commitment)}/${spec.collection}`;
  const fact = `${spec.noun} of ${quantityInWords(amount)}, ${options.on}, towards ${commitment}`;
  const received = await recordOne(path, body, fact, session, options);
  await showStates([commitment], received, session);
}

async function measureOf(
  id: string,
  { name, amount }: TowardsCommand,
  { client }: Session,
): Promise<AmountCriterion> {
  const { criterion } = read(commitmentSheet, await client.get(`/v1/commitments/${encodeURIComponent(id)}`));
  const wanted = amount.option === 'quantity' ? 'count-reached' : 'sum-reached';
  const amounts = criterion ? amountCriteria(criterion) : [];
  const [one, another] = amounts.filter(({ type }) => type === wanted || amounts.length === 1);
  if (one && another) {
    throw new InvalidInput([
      `${id} has several conditions that are amounts: ${amounts.map(promisedInWords).join('; ')}.`,
      'Name the unit with the amount, and the milestone with --milestone.',
    ]);
  }
  if (one) return one;
  throw new InvalidInput([
    `${id} is not measured in amounts, so ledger ${name} has nothing to add to it.`,
    ...(criterion
      ? [`What it promises: ${promisedInWords(criterion)}.`]
      : [`Look at it with ledger status ${id}; --${amount.option} is for amounts.`]),
  ]);
}
