import pg from 'pg';

/** The ledger's id, by which its events are named in Kafka as well, and which it keeps for ever. */
const ledgerSql = /* sql */ `select ledger from ledger.relay_state`;

/**
 * What to call the log of a ledger that nobody has called anything: by the ledger's own id.
 *
 * @param databaseUrl as role ledger_notary.
 */
export async function ledgerOrigin(databaseUrl: string): Promise<string> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    const { rows } = await client.query<{ ledger: string }>(ledgerSql);
    if (!rows[0]) throw new Error('ledger.relay_state has no row');
    return `commitment-ledger/${rows[0].ledger}`;
  } finally {
    await client.end();
  }
}
