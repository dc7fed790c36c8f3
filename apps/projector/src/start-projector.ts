import 'reflect-metadata';
import { type ProjectorStatus, type Stall } from '#libs/messaging';
import { NestFactory } from '@nestjs/core';
import { type ProjectorConfig } from './config.ts';
import { Projecting } from './projecting.ts';
import { ProjectorModule } from './projector.module.ts';

/** A projector that runs until it is stopped. */
export interface RunningProjector {
  /** How far it is, for metrics. */
  status(): ProjectorStatus | undefined;
  stop(): Promise<void>;
}

/**
 * Starts a projector in this process. It needs neither the database nor the brokers to be there yet: it waits for both.
 *
 * @param onStalled told, once, that nothing moves and nobody knows why: stop this projector and start another.
 */
export async function startProjector(
  config: ProjectorConfig,
  onStalled: (stall: Stall) => void,
): Promise<RunningProjector> {
  const app = await NestFactory.createApplicationContext(ProjectorModule.with(config, onStalled), {
    abortOnError: false,
  });
  const projecting = app.get(Projecting);
  return { status: () => projecting.status(), stop: () => app.close() };
}
