// One process of writers for test/store-order.int.spec.ts: an ordinary store, transactions held open before they commit or
// roll back, and beside each append a row in a table numbered by a sequence. Prints the ids of what was acknowledged.
import { EventStore } from '#libs/event-store';
import pg from 'pg';
import { v7 } from 'uuid';

const { url, writers, appends, seed } = JSON.parse(process.argv[2]);
const pool = new pg.Pool({ connectionString: url, max: writers });
const store = new EventStore(pool);
const acknowledged = [];

/** mulberry32 (Tommy Ettinger, public domain): small, and the same for the same seed. */
function dice(state) {
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), 1 | state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
}

async function inTransaction(client, statement, values, holdMs, end) {
  await client.query('begin');
  await client.query(statement, values);
  if (holdMs > 0) await client.query('select pg_sleep($1)', [holdMs / 1000]);
  await client.query(end);
}

const heldAppend = `
select ledger.append('writer', $1, null, null, null, array[$2], array[$3::int], array[$2], array[$3::int + 1],
                     array[$4::uuid], array['StepTaken'], array[1], array['2024'], array['{}'])`;

async function write(writer) {
  const chance = dice(seed * 1_000 + writer);
  const client = await pool.connect();
  const stream = `writer-${process.pid}-${writer}`;
  let version = 0;
  for (let done = 0; done < appends; done += 1) {
    const end = chance() < 0.05 ? 'rollback' : 'commit';
    const holdMs = chance() < 0.1 ? chance() * 5 : 0;
    await inTransaction(client, 'insert into naive (writer) values ($1)', [writer], holdMs, end);
    const id = v7();
    if (end === 'rollback' || holdMs > 0) {
      await inTransaction(client, heldAppend, [v7(), stream, version, id], holdMs / 2, end);
      if (end === 'rollback') continue;
    } else {
      const events = [{ id, type: 'StepTaken', schema: 1, occurred: '2024', data: {} }];
      await store.append({
        appends: [{ stream, expected: version, events }],
        actor: 'writer',
        correlationId: v7(),
      });
    }
    acknowledged.push(id);
    version += 1;
  }
  client.release();
}

await Promise.all(Array.from({ length: writers }, (_, writer) => write(writer)));
await store.close();
await pool.end();
process.stdout.write(JSON.stringify(acknowledged));
