import { setImmediate as nextTurn } from 'node:timers/promises';
import { now, timed } from '../clock.mjs';
import { openStore } from '../contenders/ledger.mjs';
import { commitment, decode } from '../ledger.mjs';
import { fillLedger } from '../log-filling.mjs';
import { median } from '../figures.mjs';

const ROUNDS = 3;
/** A stream that takes so long is not read and folded again, and its first time is taken for what it is. */
const PATIENCE_MS = 10_000;
/** And one that takes so long is given up, with what it had come to. */
const GIVE_UP_MS = 30_000;

/** A command reads its stream and folds it before it decides: whether it must be spared that by snapshots shows here. */
export async function measureFolds(bench) {
  const ledger = await bench.servers.newLedger('bench_fold');
  const { store, close } = openStore(ledger.urls.api);
  for (const events of bench.sizes.fold.streams) {
    bench.say(`fold: a stream of ${events} events`);
    const name = `fold-${events}`;
    await fillLedger(ledger.url, { events, perStream: events, name });
    const rounds = await foldAgain(store, `commitment-${name}-0`, events);
    const pick = (part) => rounds.map((round) => round[part]);
    bench.figures.add(`fold.read-${events}`, 'ms', pick('read'));
    const [{ folded }] = rounds;
    if (folded < events) {
      bench.notes.push(
        `fold: of a stream of ${events.toLocaleString('en')} events, ${folded.toLocaleString('en')} were folded in ` +
          `${GIVE_UP_MS / 1_000} s; it was given up.`,
      );
      continue;
    }
    const both = rounds.map(({ read, fold }) => read + fold);
    bench.figures.add(`fold.fold-${events}`, 'ms', pick('fold'));
    bench.figures.add(`fold.read-and-fold-${events}`, 'ms', both);
    bench.notes.push(
      `fold: without snapshots, deciding on a stream of ${events.toLocaleString('en')} events takes ` +
        `${median(both).toFixed(0)} ms before the append.`,
    );
  }
  await close();
  await ledger.drop();
}

/** @returns {Promise<{read: number, fold: number, folded: number}[]>} in milliseconds; and how many events were folded */
async function foldAgain(store, stream, events) {
  const start = now();
  const rounds = [];
  while (rounds.length <= ROUNDS && now() - start < PATIENCE_MS) {
    const read = await timed(() => store.readStreams([stream], { take: decode }));
    const history = read.result.get(stream);
    if (history.version !== events) throw new Error(`${stream} has ${history.version} events`);
    const fold = await timed(() => foldAll(history.events));
    rounds.push({ read: read.seconds * 1_000, fold: fold.seconds * 1_000, folded: fold.result });
  }
  // The first meets a cold cache and code not yet compiled.
  return rounds.length > 1 ? rounds.slice(1) : rounds;
}

/** As a command does, but for a pause now and then, in which a Ctrl-C is heard. Answers how far it came. */
async function foldAll(events) {
  const end = now() + GIVE_UP_MS;
  let state = commitment.initial;
  for (const [index, event] of events.entries()) {
    state = commitment.evolve(state, event);
    if (index % 1_000 !== 999) continue;
    await nextTurn();
    if (now() > end) return index + 1;
  }
  return events.length;
}
