import type { Command } from 'commander';
import { WrongUsage } from '../problems.ts';
import type { OpenSession, Session } from '../session.ts';
import { addedTo } from './list-argument.ts';
import { recordOne, showStates } from './record-one.ts';
import { idFrom, tellingOf, withTelling, without, type TellingOptions } from './telling-options.ts';

interface AdoptOptions extends TellingOptions {
  readonly imposer: string;
  readonly target: string;
  readonly against?: string;
  readonly number?: string;
  readonly on: string;
  readonly published?: string;
  readonly inForce?: string;
  readonly individuals?: string;
  readonly entities?: string;
  readonly vessels?: string;
}

const EXAMPLES = `
Prints the commitments it counts towards, and where they stand now.

Examples:
  ledger adopt --imposer JP --target RU --against RU,BY --number 27 --on 2025-01-10 --source mofa-jp-2025-01-10
  ledger adopt --imposer JP --target RU --on 2025-09-12 --source mofa-jp-2025-09-12      of a number not known`;

/** `ledger adopt` */
export function addAdopt(program: Command, open: OpenSession): void {
  const command = program
    .command('adopt')
    .description('record a package of sanctions that was adopted')
    .requiredOption('--imposer <code>', 'who adopted it: JP')
    .requiredOption('--target <code>', 'the state on whose account: RU')
    .option(
      '--against <codes>',
      'the states whose persons and entities it lists; left out, the target',
      addedTo,
    )
    .option('--number <number>', 'its number in the imposer’s own count; left out, not known')
    .requiredOption('--on <date>', 'when it was adopted')
    .option('--published <date>', 'when its text was published')
    .option('--in-force <date>', 'from when it applies')
    .option('--individuals <count>', 'how many persons it lists')
    .option('--entities <count>', 'how many entities it lists')
    .option('--vessels <count>', 'how many vessels it lists');
  withTelling(command)
    .addHelpText('after', EXAMPLES)
    .action((options: AdoptOptions) => adopt(options, open(command)));
}

async function adopt(options: AdoptOptions, session: Session): Promise<void> {
  const { imposer, target, against = target, on } = options;
  const number = numberOf(options.number);
  const body = {
    id: options.id ?? idFrom(imposer, target, 'package', number === null ? on : String(number)),
    imposer,
    target,
    against: against.split(',').map((code) => code.trim()),
    number,
    adopted: on,
    published: options.published,
    inForce: options.inForce,
    targets: targetsOf(options),
    ...tellingOf(options),
  };
  const named = number === null ? 'of unknown number' : String(number);
  const fact = `sanctions package ${named} of ${imposer} on account of ${target}, ${on}`;
  const received = await recordOne('/v1/sanctions-packages', without(body), fact, session, options);
  const linked = received.events.filter(({ type }) => type === 'FulfilmentLinked');
  const commitments = linked.map(({ stream }) => stream.replace(/^commitment-/, ''));
  await showStates([...new Set(commitments)], received, session);
}

function targetsOf({ individuals, entities, vessels }: AdoptOptions): object | undefined {
  const counts = Object.entries({ individuals, entities, vessels }).flatMap(([name, text]) => {
    if (text === undefined) return [];
    if (!/^\d{1,7}$/.test(text))
      throw new WrongUsage([`--${name} takes a whole number, not ${JSON.stringify(text)}.`]);
    return [[name, Number(text)] as const];
  });
  return counts.length === 0 ? undefined : Object.fromEntries(counts);
}

function numberOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  if (/^[1-9]\d{0,4}$/.test(text)) return Number(text);
  throw new WrongUsage([
    `--number takes a whole number, not ${JSON.stringify(text)}.`,
    'Leave it out where it is not known.',
  ]);
}
