import { runNumbering, type Relay } from '#libs/messaging';
import { cloneDatabase, type TestDatabase, until } from '#libs/testkit';
import { ApiUnderTest } from './api-under-test.ts';
import { meetingRecord } from './example-records.ts';
import { promise, recordIn } from './promised.ts';
import { type Opening, StreamReader } from './stream-reader.ts';

const log = { log: () => undefined, warn: () => undefined, error: () => undefined, debug: () => undefined };
const limits = {
  streams: { heartbeatMs: 100, tickMs: 20, stalledMs: 60_000, bufferBytes: 4_096, pageEntries: 5 },
};
let database: TestDatabase;
let numbering: Relay;
let instances: ApiUnderTest[];
const opened: StreamReader[] = [];

beforeAll(async () => {
  database = await cloneDatabase();
  instances = [await ApiUnderTest.start(database, limits), await ApiUnderTest.start(database, limits)];
  numbering = runNumbering({ databaseUrl: database.urls.relay, log });
  await recordIn(one(), '/v1/records', meetingRecord);
});
afterEach(() => {
  for (const reader of opened.splice(0)) reader.close();
});
afterAll(async () => {
  await numbering.stop();
  await Promise.all(instances.map((instance) => instance.stop()));
  await database.drop();
});

const one = (which = 0): ApiUnderTest => {
  const instance = instances[which];
  if (!instance) throw new Error('there are two instances');
  return instance;
};
const open = async (query = '', opening: Opening = {}, of = one()): Promise<StreamReader> => {
  const reader = await StreamReader.open(`${of.url}/v1/changes${query}`, opening);
  opened.push(reader);
  return reader;
};
const last = async (): Promise<number> => {
  const { body } = await one().get('/v1/changes?limit=1');
  return body.asOf.number as number;
};
const announced = async (id: string, more: object = {}) => {
  const before = await last();
  await recordIn(one(), '/v1/commitments', promise(id, more));
  await until('it has its number', async () => (await last()) > before);
};
const delivered = async (id: string, number: number) => {
  const before = await last();
  await recordIn(one(), `/v1/commitments/${id}/deliveries`, {
    ...{ id: `batch-${number}`, quantity: '1 tent', milestone: 'handed-over', delivered: '2024-12-01' },
    source: 'press-release',
  });
  await until('it has its number', async () => (await last()) > before);
};

describe('a stream of changes', () => {
  it('begins with what is told next, each a message that is the item of a page to the letter', async () => {
    const before = await last();
    const reader = await open();
    expect([reader.status, reader.headers['content-type']]).toEqual([
      200,
      'text/event-stream; charset=utf-8',
    ]);
    await until('it has begun', () => reader.lastEventId === String(before));
    await announced('live');
    await until('it is there', () => reader.messages.length === 1);
    const { text } = await one().get(`/v1/changes?after=${before}`);
    const [message] = reader.messages;
    expect(message).toMatchObject({ id: String(before + 1), event: 'StateChanged' });
    expect(text).toContain(`"items":[${message?.data ?? ''}]`);
  });

  it('is filtered as pages are, and goes on beyond what is not wanted', async () => {
    const before = await last();
    const [becoming, ofPoland] = [
      await open('?becomes=partly-delivered&kind=goods'),
      await open('?party=PL'),
    ];
    await announced('filtered');
    await delivered('filtered', 1);
    await announced('of-poland', { committers: ['PL'] });
    await until('both are as far', () =>
      [becoming, ofPoland].every(({ lastEventId }) => lastEventId === String(before + 3)),
    );
    expect([becoming.numbers, ofPoland.numbers]).toEqual([[before + 2], [before + 3]]);
  });

  it('goes on after the last id on another process, and on one that was started since, with nothing lost or doubled', async () => {
    await announced('resumed');
    const first = await open('', { lastEventId: '0' });
    await until('all there is has come', async () => first.numbers.at(-1) === (await last()));
    const readers = [first];
    for (const turn of [1, 2, 3, 4]) {
      readers.at(-1)?.close();
      await delivered('resumed', turn);
      if (turn % 2 === 0) {
        await one(1).stop();
        instances[1] = await ApiUnderTest.start(database, limits);
      }
      const { lastEventId = '' } = readers.at(-1) ?? {};
      const next = await open('', { lastEventId }, one(turn % 3 === 0 ? 0 : 1));
      readers.push(next);
      await until('what was missing has come', () => next.messages.length === 1);
    }
    const all = readers.flatMap(({ numbers }) => numbers);
    expect(all).toEqual(Array.from({ length: await last() }, (_, index) => index + 1));
  });

  it('refuses a place that is ahead of all changes, and parameters of pages', async () => {
    const ahead = await one().get(`/v1/changes?after=${(await last()) + 1}`, {
      headers: { accept: 'text/event-stream' },
    });
    expect([ahead.status, ahead.body.errors[0].parameter]).toEqual([400, 'after']);
    const paged = await one().get('/v1/changes?limit=5', { headers: { accept: 'text/event-stream' } });
    expect([paged.status, paged.body.errors[0].parameter]).toEqual([400, 'limit']);
  });

  it('is measured with the other streams', async () => {
    await open();
    const { text } = await one().get('/metrics');
    expect(text).toMatch(/^ledger_stream_clients\{source="changes"\} 1$/m);
  });
});
