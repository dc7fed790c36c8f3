import 'reflect-metadata';
import { runRole } from '#libs/platform';
import { Logger } from '@nestjs/common';
import { startApi } from './api.ts';
import { apiConfig } from './config.ts';

await runRole('The API', new Logger('api'), async () => {
  const api = await startApi(apiConfig(process.env));
  process.stdout.write(`Listening at ${api.url}\n`);
  return api;
});
