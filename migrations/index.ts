import { DataSource, type QueryRunner } from 'typeorm';
import { Ledger } from './0001-ledger.ts';
import { Messaging } from './0002-messaging.ts';
import { ReadModels } from './0003-read-models.ts';
import { Dispatcher } from './0004-dispatcher.ts';
import { Changes } from './0005-changes.ts';
import { Subscriptions } from './0006-subscriptions.ts';
import { ChangesStood } from './0007-changes-stood.ts';
import { Log } from './0008-log.ts';
import { DocumentArrivals } from './0009-document-arrivals.ts';
import { Reads } from './0010-reads.ts';
import { AppendHeadFirst } from './0011-append-head-first.ts';
import { AsOfPlannedOnce } from './0012-as-of-planned-once.ts';
import { AppendOptimistically } from './0013-append-optimistically.ts';
import { provisionRoles, type RolePasswords } from './roles.ts';

export { type LedgerRole, type RolePasswords, roleName } from './roles.ts';

/**
 * Every migration in order. A new one is `NNNN-what-it-brings.ts` with a class whose `name` ends in NNNN padded to the
 * thirteen digits by which TypeORM sorts. One that has been released is never edited: a changed SQL object gets a file of
 * its own and a migration that replaces the old.
 */
export const migrations = [
  Ledger,
  Messaging,
  ReadModels,
  Dispatcher,
  Changes,
  Subscriptions,
  ChangesStood,
  Log,
  DocumentArrivals,
  Reads,
  AppendHeadFirst,
  AsOfPlannedOnce,
  AppendOptimistically,
] as const;

export interface MigrateOptions {
  /** A role that may create schemas in the database, and roles in its cluster. */
  readonly adminUrl: string;
  readonly rolePasswords: RolePasswords;
  /** Called with a sentence before each thing done. */
  readonly onProgress?: (sentence: string) => void;
}

/** Any number that nobody else locks in a database of ours. */
const MIGRATION_LOCK = 4_711_001;

/**
 * Brings a database up to date: roles with their passwords, then each migration not yet applied in a transaction of its
 * own. Safe to run again and from several places at once: one works, the others wait and find nothing left to do.
 *
 * @returns the names of the migrations applied now, in order.
 * @throws whatever Postgres answers; what was applied before stays applied.
 */
export async function migrate({
  adminUrl,
  rolePasswords,
  onProgress,
}: MigrateOptions): Promise<readonly string[]> {
  const dataSource = new DataSource({
    type: 'postgres',
    url: adminUrl,
    schema: 'ledger',
    migrations: [...migrations],
    migrationsTransactionMode: 'each',
    installExtensions: false,
    applicationName: 'ledger-migrate',
  });
  await dataSource.initialize();
  try {
    const guard = dataSource.createQueryRunner();
    await waitForTurn(guard, onProgress);
    onProgress?.(
      'Creating the roles ledger_api, ledger_relay, ledger_projector, ledger_dispatcher and ledger_notary where missing, and setting their passwords',
    );
    await provisionRoles(guard, rolePasswords);
    await guard.query('create schema if not exists ledger');
    onProgress?.('Applying migrations');
    const applied = await dataSource.runMigrations();
    return applied.map(({ name }) => name);
  } finally {
    // Ends the sessions, and with them the lock.
    await dataSource.destroy();
  }
}

async function waitForTurn(guard: QueryRunner, onProgress: MigrateOptions['onProgress']): Promise<void> {
  const [row] = (await guard.query('select pg_try_advisory_lock($1) as ours', [MIGRATION_LOCK])) as [
    { ours: boolean },
  ];
  if (row.ours) return;
  onProgress?.('Waiting for another migration of this database to finish');
  await guard.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
}
