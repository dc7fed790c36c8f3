import { randomUUID } from 'node:crypto';
import { streamOf, type LedgerEvent } from '#libs/domain';
import { EventStore, newEvent } from '#libs/event-store';
import { Logger } from '@nestjs/common';
import type pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { startDispatcher, type RunningDispatcher } from '../src/start-dispatcher.ts';

/** What a ledger needs of a database of a test's own. */
interface OwnDatabase {
  readonly urls: { readonly dispatcher: string };
  pool(role: 'admin' | 'api' | 'dispatcher', max?: number): pg.Pool;
  drop(): Promise<void>;
}

/** A ledger whose clock the test turns, with as many dispatchers as it starts. */
export interface LedgerWithDeadlines {
  readonly database: OwnDatabase;
  readonly store: EventStore;
  /** Sets the clock that all dispatchers look at. */
  setClock(instant: string): void;
  /** Appends facts, each to its stream, wherever that stands; 500 at once. */
  record(...facts: readonly LedgerEvent[]): Promise<void>;
  start(): Promise<RunningDispatcher>;
  /** What was recorded of passed deadlines, as "commitment passed", in order of position. */
  passed(): Promise<readonly string[]>;
  close(): Promise<void>;
}

const AT_ONCE = 500;

if (process.env['LEDGER_TEST_LOG'] !== '1') Logger.overrideLogger(false);

/** Opens an empty ledger; its clock stands at the start of 2024-11-17. */
export function openLedger(database: OwnDatabase): LedgerWithDeadlines {
  const store = new EventStore(database.pool('api'));
  const admin = database.pool('admin', 1);
  const started = new Set<RunningDispatcher>();
  let instant = '2024-11-17T00:00:00Z';
  const append = async (facts: readonly LedgerEvent[]): Promise<void> => {
    const byStream = new Map<string, LedgerEvent[]>();
    for (const each of facts) byStream.set(streamOf(each), [...(byStream.get(streamOf(each)) ?? []), each]);
    const streams = await store.readStreams([...byStream.keys()]);
    const appends = [...byStream].map(([stream, events]) => ({
      stream,
      expected: streams.get(stream)?.version ?? 0,
      events: events.map((event) => newEvent(uuidv7(), event)),
    }));
    await store.append({ appends, actor: 'desk', correlationId: randomUUID() });
  };
  return {
    database,
    store,
    setClock: (to) => {
      instant = to;
    },
    record: async (...facts) => {
      for (let from = 0; from < facts.length; from += AT_ONCE)
        await append(facts.slice(from, from + AT_ONCE));
    },
    start: async () => {
      const config = { databaseUrl: database.urls.dispatcher, tickMs: 50 };
      const dispatcher = await startDispatcher(config, () => new Date(instant));
      started.add(dispatcher);
      return dispatcher;
    },
    passed: async () => {
      const { rows } = await admin.query<{ passed: string }>(
        `select concat_ws(' ', substr(stream_id, 12), occurred) as passed
           from ledger.events where type = 'DeadlinePassed' order by position`,
      );
      return rows.map(({ passed }) => passed);
    },
    close: async () => {
      await Promise.all([...started].map((dispatcher) => dispatcher.stop()));
      await store.close();
      await database.drop();
    },
  };
}
