import { readEnvironment } from '#libs/platform';
import { addressEnvironment, type AddressRules, addressRulesOf } from '#libs/subscriptions';
import { z } from 'zod';
import { type WebhooksOptions } from './webhooks/webhooks.ts';

/** What a dispatcher has to be told. */
export interface DispatcherConfig {
  /** As role ledger_dispatcher. */
  readonly databaseUrl: string;
  /** How often it looks which deadlines have passed, in milliseconds. */
  readonly tickMs: number;
  /** Which addresses webhooks may have beside public ones by https; the api is to be told the same. */
  readonly addresses?: AddressRules;
  /** How webhooks are sent, where it is not the usual. */
  readonly webhooks?: Pick<WebhooksOptions, 'limits' | 'resolve' | 'trusted'>;
}

const environment = z.object({
  DATABASE_URL: z
    .string({ error: 'is missing: set it to postgres://ledger_dispatcher:PASSWORD@HOST:PORT/DATABASE' })
    .regex(/^postgres(ql)?:\/\//, { error: 'must begin with postgres://' }),
  DISPATCHER_TICK_SECONDS: z.coerce
    .number({ error: 'must be a number of seconds' })
    .min(1, { error: 'must be at least 1' })
    .max(30, { error: 'must be at most 30: a deadline is to be announced within a minute' })
    .default(5),
  ...addressEnvironment,
});

/**
 * The configuration from the environment, read once.
 *
 * @throws BadConfig with a sentence naming every variable that is wrong, and what it must be.
 */
export function dispatcherConfig(env: Readonly<Record<string, string | undefined>>): DispatcherConfig {
  const { DATABASE_URL, DISPATCHER_TICK_SECONDS, ...rest } = readEnvironment(environment, env);
  return {
    databaseUrl: DATABASE_URL,
    tickMs: DISPATCHER_TICK_SECONDS * 1_000,
    addresses: addressRulesOf(rest),
  };
}
