import { pg } from '../ledger.mjs';
import { closedLoop } from '../load.mjs';
import { EVENT_TYPE } from '../payload.mjs';
import { connectAll } from './ledger.mjs';
import { RAW_TABLE } from './raw-table.mjs';
import { clientStreams } from './streams.mjs';

const INSERT = /* sql */ `
insert into raw_events (stream_id, version, type, data)
select $1, nth.version, $2, nth.data from unnest($3::int[], $4::text[]) nth (version, data)`;
const INSERT_ONE = 'insert into raw_events (stream_id, version, type, data) values ($1, $3, $2, $4)';

/**
 * Stands in where there is no pgbench: the same INSERT through node-pg, prepared, a connection for each client. It is
 * slower than pgbench, being Node, so a ratio to it flatters.
 */
export async function prepareNodeInsert(servers) {
  const database = await servers.newDatabase('bench_raw');
  const admin = new pg.Client({ connectionString: database.url });
  await admin.connect();
  await admin.query(RAW_TABLE);
  await admin.end();
  return { name: 'raw-node-pg', database: database.name, open: (how) => open(database.url, how) };
}

async function open(url, { clients, perAppend }) {
  const pool = new pg.Pool({ connectionString: url, max: clients });
  pool.on('error', () => undefined);
  await connectAll(pool, clients);
  const streams = clientStreams(clients, perAppend);
  const append = async (client) => {
    const { stream, version, data } = streams.next(client);
    const versions = data.map((_, index) => version + index + 1);
    const texts = data.map((each) => JSON.stringify(each));
    const statement =
      perAppend === 1
        ? { name: 'one', text: INSERT_ONE, values: [stream, EVENT_TYPE, versions[0], texts[0]] }
        : { name: 'many', text: INSERT, values: [stream, EVENT_TYPE, versions, texts] };
    await pool.query(statement);
    streams.appended(client);
  };
  return { run: (seconds) => closedLoop(clients, seconds, append), close: () => pool.end() };
}
