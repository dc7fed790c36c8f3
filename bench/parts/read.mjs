import { now, sleep, timed } from '../clock.mjs';
import { openAppending, openStore } from '../contenders/ledger.mjs';
import { interleaved } from '../load.mjs';
import { dataIn } from '../ledger.mjs';
import { fillLedger } from '../log-filling.mjs';
import { prepareReaders } from '../contenders/readers.mjs';
import { median } from '../figures.mjs';

const STREAM_LENGTH = 1_000;
/** Fewer than the shortest log has. */
const FOLLOWED = 9_000;
/** Events/s, as long as it is not known better. */
const FILL_RATE = 20_000;
const MEASURING_SECONDS = 20;
/** Up to here a log is made whatever time is left. */
const ALWAYS = 100_000;

/** Streams and the whole log, against the peers; then on ledgers that grow. */
export async function measureReads(bench) {
  await measureAgainstPeers(bench);
  await measureFlatness(bench);
}

async function measureAgainstPeers(bench) {
  const { rounds, read } = bench.sizes;
  bench.say('read: filling the stores');
  const readers = await prepareReaders(bench, { ...read, streamLength: STREAM_LENGTH });
  const names = readers.map(({ name }) => name);
  const byName = (name) => readers.find((reader) => reader.name === name);

  const streams = await interleaved(rounds, names, async (name) => {
    bench.say(`read: streams of ${STREAM_LENGTH} events, ${name}`);
    const { readStream } = byName(name);
    // The first meet cold caches and code not yet compiled.
    for (let number = 0; number < read.streams; number += 1) await readStream(number);
    const took = [];
    for (let number = 0; number < read.streams; number += 1) {
      const { seconds, result } = await timed(() => readStream(number));
      if (result !== STREAM_LENGTH) throw new Error(`${name} read ${result} events of ${STREAM_LENGTH}`);
      took.push(seconds);
    }
    return STREAM_LENGTH / median(took);
  });
  addAgainst(bench, 'read.stream-1000', streams);

  const logs = await interleaved(rounds, names, async (name) => {
    bench.say(`read: the log from its beginning, ${name}`);
    return byName(name).follow(read.seconds);
  });
  addAgainst(bench, 'read.follow', logs);

  const [ledger] = readers;
  const checked = await interleaved(rounds, ['ledger'], () => ledger.followChecked(read.seconds));
  addAgainst(bench, 'read.follow-checked', checked);
  for (const { close } of readers) await close();
}

function addAgainst({ figures }, name, { ledger, ...peers }) {
  figures.add(name, 'events/s', ledger, peers);
}

/** The same three things on logs of growing length; the ratio is to the shortest. */
async function measureFlatness(bench) {
  const ledger = await bench.servers.newLedger('bench_flat');
  const { store, close } = openStore(ledger.urls.api);
  await fillLedger(ledger.url, { events: STREAM_LENGTH, perStream: STREAM_LENGTH, name: 'probe' });
  const [smallest] = bench.sizes.flat.sizes;
  const first = {};
  for (const size of bench.sizes.flat.sizes) {
    const { position } = await store.head();
    if (size > ALWAYS && !hasTimeFor(bench, size - position)) {
      bench.notes.push(`flat: no time was left for a log of ${size.toLocaleString('en')} events.`);
      break;
    }
    bench.say(`flat: filling the log up to ${size} events`);
    const filling = await timed(() =>
      fillLedger(ledger.url, { events: size - position, perStream: 10, name: `flat-${size}` }),
    );
    bench.flatFillRate = (size - position) / filling.seconds;
    const measured = await measureAt(bench, ledger, store, size);
    for (const [name, rates] of Object.entries(measured)) {
      first[name] ??= rates;
      const isFirst = size === smallest;
      bench.figures.add(
        `flat.${name}-${size}`,
        'events/s',
        rates,
        isFirst ? {} : { [`at-${smallest}`]: first[name] },
      );
    }
  }
  await close();
  await ledger.drop();
}

/** Whether the log can be made so much longer, be measured, and the parts that follow still have their time. */
function hasTimeFor(bench, events) {
  const { parts } = bench.asked;
  const kept =
    (parts.includes('projector') ? bench.sizes.projector.seconds : 0) +
    (parts.includes('rebuild') ? bench.sizes.rebuild.leastSeconds : 0);
  return events / (bench.flatFillRate ?? FILL_RATE) + MEASURING_SECONDS + kept < bench.secondsLeft();
}

async function measureAt(bench, ledger, store, size) {
  const { rounds, flat } = bench.sizes;
  bench.say(`flat: measuring at ${size} events`);
  const measured = { append: [], follow: [], stream: [] };
  for (let round = 0; round < rounds; round += 1) {
    if (round === 0) await followRate(store, 0, FOLLOWED);
    const rates = [];
    for (let time = 0; time < 5; time += 1)
      rates.push(await followRate(store, Math.floor((size - FOLLOWED) / 2), FOLLOWED));
    measured.follow.push(median(rates));
    measured.stream.push(await streamRate(store));
    const session = await openAppending(ledger.urls.api, { clients: 32, perAppend: 1 });
    await session.run(0.3);
    const { done, seconds } = await session.run(flat.seconds);
    await session.close();
    measured.append.push(done / seconds);
  }
  return measured;
}

/** From the middle of the log. */
async function followRate(store, after, events) {
  const stop = new AbortController();
  const start = now();
  let read = 0;
  for await (const page of store.follow({ after, signal: stop.signal })) {
    for (const event of page) dataIn(event);
    read += page.length;
    if (read >= events) break;
  }
  const rate = read / ((now() - start) / 1_000);
  stop.abort();
  await sleep(10);
  return rate;
}

/** Of the oldest stream, five times over. */
async function streamRate(store) {
  const took = [];
  for (let time = 0; time < 5; time += 1) {
    const { seconds } = await timed(() => store.readStreams(['commitment-probe-0'], { take: dataIn }));
    took.push(seconds);
  }
  return STREAM_LENGTH / median(took);
}
