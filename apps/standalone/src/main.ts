import 'reflect-metadata';
import { ConsoleLogger, Logger } from '@nestjs/common';
import { lockDataDir } from '#libs/platform';
import { readConfig, type StandaloneConfig } from './config.ts';
import { headPosition, recordExamples, untilVisible } from './example-meeting.ts';
import { startRoles } from './roles.ts';
import { keptAdminKey } from './secrets.ts';
import { openBroker, openDatabase, type Running, type ShowProgress } from './servers.ts';
import { welcomeText } from './welcome.ts';

const say = (sentence: string): void => {
  process.stderr.write(`${sentence}\n`);
};

/**
 * Runs the whole ledger in this process until it is told to stop: Postgres, Kafka, every role, and the example meeting
 * on an empty ledger.
 *
 * @throws BadConfig, LocalServerProblem, or whatever a role cannot start for; by then what had started is stopped.
 */
export async function main(show: ShowProgress): Promise<void> {
  const begun = Date.now();
  const config = readConfig(process.env);
  Logger.overrideLogger(new ConsoleLogger({ json: !process.stdout.isTTY, logLevels: [...config.logLevels] }));
  const running: Running[] = [];
  const stopAll = async (): Promise<void> => {
    for (const one of running.splice(0).reverse()) await one.stop();
  };
  const interrupted = untilInterrupted();
  try {
    running.push({ stop: await lockDataDir(config.dataDir, say) });
    const welcome = await start(config, running, show);
    process.stdout.write(welcomeText({ ...welcome, seconds: Math.round((Date.now() - begun) / 1000) }));
    await interrupted;
  } finally {
    await show('Stopping', stopAll);
  }
  say('Stopped. Everything recorded is kept.');
  // Whatever still holds the event loop has nothing more to do.
  process.exit(0);
}

/** Starts one thing after another and notes each in `running`, to be stopped in the opposite order. */
async function start(config: StandaloneConfig, running: Running[], show: ShowProgress) {
  const [database, broker] = await both(
    openDatabase(config, show, say),
    openBroker(config, show, say),
    running,
  );
  if ('missing' in broker) {
    say(`${broker.missing} The read models are fed from the store instead.`);
  }
  const { secret: adminKey, isNew } = await keptAdminKey(config.dataDir, config.adminKey);
  const roles = await show('Starting the roles', () => startRoles(config, adminKey, database, broker, say));
  running.push(roles);
  const before = await headPosition(roles.url);
  const record = async (): Promise<number> => {
    const position = await recordExamples(roles.url, adminKey);
    await untilVisible(roles.url, position);
    return position;
  };
  const events = before > 0 ? before : await show('Recording the examples', record);
  return { url: roles.url, events, adminKey: isNew ? adminKey : undefined };
}

/** Both servers at once; where one fails to start, the other is noted all the same, to be stopped. */
async function both<A extends Running, B>(
  one: Promise<A>,
  other: Promise<B>,
  running: Running[],
): Promise<readonly [A, B]> {
  const [first, second] = await Promise.allSettled([one, other]);
  for (const outcome of [first, second]) {
    if (outcome.status === 'fulfilled' && isRunning(outcome.value)) running.push(outcome.value);
  }
  if (first.status === 'rejected') throw first.reason;
  if (second.status === 'rejected') throw second.reason;
  return [first.value, second.value];
}

const isRunning = (value: unknown): value is Running =>
  typeof value === 'object' && value !== null && 'stop' in value;

/** Resolves at the first signal to end. A second one ends the process at once: the servers look after themselves. */
function untilInterrupted(): Promise<void> {
  return new Promise((resolve) => {
    let asked = false;
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        if (asked) process.exit(130);
        asked = true;
        resolve();
      });
    }
  });
}
