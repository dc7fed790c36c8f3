import { CHANGES_TOPIC, DEFAULT_PARTITIONS, EVENTS_TOPIC } from '#libs/messaging';
import { readEnvironment } from '#libs/platform';
import { z } from 'zod';

/** What a relay has to be told. */
export interface RelayConfig {
  /** As role ledger_relay. */
  readonly databaseUrl: string;
  readonly brokers: readonly string[];
  readonly topic: string;
  /** The topic of the changes of state. */
  readonly changesTopic: string;
  /** How many partitions a topic gets if the relay has to make it. */
  readonly partitions: number;
}

const topic = z
  .string()
  .regex(/^[a-zA-Z0-9._-]{1,249}$/, { error: 'must be a name that Kafka allows for a topic' });

const environment = z.object({
  DATABASE_URL: z
    .string({ error: 'is missing: set it to postgres://ledger_relay:PASSWORD@HOST:PORT/DATABASE' })
    .regex(/^postgres(ql)?:\/\//, { error: 'must begin with postgres://' }),
  KAFKA_BROKERS: z
    .string({ error: 'is missing: set it to HOST:PORT of a Kafka broker' })
    .regex(/^[^\s,:]+:\d+(,[^\s,:]+:\d+)*$/, { error: 'must be host:port, several of them joined by commas' })
    .transform((brokers) => brokers.split(',')),
  KAFKA_TOPIC: topic.default(EVENTS_TOPIC),
  KAFKA_CHANGES_TOPIC: topic.default(CHANGES_TOPIC),
  KAFKA_PARTITIONS: z.coerce
    .number({ error: 'must be a whole number' })
    .int({ error: 'must be a whole number' })
    .min(1, { error: 'must be at least 1' })
    .max(1_000, { error: 'must be at most 1,000' })
    .default(DEFAULT_PARTITIONS),
});

/**
 * The configuration from the environment, read once.
 *
 * @throws BadConfig with a sentence naming every variable that is wrong, and what it must be.
 */
export function relayConfig(env: Readonly<Record<string, string | undefined>>): RelayConfig {
  const settings = readEnvironment(environment, env);
  return {
    databaseUrl: settings.DATABASE_URL,
    brokers: settings.KAFKA_BROKERS,
    topic: settings.KAFKA_TOPIC,
    changesTopic: settings.KAFKA_CHANGES_TOPIC,
    partitions: settings.KAFKA_PARTITIONS,
  };
}
