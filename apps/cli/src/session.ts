import type { Command } from 'commander';
import { LedgerClient, type Answer } from './client.ts';
import { settingsFrom } from './settings.ts';
import type { Surroundings } from './surroundings.ts';
import { terminalFor, type Terminal } from './terminal.ts';

/** Everything a command works with. */
export interface Session {
  readonly terminal: Terminal;
  readonly client: LedgerClient;
  /** Whether to print exactly what the ledger answered. */
  readonly json: boolean;
  readonly surroundings: Surroundings;
  /** Prints an answer: as it came with `--json`, else as `render` puts it. */
  show(answer: Answer, render: () => string): void;
}

/** Options every command takes. */
export interface GlobalOptions {
  readonly url?: string;
  readonly key?: string;
  readonly json?: boolean;
  readonly color?: boolean;
}

export type OpenSession = (command: Command) => Session;

/** Opens sessions in these surroundings, from the options given on a command line. */
export const sessionsIn =
  (surroundings: Surroundings): OpenSession =>
  (command) => {
    const options = command.optsWithGlobals<GlobalOptions>();
    const terminal = terminalFor(surroundings, options);
    const json = options.json ?? false;
    return {
      terminal,
      client: new LedgerClient(settingsFrom(options, surroundings), terminal),
      json,
      surroundings,
      show: (answer, render) => {
        terminal.print(json ? answer.text.trimEnd() : render());
      },
    };
  };
