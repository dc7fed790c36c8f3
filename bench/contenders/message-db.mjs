import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { pg, uuidv7 } from '../ledger.mjs';
import { closedLoop } from '../load.mjs';
import { EVENT_TYPE } from '../payload.mjs';
import { connectAll } from './ledger.mjs';
import { clientStreams } from './streams.mjs';

const sqlFolder = fileURLToPath(new URL('../node_modules/@eventide/message-db/database/', import.meta.url));

/**
 * Its own SQL, in the order of its install.sh, without its views and roles. The pgcrypto extension it asks for brought
 * gen_random_uuid(), which PostgreSQL has had by itself since 13.
 */
const SQL_FOLDERS = ['schema', 'tables', 'types', 'functions', 'indexes'];
const SEARCH_PATH = '-c search_path=message_store,public';

export async function prepareMessageDb(servers) {
  const database = await servers.newDatabase('bench_message_db');
  const admin = new pg.Client({ connectionString: database.url, options: SEARCH_PATH });
  await admin.connect();
  await admin.query('set check_function_bodies = off');
  for (const folder of SQL_FOLDERS) {
    for (const file of readdirSync(`${sqlFolder}${folder}`).filter((name) => name.endsWith('.sql'))) {
      await admin.query(readFileSync(`${sqlFolder}${folder}/${file}`, 'utf8'));
    }
  }
  await admin.end();
  return {
    name: 'message-db',
    database: database.name,
    url: database.url,
    open: (how) => openAppending(database.url, how),
  };
}

/** As its clients connect: with its schema in the search path. */
export function openMessageDb(url, max) {
  const pool = new pg.Pool({ connectionString: url, max, options: SEARCH_PATH });
  pool.on('error', () => undefined);
  return pool;
}

const WRITE = 'select write_message($1, $2, $3, $4, $5, $6)';

async function openAppending(url, { clients, perAppend }) {
  const pool = openMessageDb(url, clients);
  await connectAll(pool, clients);
  const streams = clientStreams(clients, perAppend);
  const append = async (client) => {
    const { stream, version, data } = streams.next(client);
    const writes = data.map((each, index) => [
      ...[uuidv7(), stream, EVENT_TYPE, JSON.stringify(each), null, version + index - 1],
    ]);
    if (perAppend === 1) await pool.query({ name: 'write', text: WRITE, values: writes[0] });
    else await writeTogether(pool, writes);
    streams.appended(client);
  };
  return { run: (seconds) => closedLoop(clients, seconds, append), close: () => pool.end() };
}

/** As its clients write a batch: a call for each message, in one transaction. */
async function writeTogether(pool, writes) {
  const client = await pool.connect();
  try {
    await client.query('begin');
    for (const values of writes) await client.query({ name: 'write', text: WRITE, values });
    await client.query('commit');
  } finally {
    client.release();
  }
}
