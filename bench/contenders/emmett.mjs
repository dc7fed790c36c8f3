import pg from 'pg';
import { closedLoop } from '../load.mjs';
import { EVENT_TYPE } from '../payload.mjs';
import { connectAll } from './ledger.mjs';
import { clientStreams } from './streams.mjs';

/** Its tables in a database of its own. */
export async function prepareEmmett(servers) {
  const database = await servers.newDatabase('bench_emmett');
  const { store, close } = await openEmmett(database.url, 1);
  await store.schema.migrate();
  await close();
  return {
    name: 'emmett',
    database: database.name,
    url: database.url,
    open: (how) => openAppending(database.url, how),
  };
}

/** Its store over a pool we give it, the schema being there. */
export async function openEmmett(url, max) {
  // Loaded when it is measured, because a run without peers does not install them.
  const { getPostgreSQLEventStore } = await import('@event-driven-io/emmett-postgresql');
  const pool = new pg.Pool({ connectionString: url, max });
  pool.on('error', () => undefined);
  const store = getPostgreSQLEventStore(url, {
    schema: { autoMigration: 'None' },
    connectionOptions: { pool },
  });
  return {
    store,
    pool,
    close: async () => {
      await store.close();
      if (!pool.ended) await pool.end();
    },
  };
}

async function openAppending(url, { clients, perAppend }) {
  const { store, pool, close } = await openEmmett(url, clients);
  await connectAll(pool, clients);
  const streams = clientStreams(clients, perAppend);
  const append = async (client) => {
    const { stream, version, data } = streams.next(client);
    const events = data.map((each) => ({ type: EVENT_TYPE, data: each }));
    const expectedStreamVersion = version === 0 ? 'STREAM_DOES_NOT_EXIST' : BigInt(version);
    await store.appendToStream(stream, events, { expectedStreamVersion });
    streams.appended(client);
  };
  return { run: (seconds) => closedLoop(clients, seconds, append), close };
}
