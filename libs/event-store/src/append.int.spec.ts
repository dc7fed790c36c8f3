import { UnsealableText } from '#libs/domain';
import { cloneDatabase, sampleAppend, sampleEvent, sampleStream, type TestDatabase } from '#libs/testkit';
import {
  type AppendRequest,
  EventIdReused,
  EventStore,
  EventTooLarge,
  IdempotencyKeyReused,
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

const lengthOf = async (stream: string) => (await store.readStreams([stream])).get(stream)?.version;

describe('appending to several streams', () => {
  it('given all at the versions expected, records everything in the order given', async () => {
    const [meeting, first, second] = [newStream(), newStream(), newStream()];
    await store.append(sampleAppend(sampleStream(first, 0, 2)));
    const before = (await store.head()).position;

    const answer = await store.append(
      sampleAppend([sampleStream(meeting), sampleStream(first, 2, 2), sampleStream(second)]),
    );

    expect(answer.outcome).toBe('appended');
    expect(answer.events).toMatchObject([
      { position: before + 1, stream: meeting, version: 1 },
      { position: before + 2, stream: first, version: 3 },
      { position: before + 3, stream: first, version: 4 },
      { position: before + 4, stream: second, version: 1 },
    ]);
    expect(await store.head()).toEqual({ position: before + 4, recordedAt: answer.recordedAt });
  });

  it('given one that has moved, records nothing and says which, what was expected and what is', async () => {
    const [moved, other] = [newStream(), newStream()];
    await store.append(sampleAppend(sampleStream(moved, 0, 2)));
    const before = await store.head();

    const attempt = store.append(sampleAppend([sampleStream(other), sampleStream(moved, 1)]));

    await expect(attempt).rejects.toThrow(new StreamMoved(moved, 1, 2));
    await expect(attempt).rejects.toMatchObject({
      code: 'stream-moved',
      stream: moved,
      expected: 1,
      actual: 2,
    });
    expect(await store.head()).toEqual(before);
    expect(await lengthOf(other)).toBe(0);
  });

  it('given one that must not exist but does, refuses', async () => {
    const stream = newStream();
    await store.append(sampleAppend(sampleStream(stream)));
    await expect(store.append(sampleAppend(sampleStream(stream)))).rejects.toThrow(
      new StreamMoved(stream, 0, 1),
    );
  });

  it('given one named without events, asserts its version and leaves it as it is', async () => {
    const [asserted, written] = [newStream(), newStream()];
    await store.append(sampleAppend(sampleStream(asserted)));

    await store.append(sampleAppend([sampleStream(asserted, 1, 0), sampleStream(written)]));
    expect(await lengthOf(asserted)).toBe(1);
    expect(await lengthOf(written)).toBe(1);

    const stale = store.append(sampleAppend([sampleStream(asserted, 0, 0), sampleStream(written, 1)]));
    await expect(stale).rejects.toThrow(new StreamMoved(asserted, 0, 1));
    expect(await lengthOf(written)).toBe(1);
  });

  it('given no events at all, holds the versions true and takes no position', async () => {
    const before = await store.head();
    const answer = await store.append(sampleAppend(sampleStream(newStream(), 0, 0)));
    expect(answer).toMatchObject({ outcome: 'appended', events: [] });
    expect(await store.head()).toEqual(before);
  });

  it('given the same stream twice, refuses as a defect of the caller', async () => {
    const stream = newStream();
    await expect(store.append(sampleAppend([sampleStream(stream), sampleStream(stream, 1)]))).rejects.toThrow(
      `${stream} is named twice`,
    );
  });
});

describe('appending again', () => {
  const keyed = (stream: string, key: string, fingerprint: string, actor = 'desk-officer'): AppendRequest =>
    sampleAppend(sampleStream(stream, 0, 2), { actor, idempotency: { key, fingerprint } });

  it('with the same key and body, gives the first answer again, whatever ids the second try made', async () => {
    const stream = newStream();
    const first = await store.append(keyed(stream, 'again', 'body'));
    const head = await store.head();

    expect(await store.append(keyed(stream, 'again', 'body'))).toEqual({ ...first, outcome: 'repeated' });
    expect(await store.findAppend('desk-officer', 'again')).toEqual({
      fingerprint: 'body',
      appended: { ...first, outcome: 'repeated' },
    });
    expect(await store.head()).toEqual(head);
  });

  it('with the same key and another body, refuses, even where the streams would let it', async () => {
    await store.append(keyed(newStream(), 'reused', 'body'));
    const other = newStream();
    await expect(store.append(keyed(other, 'reused', 'another body'))).rejects.toThrow(
      new IdempotencyKeyReused('reused'),
    );
    expect(await lengthOf(other)).toBe(0);
  });

  it('with the same key of another actor, records', async () => {
    await store.append(keyed(newStream(), 'shared', 'body'));
    const answer = await store.append(keyed(newStream(), 'shared', 'body', 'someone-else'));
    expect(answer.outcome).toBe('appended');
    expect(await store.findAppend('nobody', 'shared')).toBeUndefined();
  });

  it('of no events with a key, remembers that there were none', async () => {
    const request = sampleAppend(sampleStream(newStream(), 0, 0), {
      idempotency: { key: 'nothing', fingerprint: 'body' },
    });
    const first = await store.append(request);
    expect(await store.append(request)).toEqual({ ...first, outcome: 'repeated' });
    expect((await store.findAppend('desk-officer', 'nothing'))?.appended).toEqual({
      ...first,
      outcome: 'repeated',
    });
  });

  it('with a key that was refused before, tries afresh', async () => {
    const stream = newStream();
    await store.append(sampleAppend(sampleStream(stream)));
    const idempotency = { key: 'second-try', fingerprint: 'body' };
    await expect(store.append(sampleAppend(sampleStream(stream), { idempotency }))).rejects.toThrow(
      StreamMoved,
    );
    expect((await store.append(sampleAppend(sampleStream(stream, 1), { idempotency }))).outcome).toBe(
      'appended',
    );
  });

  it('the same events without a key, gives the first answer again', async () => {
    const request = sampleAppend([sampleStream(newStream(), 0, 2), sampleStream(newStream())]);
    const first = await store.append(request);
    await store.append(sampleAppend(sampleStream(newStream())));
    expect(await store.append(request)).toEqual({ ...first, outcome: 'repeated' });
  });

  it('some of the same events and one more, is no repetition', async () => {
    const stream = newStream();
    const events = [sampleEvent(), sampleEvent()];
    await store.append(sampleAppend({ stream, expected: 0, events }));
    const longer = sampleAppend({ stream, expected: 0, events: [...events, sampleEvent()] });
    await expect(store.append(longer)).rejects.toThrow(new StreamMoved(stream, 0, 2));
  });

  it('an id that stands elsewhere, refuses and names it', async () => {
    const event = sampleEvent();
    await store.append(sampleAppend({ stream: newStream(), expected: 0, events: [event] }));
    const elsewhere = sampleAppend({ stream: newStream(), expected: 0, events: [event] });
    await expect(store.append(elsewhere)).rejects.toThrow(new EventIdReused(event.id));
  });
});

describe('what is stored', () => {
  it('is the canonical body, to the byte, with stream and version filled in', async () => {
    const stream = newStream();
    const event = sampleEvent({
      data: { z: 1e21, a: 'ünï\u{1F600} "\\ \u001f', m: [1.0, null, { y: true, x: -0 }] },
    });
    const correlationId = '01932f5a-0000-7000-8000-000000000001';
    const causationId = '01932f5a-0000-7000-8000-000000000002';
    await store.append(
      sampleAppend({ stream, expected: 0, events: [event] }, { correlationId, causationId, actor: 'Ольга' }),
    );

    const [recorded] = (await store.readStreams([stream])).get(stream)?.events ?? [];
    expect(recorded).toMatchObject({ id: event.id, actor: 'Ольга', correlationId, causationId });
    expect(recorded?.body).toBe(
      `{"actor":"Ольга","causationId":"${causationId}","correlationId":"${correlationId}",` +
        '"data":{"a":"ünï😀 \\"\\\\ \\u001f","m":[1,null,{"x":0,"y":true}],"z":1e+21},' +
        `"id":"${event.id}","occurred":"2024-11-16","schema":1,"stream":"${stream}","type":"StepTaken","version":1}`,
    );
  });

  it('holds no U+0000 and no half of a surrogate pair: the append is refused and names the place', async () => {
    for (const text of ['nul \u0000', 'half \ud800']) {
      const attempt = store.append(
        sampleAppend({ stream: newStream(), expected: 0, events: [sampleEvent({ data: { words: text } })] }),
      );
      await expect(attempt).rejects.toThrow(UnsealableText);
      await expect(attempt).rejects.toMatchObject({ pointer: '/data/words' });
    }
  });

  it('is at most 65,000 bytes of UTF-8: one more is refused before the server is asked', async () => {
    const stream = newStream();
    const id = sampleEvent().id;
    const sized = (text: string) =>
      sampleAppend({ stream, expected: 0, events: [sampleEvent({ id, data: { text } })] });
    const tooLong = await store.append(sized('é'.repeat(40_000))).catch((error: unknown) => error);
    expect(tooLong).toBeInstanceOf(EventTooLarge);

    const spare = 65_000 - ((tooLong as EventTooLarge).bytes - 80_000);
    await expect(store.append(sized('x'.repeat(spare + 1)))).rejects.toMatchObject({
      code: 'event-too-large',
      type: 'StepTaken',
      bytes: 65_001,
    });
    await store.append(sized('x'.repeat(spare)));
    const [recorded] = (await store.readStreams([stream])).get(stream)?.events ?? [];
    expect(Buffer.byteLength(recorded?.body ?? '')).toBe(65_000);
  });
});
