import {
  cloneDatabase,
  sampleAppend,
  sampleEvent,
  sampleStream,
  type TestDatabase,
  untilLocked,
} from '#libs/testkit';
import { type PoolClient } from 'pg';
import { type Appended, type AppendRequest, EventStore, LedgerReadOnly, StreamMoved } from './index.ts';

let database: TestDatabase;
let store: EventStore;
beforeAll(async () => {
  database = await cloneDatabase();
  store = new EventStore(database.pool('api', 4));
});
afterAll(() => database.drop());

/** What became of appends that were sent while somebody else held the head of the log, and then let it go. */
async function meanwhile(
  act: (other: PoolClient) => Promise<unknown>,
  requests: readonly AppendRequest[],
): Promise<readonly PromiseSettledResult<Appended>[]> {
  const admin = database.pool('admin');
  const other = await admin.connect();
  await other.query('begin');
  await act(other);
  const outcomes = Promise.allSettled(requests.map((request) => store.append(request)));
  await untilLocked(admin, 'ledger.append');
  await other.query('commit');
  other.release();
  return outcomes;
}

const appendTo = (stream: string, key: string | null) => (other: PoolClient) =>
  other.query(
    `select ledger.append('desk-officer', uuidv7(), null, $2, 'fingerprint', array[$1], '{0}',
                          array[$1], '{1}', array[uuidv7()], '{StepTaken}', '{1}', '{2024}', '{"{}"}')`,
    [stream, key],
  );

const none = () => [] as AppendRequest[];
const two = (name: string) => [1, 2].map((nth) => sampleAppend(sampleStream(`${name}-beside-${nth}`)));

describe.each([
  ['alone', none],
  ['with others', two],
])('an append %s that is looked at before another one is committed', (company, beside) => {
  it('to the same stream, finds it moved, and those beside it are recorded', async () => {
    const stream = `moved-${company}`;
    const others = beside(stream);
    const outcomes = await meanwhile(appendTo(stream, null), [sampleAppend(sampleStream(stream)), ...others]);
    expect(outcomes[0]).toMatchObject({
      status: 'rejected',
      reason: expect.any(StreamMoved) as unknown,
    });
    expect(outcomes[0]).toMatchObject({ reason: { stream, expected: 0, actual: 1 } });
    expect(outcomes.slice(1).map(({ status }) => status)).toEqual(others.map(() => 'fulfilled'));
  });

  it('under the same key, is told what that led to', async () => {
    const stream = `keyed-${company}`;
    const idempotency = { key: stream, fingerprint: 'fingerprint' };
    const request = sampleAppend(sampleStream(stream), { idempotency });
    const outcomes = await meanwhile(appendTo(`${stream}-too`, stream), [request, ...beside(stream)]);
    expect(outcomes[0]).toMatchObject({
      value: { outcome: 'repeated', events: [{ stream: `${stream}-too`, version: 1 }] },
    });
    expect((await store.readStreams([stream])).get(stream)?.version).toBe(0);
  });

  it('to another stream, but sure of the version of that one, finds it moved', async () => {
    const stream = `asserted-${company}`;
    const asserting = sampleAppend([sampleStream(`${stream}-too`), { stream, expected: 0, events: [] }]);
    const outcomes = await meanwhile(appendTo(stream, null), [asserting, ...beside(stream)]);
    expect(outcomes[0]).toMatchObject({ reason: { stream, expected: 0, actual: 1 } });
    expect((await store.readStreams([`${stream}-too`])).get(`${stream}-too`)?.version).toBe(0);
  });

  it('and has nothing to do with it, comes after it, at the next position and a later time', async () => {
    const stream = `apart-${company}`;
    const outcomes = await meanwhile(appendTo(stream, null), [
      sampleAppend(sampleStream(`${stream}-too`)),
      ...beside(stream),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(outcomes.map(() => 'fulfilled'));
    const log = await store.readAll({ after: 0, limit: 1_000 });
    const [first, ...rest] = log.slice(-1 - outcomes.length);
    expect(first?.stream).toBe(stream);
    expect(rest.map(({ position }) => position)).toEqual(
      outcomes.map((_, nth) => (first?.position ?? 0) + nth + 1),
    );
    const times = log.map(({ recordedAt }) => recordedAt);
    expect(times).toEqual([...times].sort());
    expect(new Set(times).size).toBe(times.length);
  });

  it('is refused where the ledger has been made read-only', async () => {
    const stream = `read-only-${company}`;
    const { position } = await store.head();
    const outcomes = await meanwhile(
      (other) => other.query(`update ledger.head set read_only_because = 'it was altered'`),
      [sampleAppend({ stream, expected: 0, events: [sampleEvent()] }), ...beside(stream)],
    );
    await database.pool('admin').query('update ledger.head set read_only_because = null');
    for (const outcome of outcomes)
      expect(outcome).toMatchObject({ reason: expect.any(LedgerReadOnly) as unknown });
    expect((await store.head()).position).toBe(position);
  });
});

it('positions stay dense through all of it', async () => {
  const log = await store.readAll({ after: 0, limit: 1_000 });
  expect(log.map(({ position }) => position)).toEqual(log.map((_, index) => index + 1));
  expect((await store.head()).position).toBe(log.length);
});
