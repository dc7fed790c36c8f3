import { type Kafka } from 'kafkajs';
import { createKafka } from '../kafka.ts';
import { sentence } from '../log.ts';
import { backoffMs, isOver, pause, untilFirstEnds } from '../patience.ts';
import { isStructureMissing, isTransient } from '../transient.ts';
import { ReadModelsUnsound } from './attempt.ts';
import { Bookmarks } from './bookmarks.ts';
import { consumeGroup } from './consumer-group.ts';
import { type ConsumptionOptions } from './consumption-options.ts';
import { takePulse } from './pulse.ts';
import { LIVE } from './read-model-schema.ts';
import { alignWithTopic, ensureReadModels } from './standing.ts';

/** The folding of the topic into one schema, for as long as it runs. */
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
 * Folds the topic into a schema until it is stopped, through the absence of the database, the brokers, the topic and (of
 * the live schema) its tables.
 */
export function consume(options: ConsumptionOptions): Consumption {
  const { log, schema, topic } = options;
  const stop = new AbortController();
  const kafka = createKafka(options, log);
  const bookmarks = new Bookmarks(async () => {
    if (schema === LIVE) await ensureReadModels(options.pool, schema, log);
    return alignWithTopic(options.pool, schema);
  });

  const run = async (): Promise<void> => {
    for (let failures = 0; !stop.signal.aborted; failures++) {
      try {
        await bookmarks.refresh();
        if (bookmarks.isOpen() && (await topicExists(kafka, topic))) {
          bookmarks.excuse(undefined);
          failures = 0;
          await untilFirstEnds(
            stop.signal,
            (signal) => consumeGroup(options, kafka, bookmarks, signal),
            (signal) => feelPulse(options, bookmarks, signal),
          );
        } else {
          bookmarks.excuse('the topic is not there yet');
        }
      } catch (error) {
        bookmarks.excuse(isOfTheMoment(error) ? sentence(error) : undefined);
        log.warn(`Consuming ${topic} into ${schema} was interrupted, and is tried again: ${sentence(error)}`);
      }
      await pause(backoffMs(failures), stop.signal);
    }
  };
  const ended = run();
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

async function topicExists(kafka: Kafka, topic: string): Promise<boolean> {
  const admin = kafka.admin();
  try {
    await admin.connect();
    return (await admin.listTopics()).includes(topic);
  } finally {
    await admin.disconnect().catch(() => undefined);
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
