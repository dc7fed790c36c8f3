import { type Pool } from 'pg';
import { Gauge, type Registry } from 'prom-client';
import { statuses } from './subscription-answers.ts';
import { countByStatusSql } from './subscriptions.sql.ts';

interface Counts {
  readonly waiting: string;
  readonly dead: string;
  readonly subscriptions: Readonly<Record<string, number>>;
}

/** What Prometheus is told of webhooks; never by subscription, of which there may be many. */
export class SubscriptionMetrics {
  readonly #subscriptions: Gauge;
  readonly #deliveries: Gauge;

  constructor(
    registry: Registry,
    private readonly pool: Pool,
  ) {
    const registers = [registry];
    this.#subscriptions = new Gauge({
      ...{
        name: 'ledger_subscriptions',
        help: 'Subscriptions to webhooks',
        labelNames: ['status'],
        registers,
      },
    });
    this.#deliveries = new Gauge({
      name: 'ledger_webhook_deliveries',
      help: 'Deliveries that wait for an attempt, and dead letters',
      ...{ labelNames: ['state'], registers },
    });
  }

  /** Counts anew. @throws what Postgres throws. */
  async measure(): Promise<void> {
    const { rows } = await this.pool.query<Counts>(countByStatusSql);
    const [counts = { waiting: '0', dead: '0', subscriptions: {} }] = rows;
    for (const status of statuses) this.#subscriptions.set({ status }, counts.subscriptions[status] ?? 0);
    this.#deliveries.set({ state: 'waiting' }, Number(counts.waiting));
    this.#deliveries.set({ state: 'dead' }, Number(counts.dead));
  }

  /** Says that nobody knows. */
  unknown(): void {
    for (const status of statuses) this.#subscriptions.set({ status }, NaN);
    for (const state of ['waiting', 'dead']) this.#deliveries.set({ state }, NaN);
  }
}
