import { resolve } from 'node:path';
import { readEnvironment } from '#libs/platform';
import { type LogSettings, logEnvironment } from '../../notary/src/config.ts';
import { addressEnvironment, type AddressRules, addressRulesOf } from '#libs/subscriptions';
import { z } from 'zod';

const environment = z.object({
  PORT: z.coerce.number({ error: 'must be a port number' }).int().min(0).max(65_535).default(3000),
  LEDGER_DATA: z.string().min(1).default('.ledger'),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgres:// address' }).optional(),
  KAFKA_BROKERS: z
    .string()
    .regex(/^[^\s,:]+:\d+(,[^\s,:]+:\d+)*$/, { error: 'must be host:port, several of them joined by commas' })
    .optional(),
  LOG_LEVEL: z
    .enum(['error', 'warn', 'log', 'debug'], { error: 'must be error, warn, log or debug' })
    .default('error'),
  LEDGER_ADMIN_KEY: z.string().min(20, { error: 'must have at least 20 characters' }).optional(),
  ...addressEnvironment,
  ...logEnvironment,
});

/** What the ledger on this machine is to use. */
export interface StandaloneConfig {
  readonly port: number;
  /** Absolute path of the folder everything is kept in. */
  readonly dataDir: string;
  /** A PostgreSQL of the user's, by an owner's address; else our own is started. */
  readonly databaseUrl: string | undefined;
  /** A Kafka of the user's; else our own is started. */
  readonly brokers: string | undefined;
  readonly adminKey: string | undefined;
  /** Which addresses webhooks may have beside public ones by https. */
  readonly webhooks: AddressRules;
  /** What is set of the log; what is not is made and kept in the folder. */
  readonly log: LogSettings;
  /** What is written to the terminal beside the welcome; by default only what went wrong. */
  readonly logLevels: readonly ('fatal' | 'error' | 'warn' | 'log' | 'debug')[];
}

const LEVELS = ['fatal', 'error', 'warn', 'log', 'debug'] as const;

/**
 * Reads the settings from the environment, once.
 *
 * @throws BadConfig naming every variable that is wrong, and what it must be.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): StandaloneConfig {
  const settings = readEnvironment(environment, env);
  const { PORT, LEDGER_DATA, DATABASE_URL, KAFKA_BROKERS, LEDGER_ADMIN_KEY, LOG_LEVEL } = settings;
  return {
    port: PORT,
    dataDir: resolve(LEDGER_DATA),
    databaseUrl: DATABASE_URL,
    brokers: KAFKA_BROKERS,
    adminKey: LEDGER_ADMIN_KEY,
    webhooks: addressRulesOf(settings),
    log: settings,
    logLevels: LEVELS.slice(0, LEVELS.indexOf(LOG_LEVEL) + 1),
  };
}
