import { newSignerKey } from '#libs/transparency';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { keySet, logConfig, type NotaryConfig } from '../../notary/src/config.ts';
import { ledgerOrigin } from '../../notary/src/ledger-origin.ts';
import { keyInFile } from '../../notary/src/signing-key.ts';
import type { StandaloneConfig } from './config.ts';
import { keptSecret } from './secrets.ts';

/**
 * What the notary of this ledger is to know: what was set, and beyond that a key of its own, made on first use, and what it
 * signed last, both in the folder `log`.
 *
 * @param databaseUrl as role ledger_notary.
 * @throws BadConfig, UnusableKey
 */
export async function notaryOf(
  { dataDir, log }: StandaloneConfig,
  databaseUrl: string,
): Promise<NotaryConfig> {
  const folder = join(dataDir, 'log');
  const signer = (await keySet(log, 'NOTARY_KEY')) ?? (await keptKey(folder, databaseUrl));
  const stateFile = log.NOTARY_STATE_FILE ?? join(folder, 'state.json');
  return { databaseUrl, signer, stateFile, ...(await logConfig(log)) };
}

async function keptKey(folder: string, databaseUrl: string): Promise<NotaryConfig['signer']> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, 'key');
  const origin = await ledgerOrigin(databaseUrl);
  await keptSecret(file, () => newSignerKey(origin));
  return keyInFile(file);
}
