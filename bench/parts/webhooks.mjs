import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { until } from '../clock.mjs';
import { openStore } from '../contenders/ledger.mjs';
import { median, quantile } from '../figures.mjs';
import { pg, uuidv7 } from '../ledger.mjs';
import { interleaved, openLoop } from '../load.mjs';
import { eventData, EVENT_TYPE, newStream } from '../payload.mjs';
import { memoryOf, startDispatcher } from '../roles.mjs';

/**
 * Subscriptions that take everything at once, alone and beside some whose targets hang or always fail: how long it takes
 * from a recording to the arrival at those that are well, and what the dispatcher holds in memory.
 */
export async function measureWebhooks(bench) {
  const { well, ill, eventsPerSecond, warmupSeconds, seconds } = bench.sizes.webhooks;
  const { rounds } = bench.sizes;
  bench.say(
    `webhooks: ${well} targets, ${eventsPerSecond} events/s; then beside ${ill} that hang and ${ill} that fail`,
  );
  const ledger = await bench.servers.newLedger('bench_webhooks');
  const pool = new pg.Pool({ connectionString: ledger.url, max: 2 });
  // A connection may still be closing when its database goes.
  pool.on('error', () => undefined);
  const ours = openStore(ledger.urls.api);
  const targets = await openTargets({ well, hanging: ill, failing: ill });
  for (const target of targets) await subscribe(pool, target);
  const dispatcher = startDispatcher(bench, ledger);
  const others = targets.filter(({ kind }) => kind !== 'well');
  const append = () => appendOne(ours.store);
  const oneRound = async (name) => {
    await setStatus(pool, others, name === 'alone' ? 'paused' : 'active');
    await openLoop(eventsPerSecond, warmupSeconds, append);
    const { position: start } = await ours.store.head();
    await openLoop(eventsPerSecond, seconds, append);
    const { position: end } = await ours.store.head();
    const areTold = await until(
      () => targets.every((each) => each.kind !== 'well' || each.arrived.has(end)),
      60_000,
    );
    if (!areTold) bench.notes.push('webhooks: some targets were not told of everything in time.');
    return latencies(pool, targets, start);
  };
  // The first meets code not yet compiled, which where there is but one round is of no matter.
  if (rounds > 1) await oneRound('alone');
  const { alone, beside } = await interleaved(rounds, ['alone', 'beside'], oneRound);
  const { highest } = await memoryOf(dispatcher.pid);
  const at = (share) => (each) => quantile(each, share);
  for (const [name, share] of [
    ['p50', 0.5],
    ['p99', 0.99],
  ]) {
    bench.figures.add(`webhooks.arrival-${name}-beside-ill`, 'ms', beside.map(at(share)), {
      alone: alone.map(at(share)),
    });
  }
  bench.figures.add('webhooks.memory-highest', 'MiB', [highest]);
  bench.notes.push(
    `webhooks: ${Math.round(median(beside.map(({ length }) => length)))} deliveries a round, to ${well} targets; ` +
      `requests that hung: ${sum(others, 'hanging')}, that failed: ${sum(others, 'failing')}.`,
  );
  await dispatcher.stop();
  for (const { close } of targets) close();
  await ours.close();
  await pool.end();
  await ledger.drop();
}

const sum = (targets, kind) =>
  targets.filter((each) => each.kind === kind).reduce((all, { requests }) => all + requests(), 0);

/** From the time at which an event was recorded, within its transaction, to its arrival at each target that is well. */
async function latencies(pool, targets, start) {
  const { rows } = await pool.query(
    `select position::int, extract(epoch from recorded_at) * 1000 as at_ms from ledger.events where position > $1`,
    [start],
  );
  return targets.flatMap(({ kind, arrived }) =>
    kind === 'well' ? rows.map(({ position, at_ms: atMs }) => arrived.get(position) - Number(atMs)) : [],
  );
}

/** Each on a port of its own, as a host of its own would be. */
async function openTargets(counts) {
  const kinds = Object.entries(counts).flatMap(([kind, count]) => Array(count).fill(kind));
  return Promise.all(kinds.map(openTarget));
}

async function openTarget(kind) {
  const arrived = new Map();
  let requests = 0;
  const server = createServer((request, response) => {
    const atMs = Date.now();
    const position = Number(request.headers['ledger-position']);
    requests += 1;
    request.resume().on('end', () => {
      if (kind === 'hanging') return;
      if (!arrived.has(position)) arrived.set(position, atMs);
      response.writeHead(kind === 'failing' ? 500 : 204).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return {
    kind,
    id: randomUUID(),
    url: `http://127.0.0.1:${server.address().port}/`,
    arrived,
    requests: () => requests,
    close,
  };
}

/** As the door does, for an address that has agreed. */
async function subscribe(pool, { id, url }) {
  await pool.query(
    `insert into ledger.subscriptions (id, owner, of, filter, url, signing, after, status, verified_at)
     values ($1, 'bench', 'events', '', $2, 'hmac', 0, 'paused', now())`,
    [id, url],
  );
  await pool.query('insert into ledger.subscription_secrets (subscription, secret) values ($1, $2)', [
    ...[id, `whsec_${randomBytes(32).toString('base64')}`],
  ]);
  await setStatus(pool, [{ id }], 'active');
}

async function setStatus(pool, targets, status) {
  for (const { id } of targets) {
    await pool.query('update ledger.subscriptions set status = $2 where id = $1', [id, status]);
    await pool.query(`select pg_notify('ledger_subscriptions', $1)`, [id]);
  }
}

async function appendOne(store) {
  const stream = newStream();
  const event = {
    ...{ id: uuidv7(), type: EVENT_TYPE, schema: 1, occurred: '2024-12-01' },
    data: eventData(stream, 1),
  };
  await store.append({
    appends: [{ stream, expected: 0, events: [event] }],
    ...{ actor: 'desk-officer', correlationId: uuidv7() },
  });
}
