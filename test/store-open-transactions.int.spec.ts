import { EventStore } from '#libs/event-store';
import {
  cloneDatabase,
  emptyDatabase,
  sampleAppend,
  sampleStream,
  until,
  type TestDatabase,
} from '#libs/testkit';

let database: TestDatabase;
let elsewhere: TestDatabase;
let store: EventStore;
beforeAll(async () => {
  [database, elsewhere] = await Promise.all([cloneDatabase(), emptyDatabase()]);
  store = new EventStore(database.pool('api'));
  const fenced = 'create table fenced (xid xid8 not null default pg_current_xact_id(), words text)';
  await Promise.all([database, elsewhere].map((each) => each.pool('admin').query(fenced)));
});
afterAll(() => Promise.all([database.drop(), elsewhere.drop()]));

/** Readers of a sequence keep clear of what may still commit by this fence, which every database of the cluster holds. */
const behindTheFence = async (words: string): Promise<boolean> => {
  const { rowCount } = await database
    .pool('admin', 1)
    .query('select from fenced where words = $1 and xid < pg_snapshot_xmin(pg_current_snapshot())', [words]);
  return rowCount === 1;
};

describe.each([
  ['the same database', () => database],
  ['another database of the cluster', () => elsewhere],
])('a transaction that has written in %s and stays open', (_, where) => {
  it('holds up neither an append nor who follows, but all who read behind a fence', async () => {
    const open = await where().pool('admin', 1).connect();
    await open.query(`begin; insert into fenced (words) values ('not yet')`);
    const committed = `while ${where().name} stays open`;
    await database.pool('admin').query('insert into fenced (words) values ($1)', [committed]);

    const { events } = await store.append(sampleAppend(sampleStream(`stream-${where().name}`)));
    const stop = new AbortController();
    const position = events[0]?.position ?? 0;
    for await (const page of store.follow({ after: position - 1, signal: stop.signal })) {
      expect(page.map(({ id }) => id)).toEqual([events[0]?.id]);
      stop.abort();
    }

    expect(await behindTheFence(committed)).toBe(false);
    await open.query('commit');
    open.release();
    // Other tests write in this cluster too, and the fence waits for all of them.
    await until('the fence is passed', () => behindTheFence(committed));
  });
});
