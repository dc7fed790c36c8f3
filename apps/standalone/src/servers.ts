import { join } from 'node:path';
import { findKafkaTools, startLocalKafka, startLocalPostgres } from '#libs/platform';
import { migrate, roleName, type LedgerRole } from '#migrations';
import pg from 'pg';
import type { StandaloneConfig } from './config.ts';
import { keptRolePasswords } from './secrets.ts';

/** What a long step is shown with: runs the work, and tells the person what it is once it takes a while. */
export type ShowProgress = <T>(
  title: string,
  work: (tell: (step: string) => void) => Promise<T>,
) => Promise<T>;

/** Something that runs until it is stopped. */
export interface Running {
  stop(): Promise<void>;
}

export interface Database extends Running {
  /** The address as which each role connects. */
  readonly urls: Readonly<Record<LedgerRole, string>>;
}

/** Either a broker, or a sentence that says why there is none. */
export type Broker = (Running & { readonly brokers: string }) | { readonly missing: string };

const nothingToStop = (): Promise<void> => Promise.resolve();

/** A Postgres, ours or the user's, with the newest tables and a login for every role. */
export async function openDatabase(
  config: StandaloneConfig,
  show: ShowProgress,
  say: (sentence: string) => void,
): Promise<Database> {
  const own = config.databaseUrl === undefined ? await ownPostgres(config.dataDir, show, say) : undefined;
  try {
    const adminUrl = own?.url ?? config.databaseUrl ?? '';
    const rolePasswords = await keptRolePasswords(config.dataDir);
    await show('Bringing the tables up to date', (onProgress) =>
      migrate({ adminUrl, rolePasswords, onProgress }),
    );
    const url = (role: LedgerRole): string => {
      const address = new URL(adminUrl);
      address.username = roleName(role);
      address.password = rolePasswords[role];
      return address.href;
    };
    return {
      urls: {
        api: url('api'),
        relay: url('relay'),
        projector: url('projector'),
        dispatcher: url('dispatcher'),
        notary: url('notary'),
      },
      stop: own?.stop ?? nothingToStop,
    };
  } catch (error) {
    await own?.stop();
    throw error;
  }
}

async function ownPostgres(
  dataDir: string,
  show: ShowProgress,
  say: (sentence: string) => void,
): Promise<{ url: string; stop: () => Promise<void> }> {
  const postgres = await show('Starting Postgres', (onProgress) =>
    startLocalPostgres({ dataDir: join(dataDir, 'postgres'), log: say, onProgress }),
  );
  const url = new URL(postgres.adminUrl);
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  try {
    const { rowCount } = await client.query("select from pg_database where datname = 'ledger'");
    if (rowCount === 0) await client.query('create database ledger');
  } finally {
    await client.end();
  }
  url.pathname = '/ledger';
  return { url: url.href, stop: () => postgres.stop() };
}

/** A Kafka, ours or the user's, where there can be one. */
export async function openBroker(
  config: StandaloneConfig,
  show: ShowProgress,
  say: (sentence: string) => void,
): Promise<Broker> {
  if (config.brokers !== undefined) return { brokers: config.brokers, stop: nothingToStop };
  const tools = findKafkaTools();
  if ('missing' in tools) return tools;
  return show('Starting Kafka', (onProgress) =>
    startLocalKafka({ dataDir: join(config.dataDir, 'kafka'), log: say, onProgress }),
  );
}
