import { once } from 'node:events';
import { connect } from 'node:net';
import { now, until } from '../clock.mjs';
import { openStore } from '../contenders/ledger.mjs';
import { quantile } from '../figures.mjs';
import { uuidv7 } from '../ledger.mjs';
import { openLoop } from '../load.mjs';
import { eventData, EVENT_TYPE, newStream } from '../payload.mjs';
import { memoryOf, startApi } from '../roles.mjs';

/** Clients that come at once. */
const AT_ONCE = 50;
/** What the first clients cost is mostly the process's own, so they are not counted. */
const FIRST = 100;
const NO_LIMITS = { STREAM_CLIENTS: '100000', STREAM_CLIENTS_PER_CALLER: '100000' };

/** Many clients on one process of the api, each told of every event: what one costs, and how long it takes to tell all. */
export async function measureStream(bench) {
  const { clients, eventsPerSecond, warmupSeconds, seconds } = bench.sizes.stream;
  bench.say(`stream: ${clients} clients, ${eventsPerSecond} events/s`);
  const ledger = await bench.servers.newLedger('bench_stream');
  const api = await startApi(bench, ledger, NO_LIMITS);
  const ours = openStore(ledger.urls.api);
  const append = () => appendOne(ours.store);
  const first = await openClients(api, FIRST);
  await openLoop(eventsPerSecond, warmupSeconds, append);
  await allTold(first, ours.store);
  const before = await memoryOf(api.pid);
  const all = await openClients(api, clients);
  const connected = await memoryOf(api.pid);
  for (const client of first) client.close();
  await openLoop(eventsPerSecond, warmupSeconds, append);
  await allTold(all, ours.store);
  const { position: start } = await ours.store.head();
  for (const client of all) client.arrived.length = 0;
  await openLoop(eventsPerSecond, seconds, append);
  const areTold = await allTold(all, ours.store);
  const told = await memoryOf(api.pid);
  for (const client of all) client.close();
  const recordedAtMs = await recordedAfter(ours.pool, start);
  const latenciesMs = all.flatMap(({ arrived }) =>
    arrived.map(({ position, atMs }) => atMs - recordedAtMs.get(position)),
  );
  const kibibytesEach = ({ now: after }) => ((after - before.now) * 1_024) / clients;
  bench.figures.add('stream.memory-per-client', 'KiB', [kibibytesEach(connected)]);
  bench.figures.add('stream.memory-per-client-told', 'KiB', [kibibytesEach(told)]);
  bench.figures.add('stream.memory-highest', 'MiB', [told.highest]);
  bench.figures.add('stream.fan-out-p50', 'ms', [quantile(latenciesMs, 0.5)]);
  bench.figures.add('stream.fan-out-p99', 'ms', [quantile(latenciesMs, 0.99)]);
  const messages = latenciesMs.length.toLocaleString('en');
  bench.notes.push(`stream: ${clients} clients, ${eventsPerSecond} events/s, ${messages} messages.`);
  if (!areTold) bench.notes.push('stream: some clients were not told of everything in time.');
  await ours.close();
  await api.stop();
  await ledger.drop();
}

async function appendOne(store) {
  const stream = newStream();
  const event = {
    id: uuidv7(),
    type: EVENT_TYPE,
    schema: 1,
    occurred: '2024-12-01',
    data: eventData(stream, 1),
  };
  await store.append({
    appends: [{ stream, expected: 0, events: [event] }],
    actor: 'desk-officer',
    correlationId: uuidv7(),
  });
}

/** Whether every client is told of everything up to the end of the log. */
async function allTold(clients, store) {
  const { position } = await store.head();
  return until(() => clients.every((client) => client.last >= position), 30_000);
}

/** When each event after a position was recorded: within its transaction, before the commit, in milliseconds. */
async function recordedAfter(pool, position) {
  const { rows } = await pool.query(
    `select position::int, extract(epoch from recorded_at) * 1000 as at_ms from ledger.events where position > $1`,
    [position],
  );
  return new Map(rows.map((row) => [row.position, Number(row.at_ms)]));
}

async function openClients(api, count) {
  const clients = [];
  while (clients.length < count) {
    const some = Array.from({ length: Math.min(AT_ONCE, count - clients.length) }, () => openClient(api));
    clients.push(...(await Promise.all(some)));
  }
  return clients;
}

/** A client on a bare socket, which looks for nothing but positions: what it costs is on the same cores. */
async function openClient({ url, adminKey }) {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  const client = { arrived: [], last: -1, close: () => socket.destroy() };
  let rest = '';
  let lastMessage = 0;
  socket.setEncoding('latin1').on('data', (text) => {
    const atMs = performance.timeOrigin + now();
    const all = rest + text;
    for (const [, id, isMessage] of all.matchAll(/id: (\d+)\n(event: )?/g)) {
      client.last = Math.max(client.last, Number(id));
      if (!isMessage || Number(id) <= lastMessage) continue;
      lastMessage = Number(id);
      client.arrived.push({ position: lastMessage, atMs });
    }
    rest = all.slice(all.lastIndexOf('\n\n') + 2);
  });
  socket.write(
    `GET /v1/events HTTP/1.1\r\nHost: ${hostname}\r\nAccept: text/event-stream\r\nAuthorization: Bearer ${adminKey}\r\n\r\n`,
  );
  await once(socket, 'data');
  return client;
}
