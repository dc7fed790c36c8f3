import { cloneDatabase, sampleAppend, sampleEvent, type TestDatabase, until } from '#libs/testkit';
import { connect } from 'node:net';
import { type Answer, ApiUnderTest, eventsIn } from './api-under-test.ts';
import { meetingRecord, newsItem } from './example-records.ts';
import { type Opening, StreamReader } from './stream-reader.ts';

let database: TestDatabase;
let api: ApiUnderTest;
const opened: StreamReader[] = [];

beforeAll(async () => {
  database = await cloneDatabase();
  api = await ApiUnderTest.start(database, {
    streams: { heartbeatMs: 100, tickMs: 20, stalledMs: 400, recheckMs: 100, clientsPerCaller: 250 },
  });
  await api.post('/v1/records', meetingRecord);
  await api.project();
});
afterEach(() => {
  for (const reader of opened.splice(0)) reader.close();
});
afterAll(async () => {
  await api.stop();
  await database.drop();
});

const open = async (query = '', opening: Opening = {}, of = api): Promise<StreamReader> => {
  const reader = await StreamReader.open(`${of.url}/v1/events${query}`, opening);
  opened.push(reader);
  return reader;
};
const pageOf = (query: string): Promise<Answer> => api.get(`/v1/events?limit=1000${query}`);
const positionsIn = (answer: Answer): number[] => eventsIn(answer).map(({ position }) => position);
const record = async (
  count = 1,
  stream = `commitment-${Math.random()}`,
  data: object = { text: 'A step' },
) => {
  const events = Array.from({ length: count }, () => sampleEvent({ data }));
  await api.store.append(sampleAppend({ stream, expected: 0, events }));
  return (await api.store.head()).position;
};

describe('a stream of events', () => {
  it('by party and kind has an event once the read models know of it', async () => {
    const [ofGoods, ofNobody] = [await open('?kind=goods&party=UA'), await open('?party=SE')];
    const { body } = await api.post('/v1/commitments/generators/deliveries', {
      ...{
        quantity: '3 generators',
        milestone: 'handed-over',
        delivered: '2024-12-24',
        source: 'press-release',
      },
    });
    const last = (await api.post('/v1/sources', newsItem)).body.position as number;
    await api.project();
    await until('it is there', () => ofGoods.messages.length > 0);
    expect(ofGoods.numbers).toEqual([body.position]);
    // Both have been told how far the ledger was looked through for them.
    await until('they are as far', () =>
      [ofGoods, ofNobody].every((each) => each.lastEventId === String(last)),
    );
    expect(ofNobody.messages).toEqual([]);
  });

  it('begins with what is recorded next, each event a message that is the item of a page to the letter', async () => {
    const { position } = await api.store.head();
    const reader = await open();
    expect([reader.status, reader.headers['content-type']]).toEqual([
      200,
      'text/event-stream; charset=utf-8',
    ]);
    await until('it has begun', () => reader.lastEventId === String(position));
    expect(reader.retryMs).toBeGreaterThanOrEqual(1_000);
    const last = await record(3);
    await until('all are there', () => reader.messages.length === 3);
    expect(reader.numbers).toEqual([last - 2, last - 1, last]);
    const { text } = await pageOf(`&after=${position}`);
    expect(text).toContain(`"items":[${reader.messages.map(({ data }) => data).join(',')}]`);
    expect(reader.messages.map(({ event }) => event)).toEqual(['StepTaken', 'StepTaken', 'StepTaken']);
  });

  it('begins after a position, or after the last id received, which counts more', async () => {
    const { position } = await api.store.head();
    const all = await open('?after=0');
    await until('everything is there', () => all.messages.length === position);
    expect(all.numbers).toEqual(Array.from({ length: position }, (_, index) => index + 1));
    const rest = await open('?after=0', { lastEventId: String(position - 2) });
    await until('the rest is there', () => rest.messages.length === 2);
    expect(rest.numbers).toEqual([position - 1, position]);
  });

  it('has what a filter wants and a page would have, by what is recorded and by what is known', async () => {
    for (const filter of [
      'type=MeetingHeld,CommitmentAnnounced',
      'stream=commitment-generators',
      'kind=goods',
      'party=BY',
      'party=BY,UA&type=CommitmentAnnounced',
    ]) {
      const wanted = positionsIn(await pageOf(`&${filter}`));
      expect(wanted.length).toBeGreaterThan(0);
      const reader = await open(`?after=0&${filter}`);
      await until(`all of ${filter} are there`, () => reader.messages.length === wanted.length);
      expect(reader.numbers).toEqual(wanted);
    }
  });

  it('that has nothing to say says so, with where to go on from', async () => {
    const reader = await open('?stream=commitment-unheard-of');
    const last = await record(5);
    await until('there were some comments', () => reader.comments.length > 4);
    await until('it is as far as the log', () => reader.lastEventId === String(last));
    expect(reader.messages).toEqual([]);
  });

  it('forbids those on the way to keep, compress or collect it', async () => {
    const reader = await open('', { headers: { 'accept-encoding': 'gzip, br' } });
    expect(reader.headers).toMatchObject({
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
      'x-content-type-options': 'nosniff',
      'x-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(reader.headers['content-encoding']).toBeUndefined();
    expect(reader.headers['content-length']).toBeUndefined();
  });

  it('is had by HTTP/1.0 as well, as some proxies ask', async () => {
    const { hostname, port } = new URL(api.url);
    const socket = connect(Number(port), hostname);
    let text = '';
    socket.setEncoding('utf8').on('data', (part: string) => (text += part));
    socket.write(
      'GET /v1/events HTTP/1.0\r\nAccept: text/event-stream\r\nX-Api-Key: lk_the-administrator-of-the-tests\r\n\r\n',
    );
    await until('it has begun', () => text.includes('\n\n'));
    await record(1, 'commitment-by-old-http');
    await until('it is there', () => text.includes('"subject":"commitment-by-old-http"'));
    expect(text).not.toMatch(/transfer-encoding/i);
    socket.destroy();
  });

  it('is known by its headers alone', async () => {
    const answer = await api.ask('HEAD', '/v1/events', { headers: { accept: 'text/event-stream' } });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      200,
      'text/event-stream; charset=utf-8',
    ]);
  });
});

describe('a stream is refused', () => {
  const refusal = async (query: string, opening: Opening = {}) => {
    const { key, lastEventId } = opening;
    const headers = {
      accept: 'text/event-stream',
      ...(lastEventId !== undefined && { 'last-event-id': lastEventId }),
    };
    const { status, body } = await api.get(`/v1/events${query}`, {
      headers,
      ...(key !== undefined && { key }),
    });
    return [status, body.code, body.errors?.[0].parameter];
  };

  it('without a key, or with a wrong one', async () => {
    expect(await refusal('', { key: null })).toEqual([401, 'missing-credentials', undefined]);
    expect(await refusal('', { key: 'lk_wrong' })).toEqual([401, 'invalid-credentials', undefined]);
  });

  it('for what it does not take, and for a place that there is not', async () => {
    expect(await refusal('?limit=5')).toEqual([400, 'invalid-parameter', 'limit']);
    expect(await refusal('?typ=StepTaken')).toEqual([400, 'invalid-parameter', 'typ']);
    expect(await refusal('?type=Step')).toEqual([400, 'invalid-parameter', 'type']);
    expect(await refusal('?after=999999')).toEqual([400, 'invalid-parameter', 'after']);
    expect(await refusal('', { lastEventId: '999999' })).toEqual([400, 'invalid-parameter', 'Last-Event-ID']);
    expect(await refusal('', { lastEventId: 'x' })).toEqual([400, 'invalid-parameter', 'Last-Event-ID']);
  });

  it('where there is one thing and no more of it', async () => {
    const answer = await api.get('/v1/events/1', { headers: { accept: 'text/event-stream' } });
    expect([answer.status, answer.body.code]).toEqual([406, 'not-acceptable']);
  });

  it('to a caller who has too many, and to all when the process has too many, with the time to wait', async () => {
    const small = await ApiUnderTest.start(database, { streams: { clients: 3, clientsPerCaller: 2 } });
    try {
      const key = await small.keyOf('reader', 'greedy');
      const headers = { accept: 'text/event-stream' };
      const kept = [await open('', { key }, small), await open('', { key }, small)];
      const own = await small.get('/v1/events', { key, headers });
      expect([own.status, own.body.code, own.headers.get('retry-after')]).toEqual([
        429,
        'too-many-streams',
        '5',
      ]);
      await open('', {}, small);
      const all = await small.get('/v1/events', { headers });
      expect([all.status, all.body.code, all.headers.get('retry-after')]).toEqual([
        503,
        'no-more-streams',
        '5',
      ]);
      kept[0]?.close();
      await until('there is room again', async () => (await open('', { key }, small)).status === 200);
    } finally {
      await small.stop();
    }
  });
});

describe('a stream is ended', () => {
  it('with the key that opened it', async () => {
    const { body } = await api.post('/v1/keys', { name: 'lent', role: 'reader' });
    const [lent, own] = [await open('', { key: body.secret }), await open()];
    await api.ask('DELETE', `/v1/keys/${String(body.id)}`);
    await until('it is over', () => lent.isOver);
    expect(lent.comments.at(-1)).toMatch(
      /^The key does not open this ledger any more\. Go on with Last-Event-ID: \d+$/,
    );
    expect(own.isOver).toBe(false);
  });

  it('at once when the process ends, with where to go on', async () => {
    const other = await ApiUnderTest.start(database);
    const readers = await Promise.all(Array.from({ length: 20 }, () => open('', {}, other)));
    const { position } = await api.store.head();
    await other.stop();
    await until('all are over', () => readers.every(({ isOver }) => isOver));
    for (const { comments, lastEventId } of readers) {
      expect([comments.at(-1), lastEventId]).toEqual([
        `This process is ending; another goes on. Go on with Last-Event-ID: ${position}`,
        String(position),
      ]);
    }
  });

  it('when it is not read, with no more kept for it than its bound, and goes on where it was', async () => {
    const before = (await api.store.head()).position;
    const slow = await open();
    await until('it has begun', () => slow.lastEventId === String(before));
    slow.pause();
    const other = await open();
    const large = { text: 'x'.repeat(60_000) };
    const cuts = async () =>
      Number(
        /ledger_stream_ended_total\{source="events",reason="stalled"\} (\d+)/.exec(
          (await api.get('/metrics')).text,
        )?.[1] ?? 0,
      );
    // The systems' own buffers take some megabytes before anybody can see that it is not read.
    await until('it is cut', async () => {
      await record(20, undefined, large);
      return (await cuts()) > 0;
    });
    const last = await record();
    await until('the other has everything', () => other.numbers.at(-1) === last);
    slow.resume();
    await until('it is over', () => slow.isOver);
    expect(slow.comments.at(-1)).toMatch(
      /^Cut, because what was sent is not read\. Go on with Last-Event-ID: \d+$/,
    );
    expect(Number(slow.lastEventId)).toBeLessThan(last);
    const rest = await open('', { lastEventId: slow.lastEventId });
    await until('the rest is there', () => rest.numbers.at(-1) === last);
    expect([...slow.numbers, ...rest.numbers]).toEqual(other.numbers);
    expect(other.numbers.at(0)).toBe(before + 1);
  });
});

describe('many streams', () => {
  it('are told of the same events, each by its own filter, with no connection to the database each', async () => {
    const { position } = await api.store.head();
    const readers = await Promise.all(
      Array.from({ length: 200 }, (_, index) => open(index % 2 === 0 ? '' : '?stream=commitment-odd')),
    );
    await until('all have begun', () => readers.every(({ lastEventId }) => lastEventId !== ''));
    const [even, odd] = [await record(10, 'commitment-even'), await record(10, 'commitment-odd')];
    const wanted = Array.from({ length: 20 }, (_, index) => position + 1 + index);
    expect([even, odd]).toEqual([position + 10, position + 20]);
    await until('all have all', () => readers.every(({ lastEventId }) => lastEventId === String(odd)));
    for (const [index, { numbers }] of readers.entries()) {
      expect(numbers).toEqual(index % 2 === 0 ? wanted : wanted.slice(10));
    }
    const { rows } = await database
      .pool('admin')
      .query(
        `select count(*)::int as open from pg_stat_activity where datname = $1 and application_name = 'ledger-api'`,
        [database.name],
      );
    expect(rows[0]?.open).toBeLessThanOrEqual(11);
    const { text } = await api.get('/metrics');
    expect(text).toContain('ledger_stream_clients{source="events"} 200');
    expect(text).toMatch(/ledger_stream_lag\{source="events"\} 0/);
    expect(text).toMatch(/ledger_stream_sent_total\{source="events"\} \d{4,}/);
  });
});
