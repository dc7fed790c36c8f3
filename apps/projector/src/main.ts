import { runRole } from '#libs/platform';
import { ConsoleLogger, Logger } from '@nestjs/common';
import { projectorConfig } from './config.ts';
import { startProjector } from './start-projector.ts';

Logger.overrideLogger(
  new ConsoleLogger({
    json: !process.stdout.isTTY,
    logLevels:
      process.env['LOG_LEVEL'] === 'debug'
        ? ['fatal', 'error', 'warn', 'log', 'debug']
        : ['fatal', 'error', 'warn', 'log'],
  }),
);
const log = new Logger('projector');

await runRole('The projector', log, () =>
  startProjector(projectorConfig(process.env), () => {
    log.fatal('Nothing moves and no reason is known: ending, to be started again');
    process.exit(1);
  }),
);
