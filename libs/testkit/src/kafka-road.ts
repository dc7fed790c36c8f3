import { type EventStore } from '#libs/event-store';
import {
  type Log,
  type Projection,
  type Projector,
  type ProjectorOptions,
  type Relay,
  type RelayOptions,
  type WithoutBrokerOptions,
} from '#libs/messaging';
import type pg from 'pg';
import { cloneDatabase, type TestDatabase } from './database.ts';
import { testBrokers, testTopic, type TestTopic } from './kafka.ts';
import { until } from './until.ts';
import { sampleAppend, sampleEvent } from './sample-append.ts';

/** The road from the store to a read model, all of it real: a database, a topic, and whatever is started on it. */
export interface Road {
  readonly database: TestDatabase;
  readonly topic: TestTopic;
  readonly store: EventStore;
  /** The database as its owner. */
  readonly admin: pg.Pool;
  /** What the relays and projectors have said. */
  readonly said: readonly string[];
  /** Appends events of a type to a stream, wherever it stands. Answers with the last position. */
  record(stream: string, count?: number, type?: string): Promise<number>;
  startRelay(given?: Partial<RelayOptions>): Relay;
  startProjector(given?: Partial<ProjectorOptions>): Projector;
  /** Starts what keeps the read models by the log alone. */
  startWithoutBroker(given?: Partial<WithoutBrokerOptions>): Projector;
  /** Waits until the read models are true as of everything recorded. */
  caughtUp(): Promise<void>;
  asOf(): Promise<number>;
  /** The rows of the counting projection, by stream. */
  counted(): Promise<ReadonlyMap<string, string>>;
  /** The rows there must be: a fold of the store itself. */
  expected(): Promise<ReadonlyMap<string, string>>;
  /** Stops what was started and removes everything. */
  close(): Promise<void>;
}

const TABLES = /* sql */ `
create or replace function ledger.create_read_model_tables(schema text) returns void
language plpgsql as $function$
begin
  execute format('create table %I.counted (stream_id text primary key, positions bigint[] not null)', schema);
end
$function$`;

/** Has the read models be made with the tables of `counting`, and a relay have published so many events to each partition. */
export async function prepareCounting(admin: pg.Pool, published: readonly number[]): Promise<void> {
  await admin.query(TABLES);
  await admin.query(
    `update ledger.relay_state
        set generation = 1, start_offsets = $1, end_offsets = $2, end_positions = array_fill($3::bigint, array[$4::int])`,
    [published.map(() => 0), published, published.reduce((sum, each) => sum + each, 0), published.length],
  );
}

/** Keeps, for each stream, the positions of its events in the order in which they came: it shows what came twice, or late. */
export const counting: Projection = {
  name: 'counting',
  project: async (tx, schema, events) => {
    for (const { stream, position } of events) {
      await tx.query(
        `insert into ${schema}.counted values ($1, array[$2::bigint])
         on conflict (stream_id) do update set positions = counted.positions || excluded.positions`,
        [stream, position],
      );
    }
  },
};

/** Opens a road: nothing runs on it yet, and the topic does not exist. */
export async function openRoad(): Promise<Road> {
  const { EventStore } = await import('#libs/event-store');
  const { runProjector, runRelay, runWithoutBroker } = await import('#libs/messaging');
  const [database, topic] = await Promise.all([cloneDatabase(), testTopic()]);
  const admin = database.pool('admin');
  await admin.query(TABLES);
  const store = new EventStore(database.pool('api'));
  const relaying = new EventStore(database.pool('relay', 6));
  const running = new Set<{ stop(): Promise<void> }>();
  const said: string[] = [];
  const log = listener(said);
  const shared = { brokers: testBrokers(), topic: topic.name, log };

  const asOf = async (): Promise<number> => {
    const { rows } = await admin.query<{ as_of: string }>('select ledger.read_models_as_of() as as_of');
    return Number(rows[0]?.as_of);
  };
  const kept = <T extends { stop(): Promise<void> }>(started: T): T => {
    running.add(started);
    return started;
  };
  return {
    database,
    topic,
    store,
    admin,
    said,
    record: async (stream, count = 1, type = 'StepTaken') => {
      const expected = (await store.readStreams([stream])).get(stream)?.version ?? 0;
      const events = Array.from({ length: count }, () => sampleEvent({ type }));
      const { events: recorded } = await store.append(sampleAppend({ stream, expected, events }));
      return recorded.at(-1)?.position ?? 0;
    },
    startRelay: (given = {}) =>
      kept(
        runRelay({
          ...shared,
          clientId: 'test-relay',
          databaseUrl: database.urls.relay,
          source: relaying,
          partitions: 3,
          watchMs: 200,
          ...given,
        }),
      ),
    startProjector: (given = {}) =>
      kept(
        runProjector({
          ...shared,
          clientId: 'test-projector',
          databaseUrl: database.urls.projector,
          groupId: topic.groupId,
          projections: [counting],
          onStalled: () => undefined,
          ...given,
        }),
      ),
    startWithoutBroker: (given = {}) =>
      kept(
        runWithoutBroker({
          databaseUrl: database.urls.projector,
          relayDatabaseUrl: database.urls.relay,
          source: relaying,
          projections: [counting],
          onStalled: () => undefined,
          log,
          ...given,
        }),
      ),
    caughtUp: async () => {
      const { position } = await store.head();
      await until(`the read models are as of ${position}`, async () => (await asOf()) >= position);
    },
    asOf,
    counted: async () => {
      const { rows } = await admin.query<{ stream_id: string; positions: string[] }>(
        'select stream_id, positions from read_models.counted order by stream_id',
      );
      return new Map(rows.map(({ stream_id, positions }) => [stream_id, positions.join(' ')]));
    },
    expected: async () => {
      const { rows } = await admin.query<{ stream_id: string; positions: string[] }>(
        'select stream_id, array_agg(position::bigint order by version) as positions from ledger.events group by 1 order by 1',
      );
      return new Map(rows.map(({ stream_id, positions }) => [stream_id, positions.join(' ')]));
    },
    close: async () => {
      await Promise.all([...running].map((started) => started.stop()));
      await Promise.all([database.drop(), topic.drop()]);
    },
  };
}

function listener(said: string[]): Log {
  const loud = process.env['LEDGER_TEST_LOG'] === '1';
  const keep = (level: string) => (sentence: string) => {
    said.push(sentence);
    if (loud) process.stderr.write(`${new Date().toISOString()} ${level} ${sentence}\n`);
  };
  return { log: keep('log'), warn: keep('warn'), error: keep('error'), debug: keep('debug') };
}
