import {
  cloneDatabase,
  sampleAppend,
  sampleEvent,
  sampleStream,
  type TestDatabase,
  until,
} from '#libs/testkit';
import {
  COMMIT_LIMITS,
  EventIdReused,
  EventStore,
  isTransient,
  LedgerReadOnly,
  StoreBusy,
  StreamMoved,
} from './index.ts';

let database: TestDatabase;
let store: EventStore;
let streams = 0;
const newStream = () => `commitment-${++streams}`;
beforeAll(async () => {
  database = await cloneDatabase();
  store = new EventStore(database.pool('api'));
});
afterAll(() => database.drop());

/** How many transactions put events there. */
const commits = async (events: readonly { readonly position: number }[]): Promise<number> => {
  const { rows } = await database
    .pool('admin', 1)
    .query<{ count: number }>(
      'select count(distinct xmin::text)::int as count from ledger.events where position = any ($1)',
      [events.map(({ position }) => position)],
    );
  return rows[0]?.count ?? 0;
};

/** Holds the head lock, so that whatever is sent waits. */
async function holdHead(): Promise<() => Promise<void>> {
  const holder = await database.pool('admin', 1).connect();
  await holder.query('begin; select from ledger.head for update');
  return async () => {
    await holder.query('rollback');
    holder.release();
  };
}

describe('appends at the same time', () => {
  it('share commits: a hundred of them make three at most, and each gets its own answer', async () => {
    const names = Array.from({ length: 100 }, newStream);
    const answers = await Promise.all(
      names.map((name) => store.append(sampleAppend(sampleStream(name, 0, 2)))),
    );
    const events = answers.flatMap((answer) => answer.events);
    expect(await commits(events)).toBeLessThanOrEqual(3);

    const log = await store.readAll({
      after: 0,
      limit: 1_000,
      positions: events.map(({ position }) => position),
    });
    expect(log.map(({ stream, version, id, position }) => ({ stream, version, id, position }))).toEqual(
      events
        .toSorted((a, b) => a.position - b.position)
        .map(({ stream, version, id, position }) => ({ stream, version, id, position })),
    );
    for (const { events: own, recordedAt } of answers) {
      expect(log.find(({ position }) => position === own.at(-1)?.position)?.recordedAt).toBe(recordedAt);
    }
  });

  it('to one stream see each other, in the order in which they were made', async () => {
    const [contested, other] = [newStream(), newStream()];
    const outcomes = await Promise.allSettled([
      store.append(sampleAppend(sampleStream(contested, 0, 2))),
      store.append(sampleAppend(sampleStream(contested, 0))),
      store.append(sampleAppend([sampleStream(other), sampleStream(contested, 2, 0)])),
      store.append(sampleAppend(sampleStream(contested, 2))),
      store.append(sampleAppend(sampleStream(other, 1))),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual([
      ...['fulfilled', 'rejected', 'fulfilled', 'fulfilled', 'fulfilled'],
    ]);
    expect(outcomes[1]).toMatchObject({ reason: new StreamMoved(contested, 0, 2) });
  });

  it('are refused each for itself: a stale version, a key used before, one repeated', async () => {
    const [moved, keyed, fresh] = [newStream(), newStream(), newStream()];
    const idempotency = { key: 'one-of-many', fingerprint: 'body' };
    const first = await store.append(sampleAppend(sampleStream(keyed), { idempotency }));
    const known = sampleAppend(sampleStream(moved, 0, 3));
    await store.append(known);
    const before = (await store.head()).position;

    const [a, b, c, d, e] = await Promise.allSettled([
      store.append(sampleAppend(sampleStream(fresh))),
      store.append(sampleAppend(sampleStream(moved, 1))),
      store.append(sampleAppend(sampleStream(newStream()), { idempotency })),
      store.append(known),
      store.append(
        sampleAppend(sampleStream(newStream()), { idempotency: { ...idempotency, fingerprint: 'another' } }),
      ),
    ]);
    expect(a).toMatchObject({ value: { outcome: 'appended', events: [{ position: before + 1 }] } });
    expect(b).toMatchObject({ reason: { code: 'stream-moved', actual: 3 } });
    expect(c).toMatchObject({ value: { ...first, outcome: 'repeated' } });
    expect(d).toMatchObject({ value: { outcome: 'repeated', events: { length: 3 } } });
    expect(e).toMatchObject({ reason: { code: 'idempotency-key-reused' } });
    expect((await store.head()).position).toBe(before + 1);
  });

  it('are told what they led to before, though the ledger is read-only by now, where nothing else is', async () => {
    const before = ['one', 'two'].map((key) =>
      sampleAppend(sampleStream(newStream()), {
        idempotency: { key: `${key}, before`, fingerprint: 'body' },
      }),
    );
    const first = await Promise.all(before.map((request) => store.append(request)));
    const end = await store.head();
    const admin = database.pool('admin', 1);
    await admin.query(`update ledger.head set read_only_because = 'An old backup.'`);
    try {
      const again = await Promise.all(before.map((request) => store.append(request)));
      expect(again).toEqual(first.map((answer) => ({ ...answer, outcome: 'repeated' })));
      const others = [newStream(), newStream()].map((name) => store.append(sampleAppend(sampleStream(name))));
      for (const { reason } of (await Promise.allSettled(others)) as PromiseRejectedResult[]) {
        expect(reason).toBeInstanceOf(LedgerReadOnly);
      }
      expect((await store.head()).position).toBe(end.position);
    } finally {
      await admin.query('update ledger.head set read_only_because = null');
    }
  });

  it('with keys, remember each under its own, though some beside them are refused', async () => {
    const moved = newStream();
    await store.append(sampleAppend(sampleStream(moved)));
    const requests = Array.from({ length: 9 }, (_, index) =>
      sampleAppend(index === 4 ? sampleStream(moved) : sampleStream(newStream(), 0, 1 + (index % 3)), {
        idempotency: { key: `remembered-${index}`, fingerprint: 'body' },
      }),
    );
    const answers = await Promise.allSettled(requests.map((request) => store.append(request)));
    for (const [index, answer] of answers.entries()) {
      const found = await store.findAppend('desk-officer', `remembered-${index}`);
      if (answer.status === 'rejected') expect([index, found]).toEqual([4, undefined]);
      else expect(found?.appended).toEqual({ ...answer.value, outcome: 'repeated' });
    }
  });

  it('share neither the fault of one whose event id is taken nor of one that no column takes', async () => {
    const taken = sampleEvent();
    await store.append(sampleAppend({ stream: newStream(), expected: 0, events: [taken] }));
    const requests = Array.from({ length: 40 }, () => sampleAppend(sampleStream(newStream())));
    requests[11] = sampleAppend({ stream: newStream(), expected: 0, events: [taken] });
    requests[23] = sampleAppend({ stream: newStream(), expected: 0, events: [sampleEvent({ schema: 0 })] });
    requests[24] = sampleAppend({
      stream: newStream(),
      expected: 0,
      events: [sampleEvent({ id: 'no-uuid' })],
    });

    const outcomes = await Promise.allSettled(requests.map((request) => store.append(request)));
    const faults = outcomes.flatMap(({ status }, index) => (status === 'rejected' ? [index] : []));
    expect(faults).toEqual([11, 23, 24]);
    expect(outcomes[11]).toMatchObject({ reason: new EventIdReused(taken.id) });
    expect(outcomes[23]).toMatchObject({ reason: { constraint: 'events_numbers_from_one' } });
  });
});

describe('when the server holds appends up', () => {
  const narrow = { ...COMMIT_LIMITS, batchEvents: 4, heldEvents: 12, atDoor: 5, patienceMs: 300 };

  it('those for whom there is room wait, those at the door wait a while, and the next is refused at once', async () => {
    const own = new EventStore(database.pool('api'), narrow);
    await own.append(sampleAppend(sampleStream(newStream())));
    const letGo = await holdHead();
    const before = await own.head();
    const attempts = Array.from({ length: 20 }, () => own.append(sampleAppend(sampleStream(newStream()))));
    const settled = Promise.allSettled(attempts);
    await expect(attempts[17]).rejects.toThrow(StoreBusy);
    await expect(attempts[16]).rejects.toThrow('in time');
    await letGo();

    const outcomes = await settled;
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
    for (const { reason } of refused)
      expect(reason).toMatchObject({ code: 'store-busy', retryAfterSeconds: 1 });
    expect(refused.length).toBeGreaterThanOrEqual(8);
    expect((await own.head()).position).toBe(before.position + 20 - refused.length);
    await own.close();
  });

  it('longer than a statement may take, they are told to come again, and nothing of them is recorded', async () => {
    const letGo = await holdHead();
    const before = await store.head();
    const stream = newStream();
    const attempt = store.append(sampleAppend(sampleStream(stream)));
    await expect(attempt).rejects.toMatchObject({ code: 'store-busy', retryAfterSeconds: 2 });
    await letGo();
    expect(await store.head()).toEqual(before);
    expect((await store.append(sampleAppend(sampleStream(stream)))).outcome).toBe('appended');
  });
});

describe('when the connection is lost in the middle', () => {
  const killWriters = () =>
    database.pool('admin', 1).query(
      `select pg_terminate_backend(pid) from pg_stat_activity
          where datname = $1 and usename = 'ledger_api' and query like '%ledger.append%' and state = 'active'`,
      [database.name],
    );

  it('sends the same again on another, and nobody learns of it', async () => {
    const letGo = await holdHead();
    const appends = Array.from({ length: 5 }, () => store.append(sampleAppend(sampleStream(newStream()))));
    await until('a writer was cut off', async () => ((await killWriters()).rowCount ?? 0) > 0);
    await letGo();
    for (const answer of await Promise.all(appends)) expect(answer.outcome).toBe('appended');
  });

  it('and no other is to be had in time, says that the outcome is unknown', async () => {
    const pool = database.pool('api');
    const own = new EventStore(pool);
    await database.pool('admin', 1).query(`alter database ${database.name} connection limit 0`);
    try {
      const error = await own
        .append(sampleAppend(sampleStream(newStream())))
        .catch((cause: unknown) => cause);
      expect(isTransient(error)).toBe(true);
    } finally {
      await database.pool('admin', 1).query(`alter database ${database.name} connection limit -1`);
      await own.close();
    }
  });
});
