import { EventStore } from '#libs/event-store';
import { cloneDatabase, fact, type TestDatabase } from '#libs/testkit';
import { occurredOf, streamOf, type LedgerEvent } from '#libs/domain';
import { v7 as uuidv7 } from 'uuid';
import { KnownStreams } from './known-streams.ts';

let database: TestDatabase;
let store: EventStore;
let streams: KnownStreams;

beforeEach(async () => {
  database = await cloneDatabase();
  store = new EventStore(database.pool('api'));
  streams = new KnownStreams(store);
});
afterEach(async () => {
  await store.close();
  await database.drop();
});

const record = async (expected: number, ...facts: readonly LedgerEvent[]): Promise<void> => {
  const events = facts.map((each) => ({
    id: uuidv7(),
    type: each.type,
    schema: 1,
    occurred: occurredOf(each),
    data: each.data,
  }));
  const [first] = facts;
  if (!first) throw new Error('Nothing to record');
  await store.append({
    appends: [{ stream: streamOf(first), expected, events }],
    actor: 'desk-officer',
    correlationId: uuidv7(),
  });
};
const promise = fact.generators();
const stream = streamOf(promise);
const batch = (delivery: string) => fact.delivery({ delivery });

describe('streams that are remembered', () => {
  it('have what came since, and each event once', async () => {
    await record(0, promise, batch('one'));
    expect((await streams.in([stream])).versions.get(stream)).toBe(2);
    await record(2, batch('two'));
    const [first, again] = [await streams.in([stream]), await streams.in([stream])];
    expect(first.histories.get(stream)).toEqual([promise, batch('one'), batch('two')]);
    expect(again).toEqual(first);
  });

  it('are right for whoever reads them at the same time', async () => {
    await record(0, promise);
    const reading = Array.from({ length: 20 }, () => streams.in([stream]));
    await record(1, batch('one'));
    await Promise.all(reading);
    expect((await streams.in([stream])).histories.get(stream)).toEqual([promise, batch('one')]);
  });

  it('are read anew where the store turns out to have less, as after a restore', async () => {
    await record(0, promise, batch('one'));
    await streams.in([stream]);
    const admin = database.pool('admin');
    await admin.query('alter table ledger.events disable trigger all');
    await admin.query('delete from ledger.events where version = 2');
    streams.found(stream, 1);
    expect((await streams.in([stream])).histories.get(stream)).toEqual([promise]);
  });

  it('that do not exist have nothing', async () => {
    const nothing = await streams.in(['commitment-nowhere']);
    expect(nothing.histories.get('commitment-nowhere')).toEqual([]);
    expect(nothing.versions.get('commitment-nowhere')).toBe(0);
  });
});
