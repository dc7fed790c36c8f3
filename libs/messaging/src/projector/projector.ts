import { openPool } from '#libs/platform';
import type pg from 'pg';
import { type KafkaAddress } from '../kafka.ts';
import { type Log, sentence } from '../log.ts';
import { answerRequests } from './answering.ts';
import { consume } from './consumption.ts';
import { type Feed } from './feed.ts';
import { type Fold } from './fold.ts';
import { kafkaFeed } from './kafka-feed.ts';
import { type Projection } from './projection.ts';
import { type Pulse } from './pulse.ts';
import { LIVE } from './read-model-schema.ts';
import { type Stall, watchdog } from './watchdog.ts';

/** What a projector needs to know, wherever it reads. */
export interface ProjectingOptions {
  /** As the role ledger_projector. */
  readonly databaseUrl: string;
  readonly projections: readonly Projection[];
  readonly log: Log;
  /** Is told, once, that messages wait and nothing moves, and no reason is known; the projector is best begun anew. */
  readonly onStalled: (stall: Stall) => void;
  /** Default 60,000. */
  readonly stalledMs?: number;
  /** In how many transactions at the same time events are folded. Default 3. */
  readonly concurrency?: number;
}

/** What a projector that reads from Kafka needs to know. */
export interface ProjectorOptions extends ProjectingOptions, KafkaAddress {
  readonly topic: string;
  /** The consumer group; projectors of one group share the partitions. */
  readonly groupId: string;
}

/** How a projector stands, for health and metrics. */
export interface ProjectorStatus {
  /** The partitions of this process. */
  readonly partitions: readonly number[];
  /** What the read models are true as of, by the latest pulse; `published - asOf` is the lag. */
  readonly asOf: number;
  readonly published: number;
}

/** A projector at work. */
export interface Projector {
  status(): ProjectorStatus;
  /** Finishes the step under way, leaves the group and closes. */
  stop(): Promise<void>;
}

const DEFAULT_STALLED_MS = 60_000;
const DEFAULT_CONCURRENCY = 3;

/**
 * Folds the topic into the read models and answers requests to retry and rebuild. It lives through the absence of the
 * database, the brokers and the topic, and makes read models anew that were dropped.
 */
export function runProjector(options: ProjectorOptions): Projector {
  const { groupId, log } = options;
  return projectFrom(options, (name) =>
    kafkaFeed({ ...options, groupId: name === undefined ? groupId : `${groupId}-${name}` }, log),
  );
}

/** The same with feeds of any kind: the live one, and for each rebuild one of its own by a name. */
export function projectFrom(options: ProjectingOptions, openFeed: (name?: string) => Feed): Projector {
  const { databaseUrl, projections, onStalled, log, concurrency = DEFAULT_CONCURRENCY } = options;
  const pool = connect(databaseUrl, log, concurrency);
  const stop = new AbortController();
  const look = watchdog(options.stalledMs ?? DEFAULT_STALLED_MS);
  let latest: Pulse | undefined;
  let stalled = false;

  const onPulse = (pulse: Pulse): void => {
    latest = pulse;
    const watched = { assigned: live.assigned(), excused: live.isExcused(), nowMs: performance.now() };
    const stall = look(pulse, watched);
    if (!stall || stalled) return;
    stalled = true;
    log.error(
      `Partitions ${stall.partitions.join(', ')} have not moved for ${Math.round(stall.ms / 1000)} s: ` +
        `the read models are as of ${stall.asOf} and ${stall.published} is published.`,
    );
    onStalled(stall);
  };
  const fold: Fold = { pool, schema: LIVE, projections, log, concurrency };
  const live = consume({ ...fold, feed: openFeed(), onPulse });
  const answering = answerRequests(
    { ...fold, databaseUrl, openFeed, onSwapped: () => live.refresh() },
    stop.signal,
  );

  return {
    status: () => ({
      partitions: live.assigned(),
      asOf: latest?.asOf ?? 0,
      published: latest?.published ?? 0,
    }),
    stop: async () => {
      stop.abort();
      await Promise.all([live.stop(), answering]);
      await pool.end().catch((error: unknown) => {
        log.debug(`The pool did not close well: ${sentence(error)}`);
      });
    },
  };
}

/** Enough connections for the folds of a live consumption and of a rebuild beside it, and for looking after both. */
function connect(databaseUrl: string, log: Log, concurrency: number): pg.Pool {
  return openPool(
    {
      connectionString: databaseUrl,
      application_name: 'ledger-projector',
      max: 2 * concurrency + 4,
      // So that what does not wait for an answer is sent with what came before: a step of thirteen statements takes six turns.
      pipeline: true,
      keepAlive: true,
      connectionTimeoutMillis: 10_000,
      query_timeout: 60_000,
      lock_timeout: 20_000,
      idle_in_transaction_session_timeout: 60_000,
    },
    (error) => {
      log.debug(`An idle connection ended: ${error.message}`);
    },
  );
}
