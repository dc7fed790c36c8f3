import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { type NotaryConfig } from './config.ts';
import { memoryIn } from './memory.ts';
import { type NotaryStatus } from './notary-options.ts';
import { type Notary, runNotary } from './notary.ts';

/** By what name the configuration is injected. */
export const NOTARY_CONFIG = Symbol('NotaryConfig');

/** The notary, from the start of the application to its end. */
@Injectable()
export class Notarizing implements OnApplicationBootstrap, OnApplicationShutdown {
  #notary: Notary | undefined;

  constructor(@Inject(NOTARY_CONFIG) private readonly config: NotaryConfig) {}

  onApplicationBootstrap(): void {
    const { stateFile, ...config } = this.config;
    this.#notary = runNotary({ ...config, memory: memoryIn(stateFile), log: new Logger('notary') });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#notary?.stop();
  }

  status(): NotaryStatus | undefined {
    return this.#notary?.status();
  }
}
