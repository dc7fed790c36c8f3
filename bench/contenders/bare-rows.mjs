// The least that a projector does: a consumer of kafkajs that parses each message and writes the rows of which ours has
// made it, in the same form. It knows them beforehand: nothing is checked, folded, judged, read or remembered. Run as a
// process of its own, it says after each transaction how many messages it has had.
import { Kafka, logLevel, pg, sentRows } from '../ledger.mjs';

const { ADMIN_URL, DATABASE_URL, KAFKA_BROKERS, KAFKA_TOPIC, CHANGES } = process.env;
// As the projector's own.
const MESSAGES = 1_000;
const PARTITIONS_AT_ONCE = 64;
const TRANSACTIONS = 3;

/** Each table, and by which position its rows are known to be an event's: with the first, or with the last, of several. */
const READ_MODELS = [
  { name: 'read_models.timeline', at: 'position' },
  { name: 'read_models.tracking', at: 'first_position' },
  { name: 'read_models.tracking_facts', at: 'position' },
  {
    name: 'read_models.tracking_spans',
    at: '(select t.position from read_models.tracking t where t.commitment = rows.commitment)',
  },
];
/** Which are told once, and not again where read models are made anew. */
const TOLD = [
  { name: 'ledger.changes', at: 'position' },
  { name: 'ledger.changes_waiting', at: 'position' },
];
const TABLES = CHANGES === 'true' ? [...READ_MODELS, ...TOLD] : READ_MODELS;

/** Takes the rows of all tables out of them. */
async function takeRows() {
  const client = new pg.Client({ connectionString: ADMIN_URL });
  await client.connect();
  const tables = [];
  for (const { name, at } of TABLES) {
    const columns = await columnsOf(client, name);
    const selected = columns.map(({ name: column, type }) =>
      ['uuid', 'numeric', 'date'].includes(type) ? `${column}::text` : column,
    );
    const { rows } = await client.query({
      text: `select ${at}, ${selected.join(', ')} from ${name} as rows`,
      rowMode: 'array',
    });
    const byPosition = new Map();
    for (const [position, ...values] of rows) {
      for (const [index, { type }] of columns.entries()) {
        if (type === 'bigint') values[index] = Number(values[index]);
      }
      const known = byPosition.get(Number(position));
      if (known) known.push(values);
      else byPosition.set(Number(position), [values]);
    }
    tables.push({ name, columns, byPosition });
  }
  await client.query(`truncate ${TABLES.map(({ name }) => name).join(', ')}`);
  await client.query('checkpoint');
  await client.end();
  return tables;
}

async function columnsOf(client, table) {
  const { rows } = await client.query(
    `select attname as name, replace(format_type(atttypid, null), 'integer', 'int') as type
       from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped order by attnum`,
    [table],
  );
  return rows;
}

async function write(pool, tables, messages) {
  const positions = messages.map(({ headers, value }) => {
    JSON.parse(value.toString());
    return Number(headers.ce_position.toString());
  });
  const client = await pool.connect();
  try {
    const asked = [client.query('begin')];
    for (const { name, columns, byPosition } of tables) {
      const rows = positions.flatMap((position) => byPosition.get(position) ?? []);
      if (rows.length === 0) continue;
      const sent = sentRows(
        columns.map((column, index) => ({ ...column, values: rows.map((row) => row[index]) })),
      );
      const names = columns.map((column) => column.name).join(', ');
      const text = `insert into ${name} (${names}) select ${sent.columns.join(', ')} from ${sent.from} on conflict do nothing`;
      asked.push(client.query({ name, text, values: sent.values }));
    }
    asked.push(client.query('commit'));
    await Promise.all(asked);
  } finally {
    client.release();
  }
}

const tables = await takeRows();
const pool = new pg.Pool({ connectionString: DATABASE_URL, max: TRANSACTIONS, pipeline: true });
const kafka = new Kafka({ brokers: [KAFKA_BROKERS], clientId: 'bench-bare', logLevel: logLevel.NOTHING });
const consumer = kafka.consumer({ groupId: `${KAFKA_TOPIC}.bare-${process.pid}`, maxWaitTimeInMs: 250 });
await consumer.connect();
await consumer.subscribe({ topic: KAFKA_TOPIC, fromBeginning: true });
let had = 0;
await consumer.run({
  autoCommit: false,
  partitionsConsumedConcurrently: PARTITIONS_AT_ONCE,
  eachBatch: async ({ batch: { messages } }) => {
    for (let from = 0; from < messages.length; from += MESSAGES) {
      const some = messages.slice(from, from + MESSAGES);
      await write(pool, tables, some);
      had += some.length;
      process.stdout.write(`${had}\n`);
    }
  },
});
