import { writeFile } from 'node:fs/promises';
import { Figures } from './figures.mjs';
import { describeMachine, describeSettings, findPgbench } from './machine.mjs';
import { measureAsOf } from './parts/as-of.mjs';
import { measureAppends } from './parts/append.mjs';
import { measureFolds } from './parts/fold.mjs';
import { measureHttp } from './parts/http.mjs';
import { measureProjector, measureRebuild } from './parts/projector.mjs';
import { measureNotary } from './parts/notary.mjs';
import { measureReads } from './parts/read.mjs';
import { measureReports } from './parts/report.mjs';
import { measureRelay } from './parts/relay.mjs';
import { measureVerifying } from './parts/verify.mjs';
import { measureVisibility } from './parts/visible.mjs';
import { report } from './report.mjs';
import { measureStream } from './parts/stream.mjs';
import { measureWebhooks } from './parts/webhooks.mjs';
import { startServers } from './servers.mjs';
import { sizes } from './sizes.mjs';
import { now } from './clock.mjs';

const MEASURE = {
  append: measureAppends,
  relay: measureRelay,
  notary: measureNotary,
  fold: measureFolds,
  visible: measureVisibility,
  http: measureHttp,
  'as-of': measureAsOf,
  stream: measureStream,
  webhooks: measureWebhooks,
  read: measureReads,
  verify: measureVerifying,
  report: measureReports,
  projector: measureProjector,
  rebuild: measureRebuild,
};

const WITH_BROKER = new Set(['relay', 'visible', 'http', 'as-of', 'projector', 'rebuild']);

/**
 * Runs the parts asked for, one after another, and prints what came of them. Whatever ends it, the servers are stopped.
 *
 * @param {{quick: boolean, parts: string[], peers: string[], json: string | undefined}} asked
 */
export async function bench(asked) {
  const begun = now();
  const say = (sentence) =>
    process.stderr.write(`${((now() - begun) / 1_000).toFixed(0).padStart(4)} s  ${sentence}\n`);
  say('Starting the servers');
  const isHasty = asked.quick && asked.parts.some((part) => WITH_BROKER.has(part));
  const servers = await startServers(say, { isHasty });
  const stops = [];
  const stopAll = once(async () => {
    for (const stop of stops.splice(0).reverse()) await stop().catch(() => undefined);
    await servers.stop();
  });
  const interruption = onInterruption(say, stopAll);
  try {
    const pgbench = await findPgbench();
    const machine = await describeMachine(servers.folder);
    const settings = await describeSettings(servers, asked, pgbench);
    const figures = new Figures();
    const ours = sizes(asked);
    const secondsLeft = () => ours.budgetSeconds - (now() - begun) / 1_000;
    const notes =
      asked.peers.includes('raw') && pgbench === undefined
        ? ['There is no pgbench here: raw-node-pg, the same INSERT through node-pg, stands in and is slower.']
        : [];
    const context = {
      servers,
      interruption,
      asked,
      pgbench,
      figures,
      sizes: ours,
      say,
      stops,
      secondsLeft,
      notes,
    };
    for (const part of asked.parts) await measure(part, context);
    const seconds = Math.round((now() - begun) / 1_000);
    const result = { machine, settings: { ...settings, seconds }, figures: figures.list, notes };
    process.stdout.write(report(result));
    if (asked.json !== undefined) await writeFile(asked.json, `${JSON.stringify(result, null, 2)}\n`);
  } finally {
    say('Stopping the servers');
    await stopAll();
  }
}

/** One part that fails does not take the figures of the others with it; but the bench has failed. */
async function measure(part, context) {
  const { stops } = context;
  const before = stops.length;
  try {
    await MEASURE[part](context);
  } catch (error) {
    // What fails then fails because its servers are gone.
    if (context.interruption.aborted) await new Promise(() => undefined);
    process.exitCode = 1;
    console.error(error);
    context.notes.push(`${part} failed: ${error.message}`);
  } finally {
    // What it left running would be in the figures of the next.
    for (const stop of stops.splice(before).reverse()) await stop().catch(() => undefined);
  }
}

/**
 * At a signal everything is stopped, and then we end; a second signal ends us at once: the servers follow by themselves.
 *
 * @returns {AbortSignal} whether that has come
 */
function onInterruption(say, stopAll) {
  const interruption = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      if (interruption.signal.aborted) process.exit(130);
      interruption.abort();
      say('Interrupted: stopping the servers');
      void stopAll().then(() => process.exit(130));
    });
  }
  return interruption.signal;
}

function once(act) {
  let done;
  return () => (done ??= act());
}
