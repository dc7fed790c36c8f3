import { Counter, Gauge, type Registry } from 'prom-client';
import { type StreamCount, type StreamCounts } from './stream-counts.ts';

/** Registers what Prometheus is told of streams, by source: `events`, `concerning-events`, `changes`. */
export function streamMetrics(registry: Registry, counts: StreamCounts): void {
  const gauge = (name: string, help: string, valueOf: (count: StreamCount) => number): void => {
    new Gauge({
      name,
      help,
      labelNames: ['source'],
      registers: [registry],
      collect() {
        for (const count of counts.all()) this.set({ source: count.source }, valueOf(count));
      },
    });
  };
  gauge('ledger_stream_clients', 'Streams that are open', ({ clients }) => clients);
  gauge('ledger_stream_lag', 'How many entries the client furthest behind is behind', ({ lag }) => lag);
  new Counter({
    name: 'ledger_stream_sent_total',
    help: 'Messages sent to clients',
    labelNames: ['source'],
    registers: [registry],
    collect() {
      this.reset();
      for (const { source, sent } of counts.all()) this.inc({ source }, sent);
    },
  });
  new Counter({
    name: 'ledger_stream_ended_total',
    help: 'Streams ended by the ledger: of clients that did not read, at a shutdown, with a key revoked',
    labelNames: ['source', 'reason'],
    registers: [registry],
    collect() {
      this.reset();
      for (const { source, ended } of counts.all()) {
        for (const [reason, count] of Object.entries(ended)) this.inc({ source, reason }, count);
      }
    },
  });
}
