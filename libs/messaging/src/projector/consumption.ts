import { sentence } from '../log.ts';
import { backoffMs, isOver, pause, untilFirstEnds } from '../patience.ts';
import { isStructureMissing, isTransient } from '../transient.ts';
import { ReadModelsUnsound } from './attempt.ts';
import { Bookmarks } from './bookmarks.ts';
import { type ConsumptionOptions } from './consumption-options.ts';
import { Folding } from './folding.ts';
import { takePulse } from './pulse.ts';
import { LIVE } from './read-model-schema.ts';
import { alignWithTopic, ensureReadModels } from './standing.ts';
import { taking } from './taking.ts';

/** The folding of a feed into one schema, for as long as it runs. */
export interface Consumption {
  /** Which partitions are this process's own. */
  assigned(): readonly number[];
  /** Whether it is known why nothing moves: the database, the brokers or the topic are away. */
  isExcused(): boolean;
  /** Looks anew at where the schema stands; for when it was replaced. */
  refresh(): Promise<void>;
  stop(): Promise<void>;
}

const PULSE_MS = 1_000;

/**
 * Folds a feed into a schema until it is stopped, through the absence of the database, the brokers, the topic and (of the
 * live schema) its tables.
 */
export function consume(options: ConsumptionOptions): Consumption {
  const { log, schema, pool } = options;
  const stop = new AbortController();
  const bookmarks = new Bookmarks(async () => {
    if (schema === LIVE) await ensureReadModels(pool, schema, log);
    return alignWithTopic(pool, schema);
  });
  const ended = keepConsuming(options, bookmarks, stop.signal);
  return {
    assigned: () => bookmarks.assigned(),
    isExcused: () => bookmarks.isExcused(),
    refresh: () => bookmarks.refresh(),
    stop: () => {
      stop.abort();
      return ended;
    },
  };
}

async function keepConsuming(
  options: ConsumptionOptions,
  bookmarks: Bookmarks,
  signal: AbortSignal,
): Promise<void> {
  const { log, schema, feed } = options;
  const folding = new Folding(options);
  for (let failures = 0; !isOver(signal); failures++) {
    try {
      await bookmarks.refresh();
      if (bookmarks.isOpen() && (await feed.isThere())) {
        bookmarks.excuse(undefined);
        failures = 0;
        await untilFirstEnds(
          signal,
          (shared) => feed.run(bookmarks, taking(options, bookmarks, folding, shared), shared),
          (shared) => feelPulse(options, bookmarks, shared),
        );
      } else {
        bookmarks.excuse(`${feed.name} is not there yet`);
      }
    } catch (error) {
      bookmarks.excuse(isOfTheMoment(error) ? sentence(error) : undefined);
      const told = `Consuming ${feed.name} into ${schema} was interrupted, and is tried again: ${sentence(error)}`;
      if (failures === 0) log.warn(told);
      else log.debug(told);
    }
    await pause(backoffMs(failures), signal);
  }
}

/** Notices what no message tells: that the log is published anew, or that the schema was replaced. */
async function feelPulse(
  options: ConsumptionOptions,
  bookmarks: Bookmarks,
  signal: AbortSignal,
): Promise<void> {
  const { pool, schema, onPulse, log } = options;
  while (!isOver(signal)) {
    try {
      const pulse = await takePulse(pool, schema);
      if (!bookmarks.areOf(pulse.build, pulse.generation)) await bookmarks.refresh();
      onPulse?.(pulse);
    } catch (error) {
      if (isStructureMissing(error) || error instanceof ReadModelsUnsound) {
        await bookmarks.refresh().catch(() => undefined);
      }
      log.debug(`No pulse of ${schema}: ${sentence(error)}`);
    }
    await pause(PULSE_MS, signal);
  }
}

const BROKER_AWAY = new Set([
  'KafkaJSConnectionError',
  'KafkaJSConnectionClosedError',
  'KafkaJSRequestTimeoutError',
  'KafkaJSBrokerNotFound',
  'KafkaJSGroupCoordinatorNotFound',
  'KafkaJSNoBrokerAvailableError',
]);

/** Whether the database or the brokers are away, as far as can be told from an error and those beneath it. */
function isOfTheMoment(error: unknown): boolean {
  if (isTransient(error)) return true;
  if (!(error instanceof Error)) return false;
  return BROKER_AWAY.has(error.name) || isOfTheMoment(error.cause);
}
