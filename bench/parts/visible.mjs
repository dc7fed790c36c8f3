import { now, sleep, until } from '../clock.mjs';
import { quantile } from '../figures.mjs';
import { delivery, openHttp, SOURCE } from '../http.mjs';
import { openLoop } from '../load.mjs';
import { fillLedger } from '../log-filling.mjs';
import { startApi, startProjector, startRelay, watchCarriers } from '../roles.mjs';

const COMMANDS_PER_SECOND = 200;
const COMMITMENTS = 500;

/** From sending a command over HTTP until the read models are true as of its event, every role in a process of its own. */
export async function measureVisibility(bench) {
  const broker = await bench.servers.brokers();
  if ('missing' in broker) {
    bench.notes.push(`visible was not measured: ${broker.missing}`);
    return;
  }
  bench.say(`visible: ${COMMANDS_PER_SECOND} commands/s`);
  const ledger = await bench.servers.newLedger('bench_visible');
  await fillLedger(ledger.url, { events: COMMITMENTS, perStream: 1, name: 'visible' });
  const topic = 'bench.visible';
  const roles = [
    startRelay(bench, ledger, broker.brokers, topic),
    startProjector(bench, ledger, broker.brokers, topic),
  ];
  const api = await startApi(bench, ledger);
  const carriers = watchCarriers(ledger);
  const http = openHttp(api.url, api.adminKey, 64);
  await http.post('/v1/sources', SOURCE);
  await until(async () => (await carriers.asOf()) >= COMMITMENTS + 1, 60_000);
  const sent = [];
  let deliveries = 0;
  const command = async (number) => {
    const at = now();
    deliveries += 1;
    const { position } = await http.post(
      `/v1/commitments/visible-${number % COMMITMENTS}/deliveries`,
      delivery(`delivery-${deliveries}`),
    );
    sent.push({ position, at, answered: now() });
  };
  await openLoop(COMMANDS_PER_SECOND, bench.sizes.visible.warmupSeconds, command);
  sent.length = 0;
  const steps = watchSteps(carriers);
  bench.stops.push(steps.end);
  await openLoop(COMMANDS_PER_SECOND, bench.sizes.visible.seconds, command);
  const last = Math.max(...sent.map(({ position }) => position));
  await until(async () => (await carriers.asOf()) >= last, 30_000);
  await sleep(20);
  addFigures(bench, sent, await steps.end());
  http.close();
  await carriers.close();
  await Promise.all([api, ...roles].map((role) => role.stop()));
  await ledger.drop();
}

/** Notes when the position the read models are true as of was first seen to have moved, and to where. */
function watchSteps(carriers) {
  const steps = [];
  let isOver = false;
  const watch = async () => {
    let before = 0;
    while (!isOver) {
      const position = await carriers.asOf();
      if (position > before) steps.push({ position, at: now() });
      before = position;
      await sleep(1);
    }
  };
  const watching = watch();
  watching.catch(() => undefined);
  return {
    end: async () => {
      isOver = true;
      await watching;
      return steps;
    },
  };
}

function addFigures(bench, sent, steps) {
  const visibleMs = sent.flatMap(({ position, at }) => {
    const step = steps.find((each) => each.position >= position);
    return step === undefined ? [] : [step.at - at];
  });
  const answeredMs = sent.map(({ at, answered }) => answered - at);
  const [first, last] = [sent.map(({ at }) => at), sent.map((each) => each.answered)];
  const rate = sent.length / ((Math.max(...last) - Math.min(...first)) / 1_000);
  bench.figures.add('visible.commands', 'commands/s', [rate]);
  bench.figures.add('visible.p50', 'ms', [quantile(visibleMs, 0.5)]);
  bench.figures.add('visible.p99', 'ms', [quantile(visibleMs, 0.99)]);
  bench.figures.add('visible.answered-p50', 'ms', [quantile(answeredMs, 0.5)]);
  bench.figures.add('visible.answered-p99', 'ms', [quantile(answeredMs, 0.99)]);
  if (rate < COMMANDS_PER_SECOND * 0.95) {
    bench.notes.push(
      `visible: only ${rate.toFixed(0)} of ${COMMANDS_PER_SECOND} commands/s were answered: the times are those of a queue.`,
    );
  }
  if (visibleMs.length < sent.length) {
    bench.notes.push(
      `visible: ${sent.length - visibleMs.length} of ${sent.length} commands were not seen in time.`,
    );
  }
}
