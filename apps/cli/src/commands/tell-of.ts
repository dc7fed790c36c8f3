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
  /** The key of the option of which the id is made, so that the same fact told twice has the same id. */
  readonly idOf: string;
  readonly examples: string;
}

interface TellOption {
  /** `--by <code>` */
  readonly flags: string;
  readonly help: string;
  readonly key: string;
  readonly optional?: boolean;
  /** What the body holds for what was typed, where that is another thing. */
  readonly read?: (typed: string) => unknown;
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
      const own = Object.fromEntries(
        spec.options.map(({ flags, key, read }) => {
          const typed = options[nameOf(flags)];
          return [key, read && typeof typed === 'string' ? read(typed) : typed];
        }),
      );
      const made = String(own[spec.idOf]);
      const body = without({ id: options.id ?? idFrom(spec.noun, made), ...own, ...tellingOf(options) });
      const path = `/v1/commitments/${encodeURIComponent(commitment)}/${spec.collection}`;
      const fact = `${spec.noun} of ${commitment}, ${made}`;
      const received = await recordOne(path, body, fact, session, options);
      await showStates([commitment], received, session);
    });
}

/** The name under which commander keeps an option: `--by <code>` is `by`. All of ours are one word. */
const nameOf = (flags: string): string => flags.replace(/^--(\w+).*$/, '$1');
