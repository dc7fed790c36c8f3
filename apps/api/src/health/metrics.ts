import { Inject, Injectable } from '@nestjs/common';
import { type FastifyInstance } from 'fastify';
import { Pool } from 'pg';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { HeadWatch } from '../events/head-watch.ts';
import { LogStanding } from '../log/log-standing.ts';
import { isStream } from '../stream/open-stream.ts';
import { Streams } from '../stream/streams.ts';
import { streamMetrics } from '../stream/stream-metrics.ts';
import { SubscriptionMetrics } from '../subscriptions/subscription-metrics.ts';

const standingSql = /* sql */ `
select h.position as head, ledger.read_models_as_of() as as_of, to_regclass('read_models.parked') is not null as has_parked
  from ledger.head h`;
/** As numbers of events, and of changes; those that wait have none yet. */
const publishedSql = /* sql */ `
select r.position as events, c.numbered as changes, c.position as changes_published,
       (select count(*) from ledger.changes_waiting) as changes_waiting
  from ledger.relay_state r, ledger.changes_state c`;
const parkedSql = /* sql */ `select count(*) as parked from read_models.parked`;

/** What Prometheus is told of this process and of how far the ledger is. */
@Injectable()
export class Metrics {
  readonly #registry = new Registry();
  readonly #durations = new Histogram({
    name: 'ledger_http_request_duration_seconds',
    help: 'Time from the first byte of a request to the last of its answer',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers: [this.#registry],
  });
  readonly #head = this.#gauge('ledger_head_position', 'The last position recorded');
  readonly #asOf = this.#gauge('ledger_read_models_position', 'The position the read models are true as of');
  readonly #lag = this.#gauge(
    'ledger_read_models_lag_events',
    'Events recorded and not yet in the read models',
  );
  readonly #published = this.#gauge('ledger_published_position', 'The last position published');
  readonly #changes = this.#gauge('ledger_changes_number', 'The number of the last change of state');
  readonly #changesPublished = this.#gauge(
    'ledger_changes_published_number',
    'The number of the last change of state published to Kafka; where there is none, it stands still',
  );
  readonly #changesWaiting = this.#gauge(
    'ledger_changes_waiting',
    'Changes of state that have no number yet and so are not published',
  );
  readonly #sealed = this.#gauge(
    'ledger_log_published_size',
    'Events under the published checkpoint of the log',
  );
  readonly #signed = this.#gauge(
    'ledger_log_signed_size',
    'Events under the newest signed checkpoint of the log',
  );
  readonly #unsealed = this.#gauge(
    'ledger_log_lag_events',
    'Events recorded and not yet under a published checkpoint',
  );
  readonly #readOnly = this.#gauge(
    'ledger_read_only',
    '1 while nothing may be recorded, because what is stored does not continue what was signed',
  );
  readonly #parked = this.#gauge('ledger_parked_events', 'Events that a projection could not take');

  readonly #subscriptions: SubscriptionMetrics;

  /** What only the database knows. */
  readonly #measured = [
    ...[this.#asOf, this.#lag, this.#parked],
    ...[this.#sealed, this.#signed, this.#unsealed, this.#readOnly],
    ...[this.#published, this.#changes, this.#changesPublished, this.#changesWaiting],
  ];

  constructor(
    @Inject(Pool) private readonly pool: Pool,
    @Inject(HeadWatch) private readonly head: HeadWatch,
    @Inject(Streams) streams: Streams,
    @Inject(LogStanding) private readonly log: LogStanding,
  ) {
    collectDefaultMetrics({ register: this.#registry });
    streamMetrics(this.#registry, streams.counts);
    this.#subscriptions = new SubscriptionMetrics(this.#registry, pool);
  }

  /** Times every request by the route that took it; addresses that nobody serves are one route. */
  watch(fastify: FastifyInstance): void {
    fastify.addHook('onResponse', (request, reply, done) => {
      // A stream lasts for as long as its reader likes, which says nothing of us.
      if (isStream(reply)) {
        done();
        return;
      }
      const route = request.is404 ? 'none' : (request.routeOptions.url ?? 'none');
      const { method } = request;
      this.#durations.observe({ method, route, status: reply.statusCode }, reply.elapsedTime / 1000);
      done();
    });
  }

  /** The exposition in Prometheus's text format. With the database away, what needs none is still told. */
  async exposition(): Promise<string> {
    await this.#measure().catch(() => {
      this.#head.set(this.head.position);
      for (const gauge of this.#measured) gauge.set(NaN);
      this.#subscriptions.unknown();
    });
    return this.#registry.metrics();
  }

  async #measure(): Promise<void> {
    const { rows } = await this.pool.query<{ head: string; as_of: string; has_parked: boolean }>(standingSql);
    const head = Number(rows[0]?.head ?? 0);
    const asOf = Number(rows[0]?.as_of ?? 0);
    this.#head.set(head);
    this.#asOf.set(asOf);
    this.#lag.set(Math.max(0, head - asOf));
    await this.#measureLog();
    await this.#measurePublishing();
    await this.#subscriptions.measure();
    if (!rows[0]?.has_parked) return;
    const { rows: counted } = await this.pool.query<{ parked: string }>(parkedSql);
    this.#parked.set(Number(counted[0]?.parked ?? 0));
  }

  async #measureLog(): Promise<void> {
    const { head, signed, published, readOnly } = await this.log.now();
    this.#sealed.set(published);
    this.#signed.set(signed);
    this.#unsealed.set(Math.max(0, head - published));
    this.#readOnly.set(readOnly === null ? 0 : 1);
  }

  async #measurePublishing(): Promise<void> {
    const { rows } = await this.pool.query<Record<string, string>>(publishedSql);
    const [now = {}] = rows;
    this.#published.set(Number(now['events']));
    this.#changes.set(Number(now['changes']));
    this.#changesPublished.set(Number(now['changes_published']));
    this.#changesWaiting.set(Number(now['changes_waiting']));
  }

  #gauge(name: string, help: string): Gauge {
    return new Gauge({ name, help, registers: [this.#registry] });
  }
}
