import { runRole } from '#libs/platform';
import { ConsoleLogger, Logger } from '@nestjs/common';
import { notaryConfig } from './config.ts';
import { newKeyCommand } from './new-key-command.ts';
import { startNotary } from './start-notary.ts';

const HELP = `Usage: notary [--help]
       notary new-key ORIGIN > FILE

Seals the log: takes every event into a Merkle tree and signs a checkpoint within a second.
Of several notaries one works. Where what is stored does not continue what was signed, it
signs nothing more and makes the ledger read-only (docs/log.md).

new-key prints a new signing key for a log called ORIGIN, such as ledger.example.org/log.

From the environment:
  DATABASE_URL              postgres://ledger_notary:PASSWORD@HOST:PORT/DATABASE
  NOTARY_KEY_FILE           the signing key, in a file of mode 600; or the key itself in NOTARY_KEY
  NOTARY_PREVIOUS_KEY_FILE  the key before, which signs too; or NOTARY_PREVIOUS_KEY
  NOTARY_STATE_FILE         where it remembers what it signed last; beside the key file where it
                            is not set. Never keep it with the database or its backups
  NOTARY_POLICY_FILE        the witnesses to ask and how many must answer (C2SP tlog-policy);
                            or NOTARY_POLICY. Without it nobody is asked
  NOTARY_NEW_LOG            "SIZE WHY": give up the log that is refused after SIZE events, and begin another
  LOG_LEVEL                 debug tells more
`;

const [command, ...rest] = process.argv.slice(2);

if (command === '--help' || command === '-h') {
  process.stdout.write(HELP);
} else if (command === 'new-key') {
  process.exitCode = newKeyCommand(rest, process.stdout, process.stderr);
} else if (command !== undefined) {
  process.stderr.write(`notary has no command ${JSON.stringify(command)}; see notary --help.\n`);
  process.exitCode = 2;
} else {
  Logger.overrideLogger(
    new ConsoleLogger({
      json: !process.stdout.isTTY,
      logLevels:
        process.env['LOG_LEVEL'] === 'debug'
          ? ['fatal', 'error', 'warn', 'log', 'debug']
          : ['fatal', 'error', 'warn', 'log'],
    }),
  );
  await runRole('The notary', new Logger('notary'), async () => startNotary(await notaryConfig(process.env)));
}
