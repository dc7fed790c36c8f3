import { prepareRaw } from '../contenders/index.mjs';
import { quantile } from '../figures.mjs';
import { delivery, openHttp, SOURCE } from '../http.mjs';
import { closedLoop, interleaved } from '../load.mjs';
import { fillLedger } from '../log-filling.mjs';
import { startApi } from '../roles.mjs';
import { projectedLedger } from './projector.mjs';

const CONNECTIONS = 64;
/** Each connection sends its commands to so many commitments in turn, so that histories stay short. */
const COMMITMENTS_EACH = 50;
const WARMUP_SECONDS = 1;

/** The door: commands against bare INSERTs, and queries over many commitments. */
export async function measureHttp(bench) {
  await measureCommands(bench);
  await measureQueries(bench);
}

/** A command each: parsed, its streams read and folded, decided, appended. Relay and projector do not run. */
async function measureCommands(bench) {
  const raw = bench.asked.peers.includes('raw') ? await prepareRaw(bench) : undefined;
  const ledger = await bench.servers.newLedger('bench_http');
  await fillLedger(ledger.url, { events: CONNECTIONS * COMMITMENTS_EACH, perStream: 1, name: 'http' });
  const api = await startApi(bench, ledger);
  const http = openHttp(api.url, api.adminKey, CONNECTIONS);
  await http.post('/v1/sources', SOURCE);
  let sent = 0;
  const command = (connection) => {
    sent += 1;
    const commitment = `http-${connection * COMMITMENTS_EACH + (sent % COMMITMENTS_EACH)}`;
    return http.post(`/v1/commitments/${commitment}/deliveries`, delivery(`delivery-${sent}`));
  };
  await closedLoop(CONNECTIONS, Math.min(WARMUP_SECONDS, bench.sizes.http.seconds), command);
  const names = raw ? ['ledger', raw.name] : ['ledger'];
  const measured = await interleaved(bench.sizes.rounds, names, async (name) => {
    bench.say(`http: commands, ${name}`);
    await bench.servers.admin.query('checkpoint');
    if (name === 'ledger') return closedLoop(CONNECTIONS, bench.sizes.http.seconds, command);
    const session = await raw.open({ clients: CONNECTIONS, perAppend: 1 });
    const result = await session.run(bench.sizes.http.seconds);
    await session.close();
    return result;
  });
  const rate = ({ done, seconds }) => done / seconds;
  bench.figures.add(
    'http.commands',
    'commands/s',
    measured.ledger.map(rate),
    raw && { [raw.name]: measured[raw.name].map(rate) },
  );
  addLatencies(bench, 'http.commands', measured.ledger);
  http.close();
  await api.stop();
  await ledger.drop();
}

/** What a desk officer asks, in turn: the list as it opens, the list narrowed to a party and a state, one commitment, its timeline. */
const questions = (commitment) => [
  '/v1/commitments?validAt=2024-12-31&limit=50',
  '/v1/commitments?validAt=2024-12-31&limit=50&party=JP&label=announced',
  `/v1/commitments/${commitment}?validAt=2024-12-31`,
  `/v1/commitments/${commitment}/timeline?validAt=2024-12-31`,
];

async function measureQueries(bench) {
  const { commitments: events, projectSeconds } = bench.sizes.http;
  const projected = await projectedLedger(bench, { name: 'queried', events, perStream: 1, projectSeconds });
  if (projected === undefined) return;
  const { ledger, commitments, api } = projected;
  const http = openHttp(api.url, api.adminKey, CONNECTIONS);
  let asked = 0;
  const query = () => {
    asked += 1;
    // A prime, so that all of them have their turn and no two neighbours follow one another.
    const commitment = commitments[(asked * 7_919) % commitments.length];
    return http.get(questions(commitment)[asked % 4]);
  };
  await closedLoop(CONNECTIONS, Math.min(WARMUP_SECONDS, bench.sizes.http.seconds), query);
  const rounds = [];
  for (let round = 0; round < bench.sizes.rounds; round += 1) {
    bench.say(`http: queries over ${commitments.length} commitments`);
    rounds.push(await closedLoop(CONNECTIONS, bench.sizes.http.seconds, query));
  }
  bench.figures.add(
    'http.queries',
    'queries/s',
    rounds.map(({ done, seconds }) => done / seconds),
  );
  addLatencies(bench, 'http.queries', rounds);
  bench.notes.push(`http.queries: over ${commitments.length.toLocaleString('en')} commitments.`);
  http.close();
  await api.stop();
  await ledger.drop();
}

function addLatencies({ figures }, name, rounds) {
  for (const [label, share] of [
    ['p50', 0.5],
    ['p99', 0.99],
  ]) {
    figures.add(
      `${name}-${label}`,
      'ms',
      rounds.map(({ latenciesMs }) => quantile(latenciesMs, share)),
    );
  }
}
