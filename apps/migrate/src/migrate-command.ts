import { migrate, type RolePasswords } from '#migrations';

const HELP = `Usage: migrate [--help]

Brings the ledger's database up to date, then ends: creates the roles ledger_api,
ledger_relay, ledger_projector, ledger_dispatcher and ledger_notary where missing, sets
their passwords, and applies every migration not yet applied. Running it again changes nothing else.

From the environment:
  DATABASE_URL                   postgres://ADMIN:PASSWORD@HOST:PORT/DATABASE, a role that
                                 may create roles and schemas; no other program needs it
  LEDGER_DB_PASSWORD_API         the password to give to ledger_api
  LEDGER_DB_PASSWORD_RELAY       the password to give to ledger_relay
  LEDGER_DB_PASSWORD_PROJECTOR   the password to give to ledger_projector
  LEDGER_DB_PASSWORD_DISPATCHER  the password to give to ledger_dispatcher
  LEDGER_DB_PASSWORD_NOTARY      the password to give to ledger_notary
`;

/** Where the program's words go. */
export interface Output {
  /** What was asked for, and what is being done. */
  readonly out: (text: string) => void;
  /** What went wrong, in one sentence. */
  readonly err: (text: string) => void;
}

/**
 * The whole program but for the process around it.
 *
 * @returns the exit code: 0 when the database is up to date, 1 when it could not be brought there, 2 for wrong use.
 */
export async function migrateCommand(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  { out, err }: Output,
): Promise<number> {
  if (args.includes('--help') || args.includes('-h')) {
    out(HELP);
    return 0;
  }
  if (args[0] !== undefined) {
    err(`migrate takes no argument ${JSON.stringify(args[0])}; see migrate --help.\n`);
    return 2;
  }
  const settings = settingsFrom(env);
  if (typeof settings === 'string') {
    err(`${settings}\n`);
    return 2;
  }
  try {
    const onProgress = (sentence: string) => {
      out(`${sentence}\n`);
    };
    const applied = await migrate({ ...settings, adminUrl: settings.adminUrl.href, onProgress });
    out(
      applied.length > 0
        ? `Applied ${applied.join(', ')}\n`
        : 'Nothing to apply: the database is up to date\n',
    );
    return 0;
  } catch (error) {
    err(`${explain(error, settings.adminUrl)}\n`);
    return 1;
  }
}

interface Settings {
  readonly adminUrl: URL;
  readonly rolePasswords: RolePasswords;
}

/** Everything the environment lacks at once, as one sentence, or what it gives. */
function settingsFrom(env: Readonly<Record<string, string | undefined>>): Settings | string {
  const missing: string[] = [];
  const required = (name: string): string => {
    const value = env[name];
    if (!value) missing.push(name);
    return value ?? '';
  };
  const url = required('DATABASE_URL');
  const rolePasswords = {
    api: required('LEDGER_DB_PASSWORD_API'),
    relay: required('LEDGER_DB_PASSWORD_RELAY'),
    projector: required('LEDGER_DB_PASSWORD_PROJECTOR'),
    dispatcher: required('LEDGER_DB_PASSWORD_DISPATCHER'),
    notary: required('LEDGER_DB_PASSWORD_NOTARY'),
  };
  if (missing.length > 0) return `Set ${missing.join(', ')} in the environment; see migrate --help.`;
  if (!URL.canParse(url) || !/^postgres(ql)?:$/.test(new URL(url).protocol)) {
    return 'DATABASE_URL is not like postgres://ADMIN:PASSWORD@HOST:PORT/DATABASE.';
  }
  return { adminUrl: new URL(url), rolePasswords };
}

/** What went wrong and what to do, for the errors a person at this prompt meets. Never shows the password. */
function explain(error: unknown, { host, username, pathname }: URL): string {
  const { code, message } = error as { code?: string; message?: string };
  const database = pathname.slice(1);
  switch (code) {
    case 'ECONNREFUSED':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'ETIMEDOUT':
      return `No Postgres answers at ${host} (${code}): start it, or correct DATABASE_URL.`;
    case '28P01':
    case '28000':
      return `Postgres at ${host} does not let ${username} in: correct the user and password in DATABASE_URL.`;
    case '3D000':
      return `There is no database ${database} at ${host}: create it, or correct DATABASE_URL.`;
    case '42501':
      return `${username} may not do this (${message ?? code}): give it CREATEROLE and ownership of ${database}.`;
    default:
      return `The migration stopped, and what it was doing is undone: ${message ?? String(error)}`;
  }
}
