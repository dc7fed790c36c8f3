import 'reflect-metadata';
import { Logger } from '@nestjs/common';
import { startApi } from './api.ts';
import { apiConfig } from './config.ts';

const log = new Logger('api');

try {
  const api = await startApi(apiConfig(process.env));
  process.stdout.write(`Listening at ${api.url}\n`);
  const end = (signal: string) => {
    process.stdout.write(`${signal}: finishing what is under way\n`);
    api.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error(`It did not end cleanly: ${String(error)}`);
        process.exit(1);
      },
    );
  };
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
} catch (error) {
  process.stderr.write(`The API cannot start: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
