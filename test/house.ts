import { readFile } from 'node:fs/promises';
import type pg from 'pg';
import { Logger } from '@nestjs/common';
import { projectRoot } from '#libs/platform';
import {
  cloneDatabase,
  testBrokers,
  testTopic,
  until,
  type TestDatabase,
  type TestTopic,
} from '#libs/testkit';
import { startApi } from '../apps/api/src/api.ts';
import { startDispatcher, type RunningDispatcher } from '../apps/dispatcher/src/start-dispatcher.ts';
import { startProjector } from '../apps/projector/src/start-projector.ts';
import { startRelay } from '../apps/relay/src/start-relay.ts';

export const ADMIN_KEY = 'lk_the-administrator-of-the-house';

/** An answer, its body parsed. Tests look into bodies freely. */
export interface Answer {
  readonly status: number;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly body: any;
}

/** The whole ledger: a database and a topic of its own, and every role, asked over HTTP. */
export interface House {
  readonly url: string;
  readonly database: TestDatabase;
  /** The database as its owner. */
  readonly admin: pg.Pool;
  readonly topic: TestTopic;
  /** The topic of changes of state. */
  readonly changes: TestTopic;
  /** Asks, seeing everything recorded so far. */
  get(path: string): Promise<Answer>;
  post(path: string, body: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  /** The same, with bytes. */
  put(path: string, bytes: string | Uint8Array): Promise<Answer>;
  /** Starts a dispatcher whose clock says what the test says. */
  dispatch(now: () => Date): Promise<RunningDispatcher>;
  caughtUp(): Promise<void>;
  stop(): Promise<void>;
}

const PARTITIONS = 3;

/** Opens a house. Without `carriers`, relay and projector are for the test to start. */
export async function openHouse({ carriers = true } = {}): Promise<House> {
  Logger.overrideLogger(['fatal', 'error', 'warn']);
  const [database, topic, changes] = await Promise.all([cloneDatabase(), testTopic(), testTopic()]);
  const admin = database.pool('admin');
  const shared = { brokers: testBrokers(), topic: topic.name };
  const api = await startApi({
    databaseUrl: database.urls.api,
    host: '127.0.0.1',
    port: 0,
    adminKey: ADMIN_KEY,
    anonymousReads: false,
    poolSize: 10,
    patienceMs: 20_000,
    rateLimit: { max: 1_000_000, windowMs: 60_000 },
  });
  const running: { stop(): Promise<void> }[] = carriers
    ? [
        await startRelay({
          ...shared,
          databaseUrl: database.urls.relay,
          changesTopic: changes.name,
          partitions: PARTITIONS,
        }),
        await startProjector(
          { ...shared, databaseUrl: database.urls.projector, groupId: topic.groupId, stalledMs: 60_000 },
          () => undefined,
        ),
      ]
    : [];
  let head = 0;
  const authorization = `Bearer ${ADMIN_KEY}`;
  const ask = async (path: string, init: RequestInit = { headers: { authorization } }): Promise<Answer> => {
    const response = await fetch(api.url + path, init);
    const body: unknown = await response.json().catch(() => undefined);
    return { status: response.status, body };
  };
  const write = async (method: string, path: string, type: string, body: string | Uint8Array, more = {}) => {
    const headers = { authorization, 'content-type': type, ...more };
    const answer = await ask(path, { method, headers, body: body as string });
    if (typeof answer.body?.position === 'number') head = Math.max(head, answer.body.position);
    return answer;
  };
  return {
    url: api.url,
    database,
    admin,
    topic,
    changes,
    get: (path) => ask(`${path}${path.includes('?') ? '&' : '?'}atLeast=${head}`),
    post: (path, body, headers) =>
      typeof body === 'string'
        ? write('POST', path, 'application/yaml', body, headers)
        : write('POST', path, 'application/json', JSON.stringify(body), headers),
    put: (path, bytes) => write('PUT', path, 'text/plain', bytes),
    dispatch: async (now) => {
      const dispatcher = await startDispatcher({ databaseUrl: database.urls.dispatcher, tickMs: 50 }, now);
      running.push(dispatcher);
      return dispatcher;
    },
    caughtUp: async () => {
      await until('the read models have everything', async () => {
        const { rows } = await admin.query<{ all: boolean }>(
          'select ledger.read_models_as_of() = (select position from ledger.head) as all',
        );
        return rows[0]?.all;
      });
    },
    stop: async () => {
      await api.stop();
      await Promise.all(running.map((role) => role.stop()));
      await Promise.all([database.drop(), topic.drop(), changes.drop()]);
    },
  };
}

/** The example meeting, as it stands in the repository. */
export const exampleMeeting = (): Promise<string> => example('2024-11-16-kyiv-meeting');

/** What became of it, as `npm start` records it next. */
export const exampleFollowUp = (): Promise<string> => example('2024-2025-follow-up');

const example = (name: string): Promise<string> => readFile(`${projectRoot()}/examples/${name}.yaml`, 'utf8');
