import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { type DispatcherConfig } from './config.ts';
import { type DeadlineClockStatus } from './deadlines/deadline-clock.ts';
import { DispatcherModule } from './dispatcher.module.ts';
import { Dispatching } from './dispatching.ts';
import { type WebhooksStatus } from './webhooks/webhooks.ts';

/** A dispatcher that runs until it is stopped. */
export interface RunningDispatcher {
  /** How its clock stands, for metrics. */
  status(): DeadlineClockStatus | undefined;
  /** How the handing over to webhooks stands, for metrics. */
  webhooks(): WebhooksStatus | undefined;
  /** Finishes what is under way. May be called twice. */
  stop(): Promise<void>;
}

/**
 * Starts a dispatcher in this process.
 *
 * @param now what time it is.
 * @throws UnsafeServerSettings, OverprivilegedRole, LedgerNotMigrated for a database we will not write to.
 */
export async function startDispatcher(
  config: DispatcherConfig,
  now: () => Date = () => new Date(),
): Promise<RunningDispatcher> {
  const app = await NestFactory.createApplicationContext(DispatcherModule.with(config, now), {
    abortOnError: false,
  });
  const dispatching = app.get(Dispatching);
  let stopped: Promise<void> | undefined;
  return {
    status: () => dispatching.status(),
    webhooks: () => dispatching.webhooks(),
    stop: () => (stopped ??= app.close()),
  };
}
