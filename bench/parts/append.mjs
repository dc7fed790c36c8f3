import { prepareContenders } from '../contenders/index.mjs';
import { commitsOf, difference, spentSoFar } from '../costs.mjs';
import { interleaved } from '../load.mjs';

const SINGLE = [1, 8, 32, 128].map((clients) => ({
  name: `append.clients-${clients}`,
  clients,
  perAppend: 1,
}));
const BATCHED = [{ name: 'append.clients-32-events-10', clients: 32, perAppend: 10 }];

/** Where costs are told: enough clients to be busy, not so many that they queue. */
const COSTS_OF = 'append.clients-32';

/** Appends by all contenders in turn, with each number of clients; and what an event costs each of them. */
export async function measureAppends(bench) {
  const contenders = await prepareContenders(bench);
  const names = contenders.map(({ name }) => name);
  for (const shape of [...SINGLE, ...BATCHED]) {
    const trials = await interleaved(bench.sizes.rounds, names, (name) => {
      bench.say(`${shape.name}: ${name}`);
      return trial(
        bench,
        contenders.find((contender) => contender.name === name),
        shape,
      );
    });
    const { ledger, ...peers } = trials;
    addFigure(bench, shape.name, 'events/s', ({ rate }) => rate, ledger, peers);
    if (shape.name === COSTS_OF) addCosts(bench, ledger, peers);
  }
}

async function trial({ servers, sizes }, contender, { clients, perAppend }) {
  const { seconds, warmupSeconds } = sizes.append;
  // What others left to be written must not be written now.
  await servers.admin.query('checkpoint');
  const commitsBefore = await commitsOf(servers.admin, contender.database);
  const session = await contender.open({ clients, perAppend });
  try {
    // pgbench warms up in no time, and counts whole seconds.
    const warmup = contender.name === 'raw-pgbench' ? { done: 0 } : await session.run(warmupSeconds);
    const before = await spentSoFar(servers.admin);
    const measured = await session.run(seconds);
    const spent = difference(before, await spentSoFar(servers.admin));
    await session.close();
    const commits = (await commitsOf(servers.admin, contender.database)) - commitsBefore;
    const events = measured.done * perAppend;
    return {
      rate: events / measured.seconds,
      walBytes: spent.walBytes / events,
      postgresMicros: spent.postgresMicros / events,
      nodeMicros: contender.name === 'raw-pgbench' ? Number.NaN : spent.nodeMicros / events,
      commitsPerAppend: commits / (warmup.done + measured.done),
    };
  } catch (error) {
    await session.close().catch(() => undefined);
    throw error;
  }
}

function addCosts(bench, ours, peers) {
  addFigure(bench, 'cost.wal-per-event', 'bytes', ({ walBytes }) => walBytes, ours, peers);
  addFigure(
    bench,
    'cost.commits-per-append',
    'commits',
    ({ commitsPerAppend }) => commitsPerAppend,
    ours,
    peers,
  );
  addFigure(bench, 'cost.postgres-cpu-per-event', 'µs', ({ postgresMicros }) => postgresMicros, ours, peers);
  addFigure(bench, 'cost.node-cpu-per-event', 'µs', ({ nodeMicros }) => nodeMicros, ours, peers);
}

function addFigure({ figures }, name, unit, pick, ours, peers) {
  const known = (trials) => trials.map(pick).filter((number) => Number.isFinite(number));
  if (known(ours).length === 0) return;
  figures.add(
    name,
    unit,
    known(ours),
    Object.fromEntries(Object.entries(peers).map(([peer, trials]) => [peer, known(trials)])),
  );
}
