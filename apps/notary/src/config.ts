import { BadConfig, readEnvironment } from '#libs/platform';
import { OPEN_POLICY, parsePolicy, type Policy, type Signer, Unreadable } from '#libs/transparency';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { type NewLog } from './notary-options.ts';
import { keyFrom, keyInFile } from './signing-key.ts';

/** What a notary has to be told. */
export interface NotaryConfig {
  /** As role ledger_notary. */
  readonly databaseUrl: string;
  readonly signer: Signer;
  readonly previousSigner?: Signer;
  /** The file in which it remembers what it signed last. */
  readonly stateFile: string;
  readonly policy: Policy;
  readonly policyText: string;
  readonly newLog?: NewLog;
}

/** What may be set of the log, by whoever runs a notary alone or the whole ledger. */
export const logEnvironment = {
  NOTARY_KEY_FILE: z.string().min(1).optional(),
  NOTARY_KEY: z.string().min(1).optional(),
  NOTARY_PREVIOUS_KEY_FILE: z.string().min(1).optional(),
  NOTARY_PREVIOUS_KEY: z.string().min(1).optional(),
  NOTARY_STATE_FILE: z.string().min(1).optional(),
  NOTARY_POLICY_FILE: z.string().min(1).optional(),
  NOTARY_POLICY: z.string().min(1).optional(),
  NOTARY_NEW_LOG: z
    .string()
    .regex(/^\d{1,15} .*\S/, {
      error: 'must be the size of the log that is given up, a space, and why: "4711 the disk of 3 March"',
    })
    .max(1_000, { error: 'must be at most 1,000 characters long' })
    .optional(),
};

const environment = z.object({
  DATABASE_URL: z
    .string({ error: 'is missing: set it to postgres://ledger_notary:PASSWORD@HOST:PORT/DATABASE' })
    .regex(/^postgres(ql)?:\/\//, { error: 'must begin with postgres://' }),
  ...logEnvironment,
});

/** The settings of the log, as they stand in the environment. */
export type LogSettings = z.output<z.ZodObject<typeof logEnvironment>>;

/**
 * The configuration from the environment and the files it names, read once.
 *
 * @throws BadConfig, UnusableKey with a sentence that says what is wrong, and what it must be.
 */
export async function notaryConfig(env: Readonly<Record<string, string | undefined>>): Promise<NotaryConfig> {
  const { DATABASE_URL, ...settings } = readEnvironment(environment, env);
  const signer = await keySet(settings, 'NOTARY_KEY');
  if (!signer) {
    throw new BadConfig('NOTARY_KEY_FILE is missing: set it to a file made with "notary new-key ORIGIN".');
  }
  const stateFile =
    settings.NOTARY_STATE_FILE ?? (settings.NOTARY_KEY_FILE && `${settings.NOTARY_KEY_FILE}.state`);
  if (!stateFile) {
    throw new BadConfig(
      'NOTARY_STATE_FILE is missing: set it to a file that is kept apart from the database and its backups.',
    );
  }
  return { databaseUrl: DATABASE_URL, signer, stateFile, ...(await logConfig(settings)) };
}

/**
 * What is set of the log besides its key.
 *
 * @throws BadConfig, UnusableKey
 */
export async function logConfig(
  settings: LogSettings,
): Promise<Pick<NotaryConfig, 'previousSigner' | 'policy' | 'policyText' | 'newLog'>> {
  const previousSigner = await keySet(settings, 'NOTARY_PREVIOUS_KEY');
  const newLog = settings.NOTARY_NEW_LOG;
  const space = newLog?.indexOf(' ') ?? 0;
  return {
    ...(await policySet(settings)),
    ...(previousSigner && { previousSigner }),
    ...(newLog !== undefined && {
      newLog: { after: Number(newLog.slice(0, space)), because: newLog.slice(space + 1).trim() },
    }),
  };
}

/** A key, in a file or as it is; undefined where neither is set. */
export async function keySet(
  settings: LogSettings,
  name: 'NOTARY_KEY' | 'NOTARY_PREVIOUS_KEY',
): Promise<Signer | undefined> {
  const file = settings[`${name}_FILE`];
  const text = settings[name];
  if (file !== undefined && text !== undefined) throw new BadConfig(`Set ${name}_FILE or ${name}, not both.`);
  if (file !== undefined) return keyInFile(file);
  return text === undefined ? undefined : keyFrom(text, name);
}

async function policySet({
  NOTARY_POLICY_FILE: file,
  NOTARY_POLICY: text,
}: LogSettings): Promise<Pick<NotaryConfig, 'policy' | 'policyText'>> {
  if (file !== undefined && text !== undefined) {
    throw new BadConfig('Set NOTARY_POLICY_FILE or NOTARY_POLICY, not both.');
  }
  const where = file ?? 'NOTARY_POLICY';
  const policyText = file === undefined ? text : await readPolicy(file);
  if (policyText === undefined) return { policy: OPEN_POLICY, policyText: 'quorum none\n' };
  try {
    return { policy: parsePolicy(policyText), policyText };
  } catch (cause) {
    if (!(cause instanceof Unreadable)) throw cause;
    throw new BadConfig(`${where} holds no policy: ${cause.fault}.`, { cause });
  }
}

async function readPolicy(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new BadConfig(`NOTARY_POLICY_FILE cannot be read: ${(cause as Error).message}.`, { cause });
  }
}
