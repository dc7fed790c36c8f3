import { type RecordedEvent } from '#libs/domain';
import { cloneDatabase, sampleAppend, sampleEvent, sampleStream, type TestDatabase } from '#libs/testkit';
import { EventStore, StreamMoved } from './index.ts';

const WRITERS = 16;
const APPENDS_EACH = 40;
const CONTENDED = ['commitment-a', 'commitment-b', 'commitment-c'];

let database: TestDatabase;
let store: EventStore;
beforeAll(async () => {
  database = await cloneDatabase();
  store = new EventStore(database.pool('api', WRITERS));
});
afterAll(() => database.drop());

/** Appends to its own stream and, every fourth time, to one that all want, learning its version from each refusal. */
async function write(writer: number): Promise<number> {
  const known = new Map<string, number>();
  let conflicts = 0;
  for (let done = 0; done < APPENDS_EACH;) {
    const contended = CONTENDED[(writer + done) % CONTENDED.length] ?? '';
    const expected = known.get(contended) ?? 0;
    const count = 1 + (done % 3);
    const shared = done % 4 === 0 ? [sampleStream(contended, expected, count)] : [];
    try {
      await store.append(sampleAppend([sampleStream(`own-${writer}`, done), ...shared]));
      if (shared.length > 0) known.set(contended, expected + count);
      done++;
    } catch (error) {
      if (!(error instanceof StreamMoved)) throw error;
      conflicts++;
      known.set(error.stream, error.actual);
    }
  }
  return conflicts;
}

async function followUntil(type: string, batch: number): Promise<RecordedEvent[]> {
  const seen: RecordedEvent[] = [];
  for await (const page of store.follow({ after: 0, batch, signal: new AbortController().signal })) {
    seen.push(...page);
    if (page.some((event) => event.type === type)) break;
  }
  return seen;
}

describe('sixteen writers at once, often at odds', () => {
  let conflicts = 0;
  let log: readonly RecordedEvent[] = [];
  let followed: readonly (readonly RecordedEvent[])[] = [];

  beforeAll(async () => {
    const following = Promise.all([followUntil('LastOne', 1_000), followUntil('LastOne', 7)]);
    const counts = await Promise.all(Array.from({ length: WRITERS }, (_, writer) => write(writer)));
    await store.append(
      sampleAppend({ stream: 'closing', expected: 0, events: [sampleEvent({ type: 'LastOne' })] }),
    );
    conflicts = counts.reduce((sum, count) => sum + count, 0);
    followed = await following;
    log = await store.readAll({ after: 0, limit: 10_000 });
  }, 60_000);

  it('lost races, or this would show nothing', () => {
    expect(conflicts).toBeGreaterThan(WRITERS);
  });

  it('leave positions from 1 without a gap, though appends were refused', () => {
    expect(log.map(({ position }) => position)).toEqual(log.map((_, index) => index + 1));
  });

  it('leave versions from 1 without a gap in every stream', () => {
    const versions = new Map<string, number>();
    for (const { stream, version } of log) {
      expect(version).toBe((versions.get(stream) ?? 0) + 1);
      versions.set(stream, version);
    }
    expect(versions.size).toBe(WRITERS + CONTENDED.length + 1);
  });

  it('are recorded at times that grow with every position', () => {
    const times = log.map(({ recordedAt }) => recordedAt);
    expect(times.filter((time) => !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/.test(time))).toEqual([]);
    expect(times.filter((time, index) => index > 0 && time <= (times[index - 1] ?? ''))).toEqual([]);
  });

  it('keep nothing from those who followed meanwhile, in any size of page', () => {
    for (const seen of followed) expect(seen).toEqual(log);
  });
});

it('a transaction rolled back leaves no gap', async () => {
  const before = (await store.head()).position;
  const client = await database.pool('api').connect();
  await client.query('begin');
  await client.query(
    `select ledger.append('me', uuidv7(), null, null, null, '{interrupted}', '{0}',
                          '{interrupted}', '{1}', array[uuidv7()], '{StepTaken}', '{1}', '{2024}', '{"{}"}')`,
  );
  await client.query('rollback');
  client.release();

  const { events } = await store.append(sampleAppend(sampleStream('next')));
  expect(events).toMatchObject([{ position: before + 1 }]);
});
