import { cloneDatabase, sampleAppend, sampleStream, type TestDatabase, until } from '#libs/testkit';
import { once } from 'node:events';
import { createServer, request, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { ApiUnderTest } from './api-under-test.ts';
import { StreamReader } from './stream-reader.ts';

const LONG = process.env['LEDGER_LONG'] === '1';
const BREAKS = LONG ? 40 : 8;

let database: TestDatabase;

beforeAll(async () => {
  database = await cloneDatabase();
});
afterAll(() => database.drop());

/** Comes again whenever its stream ends, wherever there is one, from where it was. */
class Follower {
  readonly numbers: number[] = [];
  reader: StreamReader | undefined;
  #lastEventId = '0';
  #isDone = false;
  readonly #following: Promise<void>;

  constructor(
    private readonly query: string,
    private readonly instances: readonly ApiUnderTest[],
  ) {
    this.#following = this.#follow();
  }

  async done(): Promise<void> {
    this.#isDone = true;
    this.reader?.close();
    await this.#following;
  }

  async #follow(): Promise<void> {
    for (let turn = 0; !this.#isDone; turn += 1) {
      const instance = this.instances[turn % this.instances.length];
      const opening = { lastEventId: this.#lastEventId };
      const reader = await StreamReader.open(`${instance?.url ?? ''}/v1/events${this.query}`, opening).catch(
        () => undefined,
      );
      if (reader?.status !== 200) continue;
      this.reader = reader;
      await until('the stream is over', () => reader.isOver || this.#isDone, 60_000);
      reader.close();
      this.numbers.push(...reader.numbers);
      this.#lastEventId = reader.lastEventId;
    }
  }
}

describe('who follows a stream', () => {
  it('misses nothing and gets nothing twice, in order, while processes end and begin and lines break under writers', async () => {
    const limits = { streams: { bufferBytes: 4_096, pageEntries: 20, heartbeatMs: 200, tickMs: 50 } };
    const instances = [
      await ApiUnderTest.start(database, limits),
      await ApiUnderTest.start(database, limits),
    ];
    const { store } = instances[0] ?? (await ApiUnderTest.start(database));
    const queries = [
      '',
      '',
      '?stream=commitment-w0-1,commitment-w1-2',
      '?type=StepTaken',
      '?type=MeetingHeld',
    ];
    const followers = queries.map((query) => new Follower(query, instances));
    let isWriting = true;
    const written = Promise.all(
      Array.from({ length: 4 }, async (_, writer) => {
        for (let turn = 0; isWriting; turn += 1) {
          const stream = `commitment-w${writer}-${turn % 5}`;
          await store.append(sampleAppend(sampleStream(stream, Math.floor(turn / 5) * 2, 2)));
        }
      }),
    );
    for (let broken = 0; broken < BREAKS; broken += 1) {
      const { position } = await store.head();
      await until('more was written', async () => (await store.head()).position > position + 50);
      if (broken % 4 === 3) {
        for (const { reader } of followers) reader?.close();
      } else {
        const which = broken % 2;
        await instances[which]?.stop();
        instances[which] = await ApiUnderTest.start(database, limits);
      }
    }
    isWriting = false;
    await written;
    const { position: head } = await store.head();
    await until('all are as far as the log', () =>
      followers.every(({ reader }) => Number(reader?.lastEventId) === head),
    );
    await Promise.all(followers.map((follower) => follower.done()));
    const all = await store.readAll({ after: 0, limit: 1_000_000 });
    const positionsOf = (isWanted: (event: (typeof all)[number]) => boolean) =>
      all.filter(isWanted).map(({ position }) => position);
    const wanted = [
      positionsOf(() => true),
      positionsOf(() => true),
      positionsOf(({ stream }) => ['commitment-w0-1', 'commitment-w1-2'].includes(stream)),
      positionsOf(({ type }) => type === 'StepTaken'),
      [],
    ];
    expect(followers.map(({ numbers }) => numbers)).toEqual(wanted);
    expect(head).toBeGreaterThan(BREAKS * 50);
    await Promise.all(instances.map((instance) => instance.stop()));
  });
});

describe('a stream behind a proxy', () => {
  it('that collects what it is not told to pass on arrives as it is sent', async () => {
    const api = await ApiUnderTest.start(database);
    const proxy = await collectingProxy(api.url);
    try {
      const { port } = proxy.address() as AddressInfo;
      const reader = await StreamReader.open(`http://127.0.0.1:${port}/v1/events`);
      await until('it has begun', () => reader.lastEventId !== '');
      await api.store.append(sampleAppend(sampleStream('commitment-behind-a-proxy')));
      await until('it is there', () => reader.messages.length === 1);
      reader.close();
    } finally {
      proxy.closeAllConnections();
      proxy.close();
      await api.stop();
    }
  });
});

/** Passes on in pieces of 64 KiB, as proxies do that buffer, unless the answer says X-Accel-Buffering: no. */
async function collectingProxy(to: string): Promise<Server> {
  const server = createServer((came, answer) => {
    const asked = request(to + (came.url ?? ''), { headers: came.headers }, (response) => {
      const { statusCode = 502, headers } = response;
      answer.writeHead(statusCode, headers);
      let kept: Buffer[] = [];
      const passOn = () => {
        answer.write(Buffer.concat(kept));
        kept = [];
      };
      response.on('data', (bytes: Buffer) => {
        kept.push(bytes);
        const isFull = Buffer.concat(kept).length >= 65_536;
        if (isFull || headers['x-accel-buffering'] === 'no') passOn();
      });
      response.on('end', () => {
        passOn();
        answer.end();
      });
      response.on('error', () => answer.destroy());
    });
    asked.on('error', () => answer.destroy()).end();
    answer.on('close', () => asked.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}
