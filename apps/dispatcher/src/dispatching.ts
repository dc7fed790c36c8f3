import { assertLeastPrivilege, assertSafeServer, EventStore } from '#libs/event-store';
import { openPool } from '#libs/platform';
import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import type pg from 'pg';
import { type DispatcherConfig } from './config.ts';
import {
  type DeadlineClock,
  type DeadlineClockStatus,
  runDeadlineClock,
} from './deadlines/deadline-clock.ts';
import { runWebhooks, type Webhooks, type WebhooksStatus } from './webhooks/webhooks.ts';

/** By what name the configuration is injected. */
export const DISPATCHER_CONFIG = Symbol('DispatcherConfig');

/** By what name it is injected what time it is. */
export const NOW = Symbol('Now');

/** Two for the clock; the rest for webhooks, which send more at once than they ask the database. */
const CONNECTIONS = 10;

/** The dispatcher, from the start of the application to its end. */
@Injectable()
export class Dispatching implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #log = new Logger('dispatcher');
  readonly #pool: pg.Pool;
  readonly #store: EventStore;
  #clock: DeadlineClock | undefined;
  #webhooks: Webhooks | undefined;

  constructor(
    @Inject(DISPATCHER_CONFIG) private readonly config: DispatcherConfig,
    @Inject(NOW) private readonly now: () => Date,
  ) {
    this.#pool = openPool(
      {
        connectionString: config.databaseUrl,
        application_name: 'ledger-dispatcher',
        max: CONNECTIONS,
        keepAlive: true,
        connectionTimeoutMillis: 10_000,
        query_timeout: 60_000,
        idle_in_transaction_session_timeout: 60_000,
      },
      (error) => {
        this.#log.debug(`An idle connection ended: ${error.message}`);
      },
    );
    this.#store = new EventStore(this.#pool);
  }

  /** @throws UnsafeServerSettings, OverprivilegedRole, LedgerNotMigrated for a database we will not write to. */
  async onApplicationBootstrap(): Promise<void> {
    try {
      await assertSafeServer(this.#pool);
      await assertLeastPrivilege(this.#pool);
    } catch (error) {
      await this.#close();
      throw error;
    }
    this.#clock = runDeadlineClock({
      pool: this.#pool,
      store: this.#store,
      now: this.now,
      tickMs: this.config.tickMs,
      log: this.#log,
    });
    this.#webhooks = runWebhooks({
      ...this.config.webhooks,
      databaseUrl: this.config.databaseUrl,
      pool: this.#pool,
      store: this.#store,
      rules: this.config.addresses ?? {},
      log: new Logger('webhooks'),
    });
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.#clock?.stop(), this.#webhooks?.stop()]);
    await this.#close();
  }

  status(): DeadlineClockStatus | undefined {
    return this.#clock?.status();
  }

  webhooks(): WebhooksStatus | undefined {
    return this.#webhooks?.status();
  }

  async #close(): Promise<void> {
    await this.#store.close();
    await this.#pool.end();
  }
}
