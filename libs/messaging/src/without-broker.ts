import { runNumbering } from './changes/run-changes.ts';
import { type Projector, type ProjectingOptions, projectFrom } from './projector/projector.ts';
import { storeFeed } from './projector/store-feed.ts';
import { type EventSource } from './relay/event-source.ts';
import { type Lead } from './relay/relay-options.ts';
import { beginGeneration, checkpoint, pruning, readState } from './relay/relay-state.ts';
import { keepLeading } from './relay/relay.ts';

/** What is needed to keep read models where there is no broker. */
export interface WithoutBrokerOptions extends ProjectingOptions {
  /** As the role ledger_relay. */
  readonly relayDatabaseUrl: string;
  readonly source: EventSource;
}

/** The name of a topic that no cluster has: its one partition is the log itself. */
const NO_TOPIC = 'none';
const BATCH = 1_000;

/**
 * Keeps the read models by the log alone, for a machine without Kafka: the same projections, the same tables, parking,
 * retries and rebuilds; only nobody outside can read along. When there is a broker later, the relay finds that its topic is
 * not the one last published to, publishes everything, and the read models are made anew from there.
 */
export function runWithoutBroker(options: WithoutBrokerOptions): Projector {
  const { relayDatabaseUrl, source, log } = options;
  const noting = keepLeading({ databaseUrl: relayDatabaseUrl, log }, (lead, signal) =>
    noteAll(source, lead, signal),
  );
  const numbering = runNumbering({ databaseUrl: relayDatabaseUrl, log });
  const projector = projectFrom(options, () => storeFeed(source));
  return {
    status: () => projector.status(),
    stop: async () => {
      await Promise.all([projector.stop(), noting.stop(), numbering.stop()]);
    },
  };
}

/** Writes down how far the log reaches, as the relay does of the topic, so that what is true as of when is told alike. */
async function noteAll(source: EventSource, lead: Lead, signal: AbortSignal): Promise<void> {
  const { report } = lead;
  let state = await readState(lead);
  if (state.topic !== NO_TOPIC) state = await beginGeneration(lead, NO_TOPIC, [0]);
  const keepShort = pruning(lead);
  report({ generation: state.generation, position: state.position });
  for await (const events of source.follow({ after: state.position, batch: BATCH, signal })) {
    const position = events.at(-1)?.position ?? state.position;
    state = { ...state, position, endOffsets: [position], endPositions: [position] };
    await checkpoint(lead, state);
    await keepShort(state);
    report({ position, head: position });
  }
}
