import { ConsoleLogger, Logger } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import { relayConfig } from './config.ts';
import { startRelay } from './start-relay.ts';

/** By then what was being sent has arrived, or it is sent again by the next relay. */
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
const log = new Logger('relay');

try {
  const relay = await startRelay(relayConfig(process.env));
  const late = () =>
    sleep(DRAIN_MS).then(() => {
      throw new Error(`it was not done in ${DRAIN_MS / 1_000} s`);
    });
  const end = (signal: string): void => {
    log.log(`${signal}: finishing what is under way`);
    Promise.race([relay.stop(), late()]).then(
      () => process.exit(0),
      (error: unknown) => {
        log.error(`The relay did not end cleanly: ${String(error)}`);
        process.exit(1);
      },
    );
  };
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
} catch (error) {
  process.stderr.write(`The relay cannot start: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
