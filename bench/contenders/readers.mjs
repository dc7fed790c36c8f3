import { now } from '../clock.mjs';
import { dataIn, decode, uuidv7 } from '../ledger.mjs';
import { fillLedger } from '../log-filling.mjs';
import { CATEGORY, eventData, EVENT_TYPE } from '../payload.mjs';
import { openEmmett, prepareEmmett } from './emmett.mjs';
import { openStore } from './ledger.mjs';
import { openMessageDb, prepareMessageDb } from './message-db.mjs';

const PAGE = 1_000;

/**
 * A store that is read from. `readStream` answers how many events it has parsed; `follow` goes from the first event of
 * the log as far as it gets in the time, and answers with events/s. Both give each event's data as an object.
 *
 * @typedef {object} Reader
 * @property {string} name
 * @property {(number: number) => Promise<number>} readStream
 * @property {(seconds: number) => Promise<number>} follow
 * @property {() => Promise<void>} close
 */

/**
 * The ledger and the peers asked for, filled. The ledger, which comes first, has `followChecked` besides: `follow`, with
 * every event checked against the shape of its type, as whoever folds it does.
 *
 * @returns {Promise<Reader[]>}
 */
export async function prepareReaders({ servers, asked }, sizes) {
  const readers = [await ledgerReader(servers, sizes)];
  if (asked.peers.includes('emmett')) readers.push(await emmettReader(servers, sizes));
  if (asked.peers.includes('message-db')) readers.push(await messageDbReader(servers, sizes));
  return readers;
}

async function ledgerReader(servers, { streams, streamLength, logEvents }) {
  const ledger = await servers.newLedger('bench_read');
  const { store, close } = openStore(ledger.urls.api);
  const inStreams = streams * streamLength;
  // One stream after another, as the peers get theirs.
  await fillLedger(ledger.url, { events: inStreams, perStream: streamLength, name: 'read', sideBySide: 1 });
  await fillLedger(ledger.url, { events: logEvents - inStreams, perStream: 10, name: 'log' });
  const { position: head } = await store.head();
  return {
    name: 'ledger',
    readStream: async (number) => {
      const id = `commitment-read-${number}`;
      return (await store.readStreams([id], { take: dataIn })).get(id).events.length;
    },
    follow: (seconds) => followLedger(store, head, seconds, dataIn),
    followChecked: (seconds) => followLedger(store, head, seconds, decode),
    close,
  };
}

/** As the relay does; over and over, while there is time. */
async function followLedger(store, head, seconds, take) {
  const start = now();
  let read = 0;
  const elapsed = () => (now() - start) / 1_000;
  while (elapsed() < seconds) {
    const stop = new AbortController();
    for await (const page of store.follow({ after: 0, signal: stop.signal })) {
      for (const event of page) take(event);
      read += page.length;
      if (page.at(-1).position >= head || elapsed() >= seconds) break;
    }
    stop.abort();
  }
  return read / elapsed();
}

async function emmettReader(servers, { streams, streamLength, peerEvents }) {
  const { url } = await prepareEmmett(servers);
  const { store, close } = await openEmmett(url, 10);
  await fillByAppending({ streams, streamLength, peerEvents }, (stream, data) =>
    store.appendToStream(
      stream,
      data.map((each) => ({ type: EVENT_TYPE, data: each })),
    ),
  );
  let consumers = 0;
  return {
    name: 'emmett',
    readStream: async (number) => (await store.readStream(streamName(number))).events.length,
    follow: (seconds) => {
      consumers += 1;
      return consume(store, `bench-${consumers}`, seconds);
    },
    close,
  };
}

/** Its consumer with a handler that does nothing, in pages as large as ours; its default is 100. */
async function consume(store, processorId, seconds) {
  let read = 0;
  let first;
  let last;
  const consumer = store.consumer({ pulling: { batchSize: PAGE, pullingFrequencyInMs: 1 } });
  consumer.reactor({
    processorId,
    startFrom: 'BEGINNING',
    eachMessage: () => {
      first ??= now();
      read += 1;
      last = now();
    },
  });
  const started = consumer.start();
  started.catch(() => undefined);
  await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
  await consumer.stop();
  await consumer.close();
  await started;
  return read / ((last - first) / 1_000);
}

async function messageDbReader(servers, { streams, streamLength, peerEvents }) {
  const { url } = await prepareMessageDb(servers);
  const pool = openMessageDb(url, 10);
  await fillByAppending({ streams, streamLength, peerEvents }, (stream, data) =>
    pool.query(
      'select write_message(id, $1, $2, data::jsonb) from unnest($3::text[], $4::text[]) n (id, data)',
      [stream, EVENT_TYPE, data.map(() => uuidv7()), data.map((each) => JSON.stringify(each))],
    ),
  );
  const parsed = (rows) => rows.map(({ data }) => JSON.parse(data));
  return {
    name: 'message-db',
    readStream: async (number) => {
      const { rows } = await pool.query({
        name: 'stream',
        text: 'select * from get_stream_messages($1, 0, -1)',
        values: [streamName(number)],
      });
      return parsed(rows).length;
    },
    follow: async (seconds) => {
      const start = now();
      const elapsed = () => (now() - start) / 1_000;
      let read = 0;
      for (let from = 1; elapsed() < seconds;) {
        const { rows } = await pool.query({
          name: 'category',
          text: 'select * from get_category_messages($1, $2, $3)',
          values: [CATEGORY, from, PAGE],
        });
        read += parsed(rows).length;
        from = rows.length < PAGE ? 1 : Number(rows.at(-1).global_position) + 1;
      }
      return read / elapsed();
    },
    close: () => pool.end(),
  };
}

const streamName = (number) => `${CATEGORY}-read-${number}`;

async function fillByAppending({ streams, streamLength, peerEvents }, append) {
  const count = Math.max(streams, Math.ceil(peerEvents / streamLength));
  for (let number = 0; number < count; number += 1) {
    const stream = streamName(number);
    await append(
      stream,
      Array.from({ length: streamLength }, (_, index) => eventData(stream, index + 1)),
    );
  }
}
