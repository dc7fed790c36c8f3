import { type Pool } from 'pg';
import { ledgerAccessSql, serverSettingsSql } from './sql/server-settings.sql.ts';

/** The server may lose or change what it has confirmed. Nothing is to be recorded on it until that is put right. */
export class UnsafeServerSettings extends Error {
  override readonly name = 'UnsafeServerSettings';
  readonly code = 'unsafe-server-settings';
  constructor(
    readonly settings: readonly { readonly name: string; readonly value: string }[],
    readonly remedy: string,
  ) {
    const found = settings.map(({ name, value }) => `${name} is ${value}`).join(' and ');
    super(`Postgres may lose what it has confirmed, because ${found}. ${remedy}`);
  }
}

/** The connection could change what was recorded. */
export class OverprivilegedRole extends Error {
  override readonly name = 'OverprivilegedRole';
  readonly code = 'overprivileged-role';
  constructor(
    readonly role: string,
    because: string,
  ) {
    super(
      `${role} ${because}, so it could change what was recorded. ` +
        'Connect as the role that the ledger has for this program; only the migration connects as an administrator.',
    );
  }
}

/** There is no ledger in this database yet, or one that lacks what this release calls. */
export class LedgerNotMigrated extends Error {
  override readonly name = 'LedgerNotMigrated';
  readonly code = 'ledger-not-migrated';
  constructor(
    readonly database: string,
    what: 'no ledger' | 'a ledger of an older release' = 'no ledger',
  ) {
    super(`The database ${database} holds ${what}. Run the migrate program on it first.`);
  }
}

/**
 * Refuses a server that may lose or alter what it has confirmed: `fsync`, `synchronous_commit` or `full_page_writes` off,
 * or an encoding other than UTF8, in which bodies do not come back as they went in.
 *
 * @throws UnsafeServerSettings with every setting found unsafe.
 */
export async function assertSafeServer(pool: Pool): Promise<void> {
  const { rows } = await pool.query<{ name: string; value: string }>(serverSettingsSql);
  const off = rows.filter(({ name, value }) => name !== 'server_encoding' && value === 'off');
  if (off.length > 0) {
    const names = off.map(({ name }) => name).join(', ');
    throw new UnsafeServerSettings(
      off,
      `Turn on ${names} for the server, the database and the role, then start again.`,
    );
  }
  const encoding = rows.filter(({ name, value }) => name === 'server_encoding' && value !== 'UTF8');
  if (encoding.length > 0) {
    throw new UnsafeServerSettings(
      encoding,
      "Create the database with encoding 'UTF8' and migrate it again.",
    );
  }
}

/**
 * Refuses a connection that could undo the append-only grants.
 *
 * @throws OverprivilegedRole for a superuser, the owner of the events, and whoever may update, delete or truncate them.
 * @throws LedgerNotMigrated when there are no events to protect, or they are not appended to as this release does it.
 */
export async function assertLeastPrivilege(pool: Pool): Promise<void> {
  const { rows } = await pool.query<{
    role: string;
    database: string;
    is_superuser: boolean;
    has_ledger: boolean;
    is_current: boolean;
    is_owner: boolean;
    may_change: boolean;
  }>(ledgerAccessSql);
  const [access] = rows;
  if (!access) throw new Error('Postgres does not know the role of its own session');
  if (access.is_superuser) throw new OverprivilegedRole(access.role, 'is a superuser');
  if (!access.has_ledger) throw new LedgerNotMigrated(access.database);
  if (!access.is_current) throw new LedgerNotMigrated(access.database, 'a ledger of an older release');
  if (access.is_owner) throw new OverprivilegedRole(access.role, 'owns ledger.events');
  if (access.may_change)
    throw new OverprivilegedRole(access.role, 'may update, delete or truncate ledger.events');
}
