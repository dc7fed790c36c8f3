import { createHmac, createHash, pbkdf2Sync, randomBytes } from 'node:crypto';
import { type QueryRunner } from 'typeorm';

/** The login of each kind of process. The names are those of the roles in the cluster without `ledger_`. */
export type LedgerRole = 'api' | 'relay' | 'projector' | 'dispatcher' | 'notary';

/** A password for every role, in plain text; the server is only ever sent its SCRAM verifier. */
export type RolePasswords = Readonly<Record<LedgerRole, string>>;

/** The name of a process's role in the cluster. */
export const roleName = (role: LedgerRole): string => `ledger_${role}`;

const ROLES: readonly LedgerRole[] = ['api', 'relay', 'projector', 'dispatcher', 'notary'];
const ATTEMPTS = 20;

/**
 * Creates the login roles where they are missing and sets their passwords.
 *
 * Roles belong to the whole cluster while our lock is one database's, so a migration of another database may do the
 * same at the same moment: whoever loses that race tries again, and finds the role there.
 */
export async function provisionRoles(queryRunner: QueryRunner, passwords: RolePasswords): Promise<void> {
  for (const role of ROLES) {
    await againWhenRaced(async () => {
      const found = (await queryRunner.query('select from pg_roles where rolname = $1', [
        roleName(role),
      ])) as unknown[];
      if (found.length === 0) await queryRunner.query(`create role ${roleName(role)}`);
    });
    await againWhenRaced(async () => {
      await queryRunner.query(
        `alter role ${roleName(role)} with login nocreatedb nocreaterole password '${scramVerifier(passwords[role])}'`,
      );
    });
  }
}

async function againWhenRaced(act: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await act();
      return;
    } catch (error) {
      if (attempt === ATTEMPTS || !isRoleRace(error)) throw error;
    }
  }
}

/** 42710: the role came into being between our look and our act; 23505: at the very same time; XX000: see its text. */
function isRoleRace(error: unknown): boolean {
  const { code, message } = error as { code?: string; message?: string };
  return code === '42710' || code === '23505' || message?.includes('tuple concurrently updated') === true;
}

/**
 * What the server stores for a password (RFC 5803, PBKDF2 of RFC 5802 §3), made here so that the password itself is in no
 * statement and so in no server log. Passwords are ASCII, for which SASLprep changes nothing.
 */
function scramVerifier(password: string): string {
  if (!/^[\x20-\x7e]+$/.test(password))
    throw new Error('A database password must be printable ASCII, at least one character');
  const iterations = 4096;
  const salt = randomBytes(16);
  const salted = pbkdf2Sync(password, salt, iterations, 32, 'sha256');
  const key = (label: string) => createHmac('sha256', salted).update(label).digest();
  const storedKey = createHash('sha256').update(key('Client Key')).digest('base64');
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${storedKey}:${key('Server Key').toString('base64')}`;
}
