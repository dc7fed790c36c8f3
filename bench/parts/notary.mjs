import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { now, sleep, timed } from '../clock.mjs';
import { difference, spentSoFar } from '../costs.mjs';
import { memoryIn, newSignerKey, OPEN_POLICY, parseSignerKey, pg, runNotary } from '../ledger.mjs';
import { interleaved } from '../load.mjs';
import { fillLedger } from '../log-filling.mjs';

const quiet = { log() {}, warn() {}, error() {}, debug() {} };
/** As many as the notary reads at once. */
const BATCH = 2_048;

/** The notary over a log that nobody has sealed, against reading it and hashing each body, and nothing else. */
export async function measureNotary(bench) {
  const { events } = bench.sizes.notary;
  const ledger = await bench.servers.newLedger('bench_notary');
  bench.say(`notary: filling a log of ${events} events`);
  await fillLedger(ledger.url, { events, perStream: 5, name: 'notary' });
  const spent = [];
  const measured = await interleaved(bench.sizes.rounds, ['ledger', 'bare-hashing'], async (name) => {
    bench.say(`notary: ${name}`);
    if (name !== 'ledger') return hashAll(ledger, events);
    const before = await spentSoFar(bench.servers.admin);
    const rate = await sealAll(ledger, bench.servers.folder, events);
    spent.push(difference(before, await spentSoFar(bench.servers.admin)));
    return rate;
  });
  bench.figures.add('notary.seal', 'events/s', measured.ledger, { 'bare-hashing': measured['bare-hashing'] });
  for (const [name, key] of [
    ['node', 'nodeMicros'],
    ['postgres', 'postgresMicros'],
  ]) {
    bench.figures.add(
      `notary.cpu-${name}`,
      'µs/event',
      spent.map((each) => each[key] / events),
    );
  }
  await ledger.drop();
}

/** From its start to the checkpoint over everything: tiles, checkpoints and its own memory on disk are all in it. */
async function sealAll(ledger, folder, events) {
  await forget(ledger.url);
  const memoryFolder = await mkdtemp(join(folder, 'notary-'));
  const begun = now();
  const notary = runNotary({
    databaseUrl: ledger.urls.notary,
    signer: parseSignerKey(newSignerKey('bench.example/log')),
    memory: memoryIn(join(memoryFolder, 'state.json')),
    policy: OPEN_POLICY,
    policyText: 'quorum none\n',
    log: quiet,
  });
  try {
    while (notary.status().published < events) {
      if (notary.status().refused) throw new Error(notary.status().refused);
      await sleep(2);
    }
    return events / ((now() - begun) / 1_000);
  } finally {
    await notary.stop();
    await rm(memoryFolder, { recursive: true });
  }
}

/** As if no log had ever been begun. */
async function forget(url) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(
    'truncate ledger.log_cosignatures, ledger.log_checkpoints, ledger.log_tiles, ledger.log_keys, ledger.logs',
  );
  await client.end();
}

async function hashAll(ledger, events) {
  const client = new pg.Client({ connectionString: ledger.urls.notary });
  await client.connect();
  const { seconds } = await timed(async () => {
    for (let after = 0; after < events; after += BATCH) {
      const { rows } = await client.query({
        name: 'bodies',
        text: 'select body from ledger.events where position > $1 and position <= $2 order by position',
        values: [after, after + BATCH],
      });
      for (const { body } of rows) createHash('sha256').update(body).digest();
    }
  });
  await client.end();
  return events / seconds;
}
