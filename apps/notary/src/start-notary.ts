import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { type NotaryConfig } from './config.ts';
import { type NotaryStatus } from './notary-options.ts';
import { Notarizing } from './notarizing.ts';
import { NotaryModule } from './notary.module.ts';

/** A notary that runs until it is stopped. */
export interface RunningNotary {
  /** How far it is, for metrics. */
  status(): NotaryStatus | undefined;
  /** Finishes what is under way. May be called twice. */
  stop(): Promise<void>;
}

/** Starts a notary in this process. It needs neither the database nor witnesses to be there yet: it waits for both. */
export async function startNotary(config: NotaryConfig): Promise<RunningNotary> {
  const app = await NestFactory.createApplicationContext(NotaryModule.with(config), { abortOnError: false });
  const notarizing = app.get(Notarizing);
  let stopped: Promise<void> | undefined;
  return { status: () => notarizing.status(), stop: () => (stopped ??= app.close()) };
}
