import { ConsoleLogger, Logger } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import { projectorConfig } from './config.ts';
import { startProjector } from './start-projector.ts';

/** By then the step under way is done, or it is rolled back and done by the next projector. */
const DRAIN_MS = 9_000;

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

try {
  const projector = await startProjector(projectorConfig(process.env), () => {
    log.fatal('Nothing moves and no reason is known: ending, to be started again');
    process.exit(1);
  });
  const late = () =>
    sleep(DRAIN_MS).then(() => {
      throw new Error(`it was not done in ${DRAIN_MS / 1_000} s`);
    });
  const end = (signal: string): void => {
    log.log(`${signal}: finishing what is under way`);
    Promise.race([projector.stop(), late()]).then(
      () => process.exit(0),
      (error: unknown) => {
        log.error(`The projector did not end cleanly: ${String(error)}`);
        process.exit(1);
      },
    );
  };
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
} catch (error) {
  process.stderr.write(
    `The projector cannot start: ${error instanceof Error ? error.message : String(error)}\n`,
  );
  process.exit(1);
}
