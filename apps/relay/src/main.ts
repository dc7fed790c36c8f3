import { runRole } from '#libs/platform';
import { ConsoleLogger, Logger } from '@nestjs/common';
import { relayConfig } from './config.ts';
import { startRelay } from './start-relay.ts';

Logger.overrideLogger(
  new ConsoleLogger({
    json: !process.stdout.isTTY,
    logLevels:
      process.env['LOG_LEVEL'] === 'debug'
        ? ['fatal', 'error', 'warn', 'log', 'debug']
        : ['fatal', 'error', 'warn', 'log'],
  }),
);
const log = new Logger('relay');

await runRole('The relay', log, () => startRelay(relayConfig(process.env)));
