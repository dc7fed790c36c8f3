import 'reflect-metadata';
import { type RelayStatus } from '#libs/messaging';
import { NestFactory } from '@nestjs/core';
import { type RelayConfig } from './config.ts';
import { Publishing } from './publishing.ts';
import { RelayModule } from './relay.module.ts';

/** A relay that runs until it is stopped. */
export interface RunningRelay {
  /** How far it is, for metrics. */
  status(): RelayStatus | undefined;
  /** How far the changes are published; positions are their numbers. */
  changesStatus(): RelayStatus | undefined;
  stop(): Promise<void>;
}

/**
 * Starts a relay in this process. It needs neither the database nor the brokers to be there yet: it waits for both.
 */
export async function startRelay(config: RelayConfig): Promise<RunningRelay> {
  const app = await NestFactory.createApplicationContext(RelayModule.with(config), { abortOnError: false });
  const publishing = app.get(Publishing);
  return {
    status: () => publishing.status(),
    changesStatus: () => publishing.changesStatus(),
    stop: () => app.close(),
  };
}
