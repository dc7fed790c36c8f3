import { readEnvironment } from '#libs/platform';
import { addressEnvironment, type AddressRules, addressRulesOf } from '#libs/subscriptions';
import { z } from 'zod';
import { type AccessConfig } from './access/access-door.ts';
import { type OidcConfig } from './access/oidc-tokens.ts';
import { type ReportLimits } from './reports/reports.ts';
import { STREAM_LIMITS, type StreamLimits } from './stream/stream-limits.ts';

/** What the door needs to know to open. */
export interface ApiConfig extends AccessConfig {
  /** As role ledger_api. */
  readonly databaseUrl: string;
  readonly host: string;
  /** 0 takes any that is free. */
  readonly port: number;
  /** The key of the administrator; without it only keys given out before, or tokens, open the door. */
  readonly adminKey?: string;
  readonly oidc?: OidcConfig;
  /** Where others find this door, without a slash at the end; without it, at the host that a request names. */
  readonly publicUrl?: string;
  /** Connections to the database at most. */
  readonly poolSize: number;
  /** How long a request may wait for a read model to reach `atLeast`, in milliseconds. */
  readonly patienceMs: number;
  /** How long a recording may wait to be compared with what is known, in milliseconds; 300 where it is not given. */
  readonly lintPatienceMs?: number;
  /** How much streams may use, where it is not the usual. */
  readonly streams?: Partial<StreamLimits>;
  /** How much reports may use, where it is not the usual. */
  readonly reports?: Partial<ReportLimits>;
  /** Which addresses webhooks may have beside public ones by https; the dispatcher is to be told the same. */
  readonly webhooks?: AddressRules;
}

const flag = z
  .enum(['true', 'false', '1', '0'], { error: 'must be true or false' })
  .transform((text) => text === 'true' || text === '1');
const count = (smallest: number, largest: number, otherwise: number) =>
  z
    .string()
    .regex(/^\d+$/, { error: 'must be a whole number' })
    .transform(Number)
    .refine((value) => value >= smallest && value <= largest, {
      error: `must be between ${smallest} and ${largest}`,
    })
    .default(otherwise);

const environment = z
  .object({
    DATABASE_URL: z
      .string({ error: 'is missing: set it to postgres://ledger_api:PASSWORD@HOST:PORT/DATABASE' })
      .regex(/^postgres(ql)?:\/\//, { error: 'must begin with postgres://' }),
    HOST: z.string().min(1).default('127.0.0.1'),
    PORT: count(0, 65_535, 3000),
    LEDGER_ADMIN_KEY: z
      .string()
      .min(16, { error: 'must be at least 16 characters long' })
      .max(500)
      .optional(),
    LEDGER_PUBLIC_URL: z
      .url({ protocol: /^https?$/, error: 'must be an http or https address' })
      .transform((address) => address.replace(/\/+$/, ''))
      .optional(),
    LEDGER_ANONYMOUS_READS: flag.default(false),
    LEDGER_POOL_SIZE: count(2, 200, 10),
    RATE_LIMIT: count(1, 10_000_000, 30_000),
    STREAM_CLIENTS: count(1, 100_000, STREAM_LIMITS.clients),
    STREAM_CLIENTS_PER_CALLER: count(1, 100_000, STREAM_LIMITS.clientsPerCaller),
    ...addressEnvironment,
    OIDC_ISSUER: z.url({ protocol: /^https?$/, error: 'must be the address of the issuer' }).optional(),
    OIDC_AUDIENCE: z.string().min(1).optional(),
    OIDC_ROLE_CLAIM: z.string().min(1).default('roles'),
    OIDC_JWKS_URI: z.url({ protocol: /^https?$/, error: 'must be an http or https address' }).optional(),
  })
  .refine(({ OIDC_ISSUER, OIDC_AUDIENCE }) => (OIDC_ISSUER === undefined) === (OIDC_AUDIENCE === undefined), {
    error: 'must be set together with OIDC_AUDIENCE, or neither',
    path: ['OIDC_ISSUER'],
  });

/**
 * The configuration from the environment, read once.
 *
 * @throws BadConfig naming every variable that is wrong, and what it must be.
 */
export function apiConfig(env: Readonly<Record<string, string | undefined>>): ApiConfig {
  const { OIDC_ISSUER: issuer, OIDC_AUDIENCE: audience, ...rest } = readEnvironment(environment, env);
  return {
    databaseUrl: rest.DATABASE_URL,
    host: rest.HOST,
    port: rest.PORT,
    anonymousReads: rest.LEDGER_ANONYMOUS_READS,
    poolSize: rest.LEDGER_POOL_SIZE,
    rateLimit: { max: rest.RATE_LIMIT, windowMs: 60_000 },
    patienceMs: 5_000,
    streams: { clients: rest.STREAM_CLIENTS, clientsPerCaller: rest.STREAM_CLIENTS_PER_CALLER },
    webhooks: addressRulesOf(rest),
    ...(rest.LEDGER_PUBLIC_URL !== undefined && { publicUrl: rest.LEDGER_PUBLIC_URL }),
    ...(rest.LEDGER_ADMIN_KEY !== undefined && { adminKey: rest.LEDGER_ADMIN_KEY }),
    ...(issuer !== undefined &&
      audience !== undefined && {
        oidc: {
          issuer,
          audience,
          roleClaim: rest.OIDC_ROLE_CLAIM,
          ...(rest.OIDC_JWKS_URI !== undefined && { jwksUri: rest.OIDC_JWKS_URI }),
        },
      }),
  };
}
