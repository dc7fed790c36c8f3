import { type RecordedEvent } from '#libs/domain';
import { EventStore } from '#libs/event-store';
import { projectRoot } from '#libs/platform';
import { cloneDatabase, type TestDatabase } from '#libs/testkit';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { faultsIn } from './log-faults.ts';

const isLong = process.env['LEDGER_LONG'] === '1';
const PROCESSES = 4;
const WRITERS_EACH = isLong ? 8 : 4;
const APPENDS_EACH = isLong ? 2_000 : 60;
const SEEDS = Array.from({ length: isLong ? 10 : 1 }, (_, index) => index + 1);

/** Starts a process of writers, and answers with the ids that were acknowledged to it when it has ended. */
async function runWriters(url: string, seed: number): Promise<readonly string[]> {
  const settings = { url, writers: WRITERS_EACH, appends: APPENDS_EACH, seed };
  const child = spawn(
    process.execPath,
    [join(projectRoot(), 'test/store-writer.mjs'), JSON.stringify(settings)],
    {
      cwd: projectRoot(),
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const [output, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  if (code !== 0) throw new Error(`The writers ended with ${String(code)}`);
  return JSON.parse(output) as string[];
}

/** Follows until the writers are done and it has everything, as fast as pages come. */
async function followAll(store: EventStore, done: Promise<unknown>): Promise<RecordedEvent[]> {
  const stop = new AbortController();
  const seen: RecordedEvent[] = [];
  const following = (async () => {
    for await (const page of store.follow({ after: 0, batch: 100, signal: stop.signal })) seen.push(...page);
  })();
  await done;
  const { position } = await store.head();
  while (seen.length < position && seen.at(-1)?.position !== position) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  stop.abort();
  await following;
  return seen;
}

/** What everybody writes who has not met the trap: the last number seen, and what is above it. */
async function followNaively(database: TestDatabase, done: Promise<unknown>): Promise<ReadonlySet<string>> {
  const pool = database.pool('admin', 1);
  const seen = new Set<string>();
  let last = '0';
  const over = new AbortController();
  void done.finally(() => {
    over.abort();
  });
  for (;;) {
    const isLastRound = over.signal.aborted;
    const { rows } = await pool.query<{ id: string }>(
      'select id from naive where id > $1 order by id limit 1000',
      [last],
    );
    for (const { id } of rows) seen.add(id);
    last = rows.at(-1)?.id ?? last;
    if (isLastRound && rows.length === 0) return seen;
  }
}

describe.each(SEEDS)(
  `${PROCESSES * WRITERS_EACH} writers in ${PROCESSES} processes, some held before they commit or roll back: seed %i`,
  (seed) => {
    let database: TestDatabase;
    let seen: readonly RecordedEvent[] = [];
    let acknowledged: readonly string[] = [];
    let naivelySeen: ReadonlySet<string> = new Set();
    beforeAll(async () => {
      database = await cloneDatabase();
      await database.pool('admin')
        .query(`create table naive (id bigserial primary key, writer int); grant all on naive, naive_id_seq to ledger_api;
                grant usage on schema public to ledger_api`);
      const writing = Promise.all(
        Array.from({ length: PROCESSES }, (_, index) => runWriters(database.urls.api, seed * 10 + index)),
      );
      const store = new EventStore(database.pool('api'));
      [seen, naivelySeen] = await Promise.all([followAll(store, writing), followNaively(database, writing)]);
      acknowledged = (await writing).flat();
    }, 600_000);
    afterAll(() => database.drop());

    it('a follower misses nothing, sees nothing twice, and nothing out of order', () => {
      expect(faultsIn(seen)).toEqual([]);
      expect(seen.map(({ id }) => id).sort()).toEqual([...acknowledged].sort());
    });

    it('and that was hard: one that polls a sequence has lost some of what was committed beside', async () => {
      const { rows } = await database.pool('admin').query<{ id: string }>('select id from naive');
      const lost = rows.filter(({ id }) => !naivelySeen.has(id)).length;
      expect(lost).toBeGreaterThan(0);
      console.info(
        `seed ${seed}: ${seen.length} followed, 0 missed; by sequence ${lost} of ${rows.length} lost`,
      );
    });
  },
);
