import { cloneDatabase, sampleAppend, sampleStream, type TestDatabase, untilLocked } from '#libs/testkit';
import { EventStore, UnreadableTime } from './index.ts';

let database: TestDatabase;
let store: EventStore;
let streams = 0;
beforeAll(async () => {
  database = await cloneDatabase();
  store = new EventStore(database.pool('api'));
});
afterAll(() => database.drop());

const append = (count: number) =>
  store.append(sampleAppend(sampleStream(`commitment-${++streams}`, 0, count)));
const aDigitLess = (time: string) => {
  const micros = BigInt(time.slice(20, 26)) - 1n;
  return micros < 0n ? undefined : `${time.slice(0, 20)}${String(micros).padStart(6, '0')}Z`;
};

describe('the position at a time', () => {
  it('is that of the last event recorded then or before, for every event of the log', async () => {
    for (let round = 0; round < 10; round++) await append(3);
    for (const { position, recordedAt } of await store.readAll({ after: 0, limit: 100 })) {
      expect(await store.positionAt(recordedAt)).toBe(position);
      expect(await store.positionAt(recordedAt.replace('Z', '999Z'))).toBe(position);
      const before = aDigitLess(recordedAt);
      if (before) expect(await store.positionAt(before)).toBe(position - 1);
    }
  });

  it('is 0 before the first event, and the last position for a time to come', async () => {
    expect(await store.positionAt('1999-12-31T23:59:59Z')).toBe(0);
    expect(await store.positionAt('2999-12-31T23:59:59+02:00')).toBe((await store.head()).position);
  });

  it('waits for an append in flight that has read its clock already', async () => {
    const before = (await store.head()).position;
    const admin = database.pool('admin');
    const client = await admin.connect();
    await client.query('begin');
    const { rows } = await client.query<{ time: string }>(
      `select to_char(recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as time
         from ledger.append('me', uuidv7(), null, null, null, '{in-flight}', '{0}',
                            '{in-flight}', '{1}', array[uuidv7()], '{StepTaken}', '{1}', '{2024}', '{"{}"}')`,
    );
    const asked = store.positionAt(rows[0]?.time ?? '');
    await untilLocked(admin, 'position_at');
    await client.query('commit');
    client.release();

    expect(await asked).toBe(before + 1);
  });

  it('stays what it was: nothing is recorded any more at a time that was asked about', async () => {
    const { rows } = await database
      .pool('admin')
      .query<{ now: string }>(
        `select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as now`,
      );
    const now = rows[0]?.now ?? '';
    const answer = await store.positionAt(now);
    const { recordedAt } = await append(1);
    expect(recordedAt > now).toBe(true);
    expect(await store.positionAt(now)).toBe(answer);
  });

  it('and recorded times grow, given a clock that was set back', async () => {
    await database.pool('admin').query("update ledger.head set recorded_at = '2998-01-01T00:00:00Z'");
    expect((await append(2)).recordedAt).toBe('2998-01-01T00:00:00.000002Z');
    expect((await append(1)).recordedAt).toBe('2998-01-01T00:00:00.000003Z');
  });

  it('is not asked for with something that is no time', async () => {
    for (const time of [
      'yesterday',
      '2024-11-16',
      '2024-11-16T10:00:00',
      '2024-13-16T10:00:00Z',
      'infinity',
      '',
    ]) {
      await expect(store.positionAt(time)).rejects.toThrow(UnreadableTime);
    }
  });
});
