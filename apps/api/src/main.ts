import 'reflect-metadata';
import { runRole } from '#libs/platform';
import { ConsoleLogger, Logger } from '@nestjs/common';
import { startApi } from './api.ts';
import { apiConfig } from './config.ts';

Logger.overrideLogger(
  new ConsoleLogger({ json: !process.stdout.isTTY, logLevels: ['fatal', 'error', 'warn'] }),
);

await runRole('The API', new Logger('api'), async () => {
  const api = await startApi(apiConfig(process.env));
  process.stdout.write(`Listening at ${api.url}\n`);
  return api;
});
