import type { Command } from 'commander';
import type { OpenSession } from '../session.ts';
import { recordOne, showStates } from './record-one.ts';
import { idFrom, tellingOf, withTelling, without, type TellingOptions } from './telling-options.ts';

/** A command that records what ends a commitment, or bounds what is known of it. */
export interface TellOfCommand {
  readonly name: string;
  readonly description: string;
  /** `withdrawals`, after the commitment in the address. */
  readonly collection: string;
  /** What its id begins with. */
  readonly noun: string;
  /** The options of its own: each fills the key of the body. */
  readonly options: readonly TellOption[];
  /** The keys of the options of which the id is made, so that the same fact told twice has the same id. */
  readonly idOf: string | readonly string[];
  readonly examples: string;
}

interface TellOption {
  /** `--by <code>` */
  readonly flags: string;
  readonly help: string;
  readonly key: string;
  readonly optional?: boolean;
  /** What the body holds, from what was typed; left out, just that. */
  readonly read?: (words: string) => unknown;
}

/** Adds the command. */
export function addTellOf(program: Command, open: OpenSession, spec: TellOfCommand): void {
  const command = program
    .command(spec.name)
    .description(spec.description)
    .argument('<commitment>', 'the commitment');
  for (const { flags, help, optional } of spec.options) {
    if (optional) command.option(flags, help);
    else command.requiredOption(flags, help);
  }
  withTelling(command)
    .addHelpText('after', spec.examples)
    .action(async (commitment: string, options: TellingOptions & Readonly<Record<string, unknown>>) => {
      const session = open(command);
      const typed = spec.options.map((option) => ({ ...option, words: options[nameOf(option.flags)] }));
      const own = Object.fromEntries(
        typed.map(({ key, words, read }) => [key, read && typeof words === 'string' ? read(words) : words]),
      );
      const made = [spec.idOf]
        .flat()
        .flatMap((wanted) => typed.find(({ key }) => key === wanted)?.words ?? [])
        .map(String)
        .join(' ');
      const body = without({ id: options.id ?? idFrom(spec.noun, made), ...own, ...tellingOf(options) });
      const path = `/v1/commitments/${encodeURIComponent(commitment)}/${spec.collection}`;
      const fact = `${spec.noun} of ${commitment}, ${made}`;
      const received = await recordOne(path, body, fact, session, options);
      await showStates([commitment], received, session);
    });
}

/** The name under which commander keeps an option: `--by <code>` is `by`. All of ours are one word. */
const nameOf = (flags: string): string => flags.replace(/^--(\w+).*$/, '$1');
