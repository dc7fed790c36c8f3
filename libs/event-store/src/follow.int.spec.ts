import { cloneDatabase, sampleAppend, sampleStream, type TestDatabase } from '#libs/testkit';
import { getEventListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Pool } from 'pg';
import { EventStore } from './index.ts';

let database: TestDatabase;
let store: EventStore;
let admin: Pool;
let before: number;
let streams = 0;
beforeAll(async () => {
  database = await cloneDatabase();
  store = new EventStore(database.pool('api'));
  admin = database.pool('admin');
});
beforeEach(async () => {
  before = (await store.head()).position;
});
afterAll(() => database.drop());

const append = (count: number) =>
  store.append(sampleAppend(sampleStream(`commitment-${++streams}`, 0, count)));

/** The server's own word, asked until it is so; a test that waits for ever is stopped by jest. */
async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await sleep(5);
}

async function listeners(): Promise<number> {
  const { rows } = await admin.query<{ count: number }>(
    "select count(*)::int from pg_stat_activity where datname = current_database() and query ilike 'listen%'",
  );
  return rows[0]?.count ?? 0;
}

/** What a follower of this test is given, counted from its beginning, up to a last one. */
async function followedUntil(last: number, { skip = 0, batch = 1_000 } = {}): Promise<number[]> {
  const seen: number[] = [];
  const { signal } = new AbortController();
  for await (const page of store.follow({ after: before + skip, batch, signal })) {
    expect(page.length).toBeLessThanOrEqual(batch);
    seen.push(...page.map(({ position }) => position - before));
    if (seen.at(-1) === last) break;
  }
  return seen;
}

describe('a follower', () => {
  it('catches up from where it was, in pages of the size asked for', async () => {
    await append(10);
    expect(await followedUntil(10, { skip: 3, batch: 2 })).toEqual([4, 5, 6, 7, 8, 9, 10]);
  });

  it('is woken by each commit: thirty in turn, each seen before the next, without a poll', async () => {
    const { signal } = new AbortController();
    let seen = 0;
    await append(1);
    for await (const page of store.follow({ after: before, signal, pollMs: 3_600_000 })) {
      seen += page.length;
      if (seen === 30) break;
      await append(1);
    }
    expect(seen).toBe(30);
  });

  it('finds by asking what no bell announced', async () => {
    const following = followedUntil(1);
    await until(async () => (await listeners()) === 1);
    await admin.query(`
      with head as (update ledger.head set position = position + 1 returning position)
      insert into ledger.events (position, stream_id, version, event_id, type, schema, occurred, recorded_at,
                                 actor, correlation_id, body)
      select position, 'silent', 1, uuidv7(), 'StepTaken', 1, '2024', now(), 'somebody', uuidv7(), '{}' from head`);
    expect(await following).toEqual([1]);
  });

  it('goes on where it was after the server has cut all its connections', async () => {
    const following = followedUntil(4);
    await append(2);
    await until(async () => (await listeners()) === 1);
    await admin.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and usename = 'ledger_api'`,
    );
    await until(async () => (await listeners()) === 1);
    await append(2);
    expect(await following).toEqual([1, 2, 3, 4]);
  });

  it('leaves nothing on the signal, however many pages it reads', async () => {
    await append(50);
    const { signal } = new AbortController();
    for await (const [event] of store.follow({ after: before, batch: 1, signal })) {
      expect(getEventListeners(signal, 'abort').length).toBeLessThanOrEqual(1);
      if (event?.position === before + 50) break;
    }
    await until(() => Promise.resolve(getEventListeners(signal, 'abort').length === 0));
  });

  it('ends quietly when told to, whether waiting or not', async () => {
    const stop = new AbortController();
    const ended = (async () => {
      for await (const page of store.follow({ after: before, signal: stop.signal }))
        expect(page).toHaveLength(1);
    })();
    await append(1);
    await until(async () => (await listeners()) === 1);
    stop.abort();
    await ended;

    for await (const page of store.follow({ after: before, signal: stop.signal }))
      expect(page).toBe('never given');
  });

  it('shares its listening connection with all others of the store, and the last one out closes it', async () => {
    const stops = [new AbortController(), new AbortController(), new AbortController()];
    const followers = stops.map(async ({ signal }) => {
      for await (const page of store.follow({ after: before, signal })) expect(page).toHaveLength(1);
    });
    await append(1);
    await until(async () => (await listeners()) === 1);
    stops[0]?.abort();
    stops[1]?.abort();
    await Promise.all(followers.slice(0, 2));
    expect(await listeners()).toBe(1);
    stops[2]?.abort();
    await Promise.all(followers);
    await until(async () => (await listeners()) === 0);
  });

  it('throws what waiting would not mend', async () => {
    const blind = new EventStore(database.pool('projector'));
    const { signal } = new AbortController();
    const following = blind.follow({ after: before, signal })[Symbol.asyncIterator]().next();
    await expect(following).rejects.toThrow('permission denied');
  });
});
