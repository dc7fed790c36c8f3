import { setTimeout as pause } from 'node:timers/promises';
import { CHANGES_TOPIC, DEFAULT_PARTITIONS, EVENTS_TOPIC, PROJECTOR_GROUP } from '#libs/messaging';
import { startApi } from '../../api/src/api.ts';
import { startDispatcher } from '../../dispatcher/src/start-dispatcher.ts';
import { startNotary } from '../../notary/src/start-notary.ts';
import { startProjector } from '../../projector/src/start-projector.ts';
import { startRelay } from '../../relay/src/start-relay.ts';
import type { StandaloneConfig } from './config.ts';
import { notaryOf } from './log-key.ts';
import { feedFromStore } from './feed-from-store.ts';
import type { Broker, Database, Running } from './servers.ts';

export interface RunningRoles extends Running {
  readonly url: string;
}

const HOST = '127.0.0.1';
const POOL_SIZE = 10;
const RATE_LIMIT_PER_MINUTE = 30_000;
const PATIENCE_MS = 5_000;
const STALLED_MS = 60_000;
const RESTART_AFTER_MS = 1_000;
const TICK_MS = 5_000;

/**
 * Starts every role in this process, the door last, so that whoever gets an answer finds the rest at work.
 *
 * @throws whatever the api cannot start for; what was started before is stopped again.
 */
export async function startRoles(
  config: StandaloneConfig,
  adminKey: string,
  database: Database,
  broker: Broker,
  say: (sentence: string) => void,
): Promise<RunningRoles> {
  const carriers = await startCarriers(database, broker, say);
  const beside: Running[] = [...carriers];
  const stopBeside = async (): Promise<void> => {
    await Promise.allSettled(beside.map((role) => role.stop()));
  };
  try {
    beside.push(await startNotary(await notaryOf(config, database.urls.notary)));
    beside.push(
      await startDispatcher({
        databaseUrl: database.urls.dispatcher,
        tickMs: TICK_MS,
        addresses: config.webhooks,
      }),
    );
    const api = await startApi({
      databaseUrl: database.urls.api,
      host: HOST,
      port: config.port,
      adminKey,
      anonymousReads: true,
      poolSize: POOL_SIZE,
      patienceMs: PATIENCE_MS,
      webhooks: config.webhooks,
      rateLimit: { max: RATE_LIMIT_PER_MINUTE, windowMs: 60_000 },
    });
    return {
      url: api.url,
      stop: async () => {
        await api.stop();
        await stopBeside();
      },
    };
  } catch (error) {
    await stopBeside();
    throw error;
  }
}

/** What carries events from the store to the read models: relay and projector, or where there is no Kafka both in one. */
async function startCarriers(
  database: Database,
  broker: Broker,
  say: (sentence: string) => void,
): Promise<readonly Running[]> {
  if ('missing' in broker) {
    return [await keepRunning((onStalled) => Promise.resolve(feedFromStore(database, onStalled)), say)];
  }
  const shared = { brokers: broker.brokers.split(','), topic: EVENTS_TOPIC };
  const projecting = {
    ...shared,
    databaseUrl: database.urls.projector,
    groupId: PROJECTOR_GROUP,
    stalledMs: STALLED_MS,
  };
  return [
    await startRelay({
      ...shared,
      databaseUrl: database.urls.relay,
      changesTopic: CHANGES_TOPIC,
      partitions: DEFAULT_PARTITIONS,
    }),
    await keepRunning((onStalled) => startProjector(projecting, onStalled), say),
  ];
}

/** Alone in its process, a projector that stands still ends it; here it is replaced by a new one. */
async function keepRunning(
  start: (onStalled: () => void) => Promise<Running>,
  say: (sentence: string) => void,
): Promise<Running> {
  let stopped = false;
  const replace = async (stalled: Promise<Running>): Promise<Running> => {
    const before = await stalled;
    await before.stop();
    await pause(RESTART_AFTER_MS);
    return stopped ? before : start(onStalled);
  };
  const onStalled = (): void => {
    say('The projector stood still and is started again.');
    running = replace(running);
  };
  let running = start(onStalled);
  await running;
  return {
    stop: async () => {
      stopped = true;
      await (await running).stop();
    },
  };
}
