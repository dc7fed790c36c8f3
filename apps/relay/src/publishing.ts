import { EventStore } from '#libs/event-store';
import { type Relay, type RelayStatus, runChanges, runRelay } from '#libs/messaging';
import { openPool } from '#libs/platform';
import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import type pg from 'pg';
import { type RelayConfig } from './config.ts';

/** By what name the configuration is injected. */
export const RELAY_CONFIG = Symbol('RelayConfig');

/** The relay of the log and, beside it, that of the changes of state, from the start of the application to its end. */
@Injectable()
export class Publishing implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #log = new Logger('relay');
  readonly #pool: pg.Pool;
  #relay: Relay | undefined;
  #changes: Relay | undefined;

  constructor(@Inject(RELAY_CONFIG) private readonly config: RelayConfig) {
    this.#pool = openPool(
      {
        connectionString: config.databaseUrl,
        application_name: 'ledger-relay-reader',
        max: 3,
        keepAlive: true,
        connectionTimeoutMillis: 10_000,
      },
      (error) => {
        this.#log.debug(`An idle connection ended: ${error.message}`);
      },
    );
  }

  onApplicationBootstrap(): void {
    this.#relay = runRelay({
      ...this.config,
      clientId: 'ledger-relay',
      source: new EventStore(this.#pool),
      log: this.#log,
    });
    const { brokers, changesTopic, databaseUrl, partitions } = this.config;
    this.#changes = runChanges({
      ...{ brokers, databaseUrl, partitions, topic: changesTopic },
      clientId: 'ledger-changes',
      log: new Logger('changes'),
    });
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.#relay?.stop(), this.#changes?.stop()]);
    await this.#pool.end();
  }

  status(): RelayStatus | undefined {
    return this.#relay?.status();
  }

  /** How far the changes are published; positions are their numbers. */
  changesStatus(): RelayStatus | undefined {
    return this.#changes?.status();
  }
}
