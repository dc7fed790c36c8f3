import { runRole } from '#libs/platform';
import { ConsoleLogger, Logger } from '@nestjs/common';
import { dispatcherConfig } from './config.ts';
import { startDispatcher } from './start-dispatcher.ts';

const HELP = `Usage: dispatcher [--help]

Records, once for each deadline of a commitment, that it has passed: as DeadlinePassed,
within seconds after the end of its last day in UTC. And hands over to webhooks what is
subscribed to. Any number of dispatchers may run.

From the environment:
  DATABASE_URL             postgres://ledger_dispatcher:PASSWORD@HOST:PORT/DATABASE
  DISPATCHER_TICK_SECONDS  how often it looks, from 1 to 30; 5 where it is not set
  WEBHOOKS_ALLOW_HTTP      true lets webhooks have http: addresses; false where it is not set
  WEBHOOKS_ALLOWED_NETWORKS
                           networks that they may be in beside public ones: 10.1.0.0/16,fd12::/48
  LOG_LEVEL                debug tells more
The api is to be told the same of webhooks.
`;

if (process.argv.includes('--help') || process.argv.includes('-h')) {
  process.stdout.write(HELP);
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
  const log = new Logger('dispatcher');
  await runRole('The dispatcher', log, () => startDispatcher(dispatcherConfig(process.env)));
}
