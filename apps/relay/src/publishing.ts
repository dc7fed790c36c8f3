import { EventStore } from '#libs/event-store';
import { type Relay, type RelayStatus, runRelay } from '#libs/messaging';
import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import pg from 'pg';
import { type RelayConfig } from './config.ts';

/** By what name the configuration is injected. */
export const RELAY_CONFIG = Symbol('RelayConfig');

/** The relay, from the start of the application to its end. */
@Injectable()
export class Publishing implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #log = new Logger('relay');
  readonly #pool: pg.Pool;
  #relay: Relay | undefined;

  constructor(@Inject(RELAY_CONFIG) private readonly config: RelayConfig) {
    this.#pool = new pg.Pool({
      connectionString: config.databaseUrl,
      application_name: 'ledger-relay-reader',
      max: 3,
      keepAlive: true,
      connectionTimeoutMillis: 10_000,
    });
    this.#pool.on('error', (error) => {
      this.#log.debug(`An idle connection ended: ${error.message}`);
    });
  }

  onApplicationBootstrap(): void {
    this.#relay = runRelay({
      ...this.config,
      clientId: 'ledger-relay',
      source: new EventStore(this.#pool),
      log: this.#log,
    });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#relay?.stop();
    await this.#pool.end();
  }

  status(): RelayStatus | undefined {
    return this.#relay?.status();
  }
}
