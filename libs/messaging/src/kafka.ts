import { Kafka, logLevel } from 'kafkajs';
import { type Log } from './log.ts';

/** The topic every reader of a ledger reads. */
export const EVENTS_TOPIC = 'ledger.events.v1';

/** The topic of what events changed of the state of commitments. */
export const CHANGES_TOPIC = 'ledger.changes.v1';

/** Into how many partitions a topic is made where nothing else is said. */
export const DEFAULT_PARTITIONS = 6;

/** The consumer group of the projectors. */
export const PROJECTOR_GROUP = 'ledger-projector';

/** Where the brokers are and who is asking. */
export interface KafkaAddress {
  /** "host:port" of some of the brokers; the rest are found through them. */
  readonly brokers: readonly string[];
  readonly clientId: string;
}

/** How often kafkajs itself tries before it tells us; we decide then, and try for ever. */
const RETRY = { initialRetryTime: 100, maxRetryTime: 1_000, retries: 4 };

/**
 * A kafkajs client. Its own log goes to debug, because it calls an error what it is about to recover from (a cold
 * coordinator, a rebalance); whatever ends a consumer or a send is logged by us.
 */
export function createKafka({ brokers, clientId }: KafkaAddress, log: Log): Kafka {
  return new Kafka({
    brokers: [...brokers],
    clientId,
    connectionTimeout: 3_000,
    requestTimeout: 15_000,
    retry: RETRY,
    logLevel: logLevel.WARN,
    logCreator:
      () =>
      ({ namespace, log: entry }) => {
        log.debug(`kafkajs ${namespace}: ${entry.message}`);
      },
  });
}
