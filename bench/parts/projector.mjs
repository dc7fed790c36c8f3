import { sleep, until } from '../clock.mjs';
import { median } from '../figures.mjs';
import { pg } from '../ledger.mjs';
import { fillLedger } from '../log-filling.mjs';
import {
  memoryOf,
  sampleGrowth,
  startApi,
  startBareRows,
  startProjector,
  startRelay,
  watchCarriers,
} from '../roles.mjs';

/** The catching up is cut into this many stretches of time, and the rate told for each: there is no second round of it. */
const STRETCHES = 3;

/** Where a million cannot be done, a rebuild is of a multiple of so many events. */
const STEP = 10_000;

/**
 * All read models from a topic that is already full: what one projector folds when it has nothing to wait for, and the relay
 * is not there to publish what changed. First with every change to be told, then anew with all of them told.
 */
export async function measureProjector(bench) {
  const run = await catchUp(bench, 'projector', {
    ...bench.sizes.projector,
    perStream: 3,
    isTopicFullFirst: true,
    isAlone: true,
  });
  if (run === undefined) return;
  bench.notes.push(`projector: ${run.reached.toLocaleString('en')} events folded, ${run.parked} parked.`);
  const isWhole = run.reached >= bench.sizes.projector.events && run.parked === 0;
  addRates(bench, 'projector.events-told', run.rates, {
    'bare-rows': isWhole ? await writeBareRows(bench, run, { told: true }) : [],
  });
  bench.projectorRate = run.rates.length > 0 ? median(run.rates) : undefined;
  if (isWhole) {
    const rates = await projectAnew(bench, run);
    addRates(bench, 'projector.events', rates, {
      'bare-rows': await writeBareRows(bench, run, { told: false }),
    });
  } else
    bench.notes.push(
      'projector.events was not measured: the first time was not done, or not without parking.',
    );
  await run.ledger.drop();
}

/** The same topic into tables that are gone, as when read models are made anew. */
async function projectAnew(bench, run) {
  const { ledger, brokers, topic } = run;
  const client = new pg.Client({ connectionString: ledger.url });
  await client.connect();
  await client.query('drop schema read_models cascade');
  await client.query('checkpoint');
  await client.end();
  bench.say('projector: projecting anew');
  const carriers = watchCarriers(ledger);
  const rates = await ratesAgain(bench, run, startProjector(bench, ledger, brokers, topic), carriers.folded);
  await carriers.close();
  return rates;
}

/** The same topic into the same rows, of which everything is known. */
function writeBareRows(bench, run, { told }) {
  const { ledger, brokers, topic } = run;
  bench.say(`projector: bare-rows${told ? ', with changes' : ''}`);
  const bare = startBareRows(bench, ledger, brokers, { topic, told });
  return ratesAgain(bench, run, bare, bare.had);
}

/** The rates of a role that does once more what a run has done; it is stopped then. */
async function ratesAgain(bench, { reached }, role, look) {
  const { seconds } = bench.sizes.projector;
  const samples = await sampleGrowth(look, reached, seconds, role);
  await role.stop();
  const again = samples.at(-1)?.[1] ?? 0;
  if (again < reached) throw new Error(`Only ${again} of ${reached} events were done again in ${seconds} s`);
  return ratesOf(samples);
}

/**
 * The read models of a log from nothing: no topic and no tables, relay and projector at once, as after losing both.
 * Where a million events would take too long, they are fewer, and it is told how many.
 */
export async function measureRebuild(bench) {
  const { seconds: most, leastSeconds } = bench.sizes.rebuild;
  const seconds = Math.max(leastSeconds, Math.min(most, bench.secondsLeft() - 60));
  const possible = (bench.projectorRate ?? Number.POSITIVE_INFINITY) * seconds * 0.8;
  const events = Math.min(bench.sizes.rebuild.events, Math.ceil(possible / STEP) * STEP);
  const run = await catchUp(bench, 'rebuild', { events, seconds, perStream: 5 });
  if (run === undefined) return;
  addRates(bench, 'rebuild.events', run.rates);
  bench.figures.add('rebuild.projector-memory', 'MiB', [run.memory.projector.highest]);
  bench.figures.add('rebuild.relay-memory', 'MiB', [run.memory.relay.highest]);
  const share = run.reached < events ? `${run.reached.toLocaleString('en')} of ` : '';
  bench.notes.push(
    `rebuild: ${share}${events.toLocaleString('en')} events in ${run.seconds.toFixed(0)} s, ${run.parked} parked.`,
  );
  await run.ledger.drop();
}

/**
 * A ledger whose read models are filled, an api to ask for them, and the ids of the commitments in them: all, or as many as
 * could be projected in the time given.
 */
export async function projectedLedger(bench, { name, projectSeconds, ...log }) {
  const run = await catchUp(bench, name, { ...log, seconds: projectSeconds, hasApi: true });
  if (run === undefined) return undefined;
  const client = new pg.Client({ connectionString: run.ledger.url });
  await client.connect();
  // What autovacuum would do a minute later, in the middle of a measurement.
  await client.query('vacuum (analyze)');
  const { rows } = await client.query('select commitment from read_models.tracking');
  await client.end();
  const commitments = rows.map(({ commitment }) => commitment);
  return { ledger: run.ledger, reached: run.reached, commitments, api: await run.api };
}

function addRates(bench, name, rates, peers) {
  if (rates.length > 0) bench.figures.add(name, 'events/s', rates, peers);
  else bench.notes.push(`${name}: done before it was looked at for the first time.`);
}

/** Fills a log, and lets a relay and a projector, each in its process, bring it into the read models. */
async function catchUp(bench, name, how) {
  const { events, seconds, perStream, sideBySide, isTopicFullFirst, isAlone, hasApi } = how;
  const broker = await bench.servers.brokers();
  if ('missing' in broker) {
    bench.notes.push(`${name} was not measured: ${broker.missing}`);
    return undefined;
  }
  bench.say(`${name}: filling a log of ${events} events`);
  const ledger = await bench.servers.newLedger(`bench_${name}`);
  await fillLedger(ledger.url, { events, perStream, name, sideBySide });
  const api = hasApi ? startApi(bench, ledger) : undefined;
  // What fails is told to whoever waits for it, later.
  api?.catch(() => undefined);
  const carriers = watchCarriers(ledger);
  const topic = `bench.${name}`;
  const relay = startRelay(bench, ledger, broker.brokers, topic);
  if (isTopicFullFirst) await until(async () => (await carriers.published()) >= events, 60_000);
  if (isAlone) await relay.stop();
  bench.say(`${name}: projecting`);
  const projector = startProjector(bench, ledger, broker.brokers, topic);
  const samples = await sampleGrowth(carriers.folded, events, seconds, projector);
  const memory = {
    relay: isAlone ? undefined : await memoryOf(relay.pid),
    projector: await memoryOf(projector.pid),
  };
  const reached = samples.at(-1)?.[1] ?? 0;
  // So that a reader is told of all of it.
  if (reached >= events) await until(async () => (await carriers.asOf()) >= events, 10_000);
  const parked = reached === 0 ? 0 : await carriers.parked();
  await Promise.all([projector.stop(), relay.stop()]);
  await carriers.close();
  await sleep(200);
  if (reached === 0) throw new Error(`Nothing was projected in ${seconds} s: ${projector.said()}`);
  const took = samples.at(-1)[0] - samples[0][0];
  return {
    ...{ ledger, brokers: broker.brokers, topic, api },
    reached,
    parked,
    memory,
    seconds: took,
    rates: ratesOf(samples),
  };
}

/** The rate in each of some stretches of equal time; none where all was there when it was first looked at. */
function ratesOf(samples) {
  const begin = samples[0][0];
  const length = (samples.at(-1)[0] - begin) / STRETCHES;
  const at = (second) => samples.findLast(([when]) => when <= second + 1e-6);
  return Array.from({ length: STRETCHES }, (_, stretch) => {
    const [from, before] = at(begin + stretch * length);
    const [to, after] = at(begin + (stretch + 1) * length);
    return (after - before) / (to - from);
  }).filter((rate) => Number.isFinite(rate));
}
