import { EventStore, isTransient, StoreBusy } from '#libs/event-store';
import { cloneDatabase, sampleAppend, sampleEvent, type TestDatabase } from '#libs/testkit';
import pg from 'pg';
import { cuttingProxy, type CuttingProxy } from './cutting-proxy.ts';
import { faultsIn } from './log-faults.ts';

const CUTS = process.env['LEDGER_LONG'] === '1' ? 300 : 30;
const WRITERS = 8;

let database: TestDatabase;
beforeAll(async () => {
  database = await cloneDatabase();
  await database.pool('admin').query('create table naive (command text)');
});
afterAll(() => database.drop());

/**
 * The database by way of a proxy that cuts half of the connections on the way there and half on the way back. What is sent
 * again must be able to get through: a handshake is some 150 bytes there and 500 back, and what eight writers append at
 * once some 10,000 there and 500 back.
 */
async function through(role: 'api' | 'admin', most: { readonly there: number; readonly back: number }) {
  const url = new URL(database.urls[role]);
  const proxy = await cuttingProxy(Number(url.port), () => {
    const way = Math.random() < 0.5 ? 'there' : 'back';
    return { way, after: Math.floor(Math.random() * most[way]) };
  });
  url.port = String(proxy.port);
  const pool = new pg.Pool({ connectionString: url.href, max: 4, connectionTimeoutMillis: 5_000 });
  pool.on('error', () => undefined);
  const end = async (): Promise<void> => {
    proxy.heal();
    await pool.end();
    await proxy.close();
  };
  return { proxy, pool, end };
}

/** Sends a command until it is answered; any error that may be tried again is. */
async function insist<T>(send: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await send();
    } catch (error) {
      if (!isTransient(error) && !(error instanceof StoreBusy)) throw error;
    }
  }
}

/** Several at once, until there were enough cuts; answers with how many commands were answered. */
async function untilCut(proxy: CuttingProxy, command: (name: string) => Promise<void>): Promise<number> {
  let commands = 0;
  await Promise.all(
    Array.from({ length: WRITERS }, async () => {
      while (proxy.cuts() < CUTS) await command(`command-${++commands}`);
    }),
  );
  return commands;
}

describe(`with the connection to Postgres cut ${CUTS} times, after any byte`, () => {
  it('every command is applied exactly once, and its key answers as it did', async () => {
    const { proxy, pool, end } = await through('api', { there: 40_000, back: 3_000 });
    const store = new EventStore(pool);
    const outcomes = { appended: 0, repeated: 0 };
    const send = (key: string) =>
      insist(() =>
        store.append(
          sampleAppend(
            { stream: `stream-${key}`, expected: 0, events: [sampleEvent(), sampleEvent()] },
            { idempotency: { key, fingerprint: key } },
          ),
        ),
      );
    const commands = await untilCut(proxy, async (key) => {
      const first = await send(key);
      outcomes[first.outcome] += 1;
      if (Math.random() < 0.9) return;
      // A client whose own connection broke knows nothing of all this, and asks once more.
      const again = await send(key);
      expect(again).toEqual({ ...first, outcome: 'repeated' });
    });
    await store.close();
    await end();

    expect(proxy.cuts()).toBeGreaterThanOrEqual(CUTS);
    expect(proxy.cutsBack()).toBeGreaterThan(CUTS / 5);
    expect(outcomes.appended + outcomes.repeated).toBe(commands);
    const log = await new EventStore(database.pool('api')).readAll({ after: 0, limit: 1_000_000 });
    expect(faultsIn(log)).toEqual([]);
    expect(new Set(log.map(({ stream }) => stream)).size).toBe(commands);
    expect(log).toHaveLength(2 * commands);
    console.info(`${commands} commands, ${proxy.cuts()} cuts, ${proxy.cutsBack()} on the way back`, outcomes);
  }, 600_000);

  it('and that was hard: plain inserts, sent again when the connection is lost, are there twice', async () => {
    const { proxy, pool, end } = await through('admin', { there: 3_000, back: 2_000 });
    await untilCut(proxy, async (name) => {
      await insist(() => pool.query('insert into naive values ($1)', [name]));
    });
    await end();
    const { rows } = await database
      .pool('admin')
      .query('select command from naive group by command having count(*) > 1');
    expect(rows).not.toEqual([]);
  }, 600_000);
});
