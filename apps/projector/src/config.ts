import { EVENTS_TOPIC, PROJECTOR_GROUP } from '#libs/messaging';
import { readEnvironment } from '#libs/platform';
import { z } from 'zod';

/** What a projector has to be told. */
export interface ProjectorConfig {
  /** As role ledger_projector. */
  readonly databaseUrl: string;
  readonly brokers: readonly string[];
  readonly topic: string;
  /** The consumer group; projectors of one group share the work. */
  readonly groupId: string;
  /** How long nothing may move without a known reason, in milliseconds. */
  readonly stalledMs: number;
}

const name = z.string().regex(/^[a-zA-Z0-9._-]{1,249}$/, { error: 'must be a name that Kafka allows' });

const environment = z.object({
  DATABASE_URL: z
    .string({ error: 'is missing: set it to postgres://ledger_projector:PASSWORD@HOST:PORT/DATABASE' })
    .regex(/^postgres(ql)?:\/\//, { error: 'must begin with postgres://' }),
  KAFKA_BROKERS: z
    .string({ error: 'is missing: set it to HOST:PORT of a Kafka broker' })
    .regex(/^[^\s,:]+:\d+(,[^\s,:]+:\d+)*$/, { error: 'must be host:port, several of them joined by commas' })
    .transform((brokers) => brokers.split(',')),
  KAFKA_TOPIC: name.default(EVENTS_TOPIC),
  KAFKA_GROUP: name.default(PROJECTOR_GROUP),
  PROJECTOR_STALLED_SECONDS: z.coerce
    .number({ error: 'must be a number of seconds' })
    .min(5, { error: 'must be at least 5' })
    .max(86_400, { error: 'must be at most 86,400' })
    .default(60),
});

/**
 * The configuration from the environment, read once.
 *
 * @throws BadConfig with a sentence naming every variable that is wrong, and what it must be.
 */
export function projectorConfig(env: Readonly<Record<string, string | undefined>>): ProjectorConfig {
  const { DATABASE_URL, KAFKA_BROKERS, KAFKA_TOPIC, KAFKA_GROUP, PROJECTOR_STALLED_SECONDS } =
    readEnvironment(environment, env);
  return {
    databaseUrl: DATABASE_URL,
    brokers: KAFKA_BROKERS,
    topic: KAFKA_TOPIC,
    groupId: KAFKA_GROUP,
    stalledMs: PROJECTOR_STALLED_SECONDS * 1_000,
  };
}
