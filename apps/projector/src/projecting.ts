import { type Projector, type ProjectorStatus, runProjector, type Stall } from '#libs/messaging';
import { projections } from '#libs/read-models';
import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { type ProjectorConfig } from './config.ts';

/** By what name the configuration is injected. */
export const PROJECTOR_CONFIG = Symbol('ProjectorConfig');

/** By what name it is injected what to do when nothing moves. */
export const ON_STALLED = Symbol('OnStalled');

/** The projector, from the start of the application to its end. */
@Injectable()
export class Projecting implements OnApplicationBootstrap, OnApplicationShutdown {
  #projector: Projector | undefined;

  constructor(
    @Inject(PROJECTOR_CONFIG) private readonly config: ProjectorConfig,
    @Inject(ON_STALLED) private readonly onStalled: (stall: Stall) => void,
  ) {}

  onApplicationBootstrap(): void {
    this.#projector = runProjector({
      ...this.config,
      clientId: 'ledger-projector',
      projections,
      onStalled: this.onStalled,
      log: new Logger('projector'),
    });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#projector?.stop();
  }

  status(): ProjectorStatus | undefined {
    return this.#projector?.status();
  }
}
