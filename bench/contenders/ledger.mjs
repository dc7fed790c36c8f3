import { EventStore, pg, uuidv7 } from '../ledger.mjs';
import { closedLoop } from '../load.mjs';
import { EVENT_TYPE } from '../payload.mjs';
import { clientStreams } from './streams.mjs';

/** As many connections as the api has where nothing is set (apps/standalone). */
export const POOL_SIZE = 10;

/** A store over a pool such as the api's, as the api's role. */
export function openStore(url, max = POOL_SIZE) {
  const pool = new pg.Pool({ connectionString: url, max });
  pool.on('error', () => undefined);
  const store = new EventStore(pool);
  return {
    pool,
    store,
    close: async () => {
      await store.close?.();
      await pool.end();
    },
  };
}

/** One store, as in one process of the api, that all clients append to: through every check, with an idempotency key each. */
export async function prepareLedger(servers) {
  const ledger = await servers.newLedger('bench_ledger');
  return { name: 'ledger', database: ledger.name, open: (how) => openAppending(ledger.urls.api, how) };
}

/** The same on a ledger that is there. */
export async function openAppending(url, { clients, perAppend }) {
  const { store, pool, close } = openStore(url);
  await connectAll(pool, Math.min(clients, POOL_SIZE));
  const streams = clientStreams(clients, perAppend);
  const append = async (client) => {
    const { stream, version, data } = streams.next(client);
    const events = data.map((each) => ({
      id: uuidv7(),
      type: EVENT_TYPE,
      schema: 1,
      occurred: '2024-12-01',
      data: each,
    }));
    await store.append({
      appends: [{ stream, expected: version, events }],
      actor: 'desk-officer',
      correlationId: uuidv7(),
      idempotency: { key: uuidv7(), fingerprint: stream },
    });
    streams.appended(client);
  };
  return { run: (seconds) => closedLoop(clients, seconds, append), close };
}

/** Connects what a pool would connect in the first moments of the load. */
export async function connectAll(pool, count) {
  const clients = await Promise.all(Array.from({ length: count }, () => pool.connect()));
  for (const client of clients) client.release();
}
