import { setTimeout as pause } from 'node:timers/promises';
import { DEFAULT_PARTITIONS, EVENTS_TOPIC, PROJECTOR_GROUP } from '#libs/messaging';
import { startApi } from '../../api/src/api.ts';
import { startProjector } from '../../projector/src/start-projector.ts';
import { startRelay } from '../../relay/src/start-relay.ts';
import type { StandaloneConfig } from './config.ts';
import type { Broker, Database, Running } from './servers.ts';

export interface RunningRoles extends Running {
  readonly url: string;
}

const HOST = '127.0.0.1';
const POOL_SIZE = 10;
const RATE_LIMIT_PER_MINUTE = 6_000;
const PATIENCE_MS = 5_000;
const STALLED_MS = 60_000;
const RESTART_AFTER_MS = 1_000;

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
  const carriers = 'missing' in broker ? [] : await startCarriers(database, broker.brokers.split(','), say);
  const stopCarriers = async (): Promise<void> => {
    await Promise.allSettled(carriers.map(({ stop }) => stop()));
  };
  try {
    const api = await startApi({
      databaseUrl: database.urls.api,
      host: HOST,
      port: config.port,
      adminKey,
      anonymousReads: true,
      poolSize: POOL_SIZE,
      patienceMs: PATIENCE_MS,
      rateLimit: { max: RATE_LIMIT_PER_MINUTE, windowMs: 60_000 },
    });
    return {
      url: api.url,
      stop: async () => {
        await api.stop();
        await stopCarriers();
      },
    };
  } catch (error) {
    await stopCarriers();
    throw (error as NodeJS.ErrnoException).code === 'EADDRINUSE' ? new PortTaken(config.port) : error;
  }
}

/** Somebody else listens where we would. */
export class PortTaken extends Error {
  override readonly name = 'PortTaken';
  readonly code = 'port-taken';
  constructor(port: number) {
    super(
      `Port ${port} is in use by another program. End that program, or choose another port: PORT=${port + 1} npm start.`,
    );
  }
}

/** What carries events from the store to the read models: relay and projector. */
async function startCarriers(
  database: Database,
  brokers: readonly string[],
  say: (sentence: string) => void,
): Promise<readonly Running[]> {
  const topic = EVENTS_TOPIC;
  const relay = await startRelay({
    databaseUrl: database.urls.relay,
    brokers,
    topic,
    partitions: DEFAULT_PARTITIONS,
  });
  return [relay, await keepProjecting({ databaseUrl: database.urls.projector, brokers, topic }, say)];
}

interface ProjectorAddress {
  readonly databaseUrl: string;
  readonly brokers: readonly string[];
  readonly topic: string;
}

/** Alone in its process, a projector that stands still ends it; here it is replaced by a new one. */
async function keepProjecting(address: ProjectorAddress, say: (sentence: string) => void): Promise<Running> {
  const config = { ...address, groupId: PROJECTOR_GROUP, stalledMs: STALLED_MS };
  let stopped = false;
  let projector: Promise<Running>;
  const replace = async (): Promise<Running> => {
    const stalled = await projector;
    await stalled.stop();
    await pause(RESTART_AFTER_MS);
    return stopped ? stalled : startProjector(config, onStalled);
  };
  const onStalled = (): void => {
    say('The projector stood still and is started again.');
    projector = replace();
  };
  projector = startProjector(config, onStalled);
  await projector;
  return {
    stop: async () => {
      stopped = true;
      await (await projector).stop();
    },
  };
}
