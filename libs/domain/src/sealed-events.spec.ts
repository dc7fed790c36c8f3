import fc from 'fast-check';
import { dataIn, encodeBody, type EventEnvelope, type RecordedEvent, SealedEvents } from '#libs/domain';

const UUID = '01932f5c-8a00-7000-8000-0000000000ff';
const OTHER = '01932f5c-8a00-7000-8000-0000000000aa';
const AT = '2024-11-16T09:30:00.000001Z';
const envelope: EventEnvelope = {
  ...{ id: UUID, type: 'StepTaken', schema: 1, stream: 'commitment-a', version: 12, occurred: '2024' },
  ...{ actor: 'desk-officer', correlationId: OTHER, data: { a: 'x' } },
};
const told = ({ data: _, ...members }: EventEnvelope, body: string) => ({
  ...{ ...members, position: 7, recordedAt: AT, body },
});
/** With its data, which it knows the place of and a copy of it does not. */
function expectTold(event: RecordedEvent, whole: EventEnvelope, body: string): void {
  expect(event).toEqual(told(whole, body));
  const { data } = JSON.parse(body) as EventEnvelope;
  expect([dataIn(event), dataIn({ ...event })]).toEqual([data, data]);
}
const read = (body: string) => new SealedEvents().next(7, AT, body);

describe('an event read from its sealed body', () => {
  it.each<[string, Partial<EventEnvelope>]>([
    ['plain', {}],
    ['with a cause', { causationId: OTHER }],
    ['with data that looks like an envelope', { data: { ...envelope, note: ',"id":"x","data":' } }],
    ['with data in which much is escaped', { data: ['"', '\\', '\n', ',\\"id\\":\\"'] }],
    ['with data that is a text', { data: ',"id":"' }],
    ['by somebody with a comma at the end', { actor: 'id,' }],
    ['in letters of all kinds', { actor: 'Ольга 😀', stream: 'sanctions-EU-дім' }],
  ])('tells what its envelope tells: one %s', (_, given) => {
    const whole = { ...envelope, ...given };
    const body = encodeBody(whole);
    expect(read(body)).toEqual(told(whole, body));
  });

  it('is left to its columns where the envelope is not plain', () => {
    const body = encodeBody(envelope);
    for (const [what, other] of [
      ['an escaped name', encodeBody({ ...envelope, actor: 'say "id"' })],
      ['an escaped day', encodeBody({ ...envelope, occurred: '\\' })],
      ['an id in capitals', encodeBody({ ...envelope, id: UUID.toUpperCase() })],
      ['an id that is none', encodeBody({ ...envelope, correlationId: 'c' })],
      ['another order', JSON.stringify({ data: 1, ...JSON.parse(body) })],
      ['white space', JSON.stringify(JSON.parse(body), null, 1)],
      ['more after its end', `${body} `],
      ['a part cut off', body.slice(0, -1)],
      ['no version from one', body.replace('"version":12', '"version":0')],
      ['another member', body.replace(',"schema"', ',"rank":1,"schema"')],
      ['no data', body.replace(',"data"', ',"dates"')],
      ['nothing', '{}'],
    ] as const)
      expect([what, read(other)]).toEqual([what, undefined]);
  });

  it('is told rightly or not at all, whatever it holds, and whatever was read before it', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }).filter((some) => !/[\0\p{Surrogate}]/u.test(some)),
      fc.constantFrom(',"data":', ',"id":"', '"', '\\', 'desk-officer', '}'),
    );
    const some = fc.record(
      {
        actor: text,
        occurred: text,
        stream: text,
        type: text,
        data: fc.jsonValue(),
        causationId: fc.constant(OTHER),
      },
      { requiredKeys: ['actor'] },
    );
    fc.assert(
      fc.property(some, some, (first, second) => {
        const bodies = [first, second].map((given) => ({ ...envelope, ...given }));
        const sealed = new SealedEvents();
        sealed.next(6, AT, encodeBody(bodies[0] ?? envelope));
        const body = encodeBody(bodies[1] ?? envelope);
        const event = sealed.next(7, AT, body);
        if (event) expectTold(event, bodies[1] ?? envelope, body);
      }),
      { numRuns: 2_000 },
    );
  });

  it('is told rightly whatever it has in common with the one before', () => {
    const alike = fc.record({
      actor: fc.constantFrom('desk-officer', 'somebody', 'an "officer"'),
      causationId: fc.constantFrom(undefined, undefined, OTHER),
      id: fc.constantFrom(UUID, OTHER, OTHER.toUpperCase()),
      occurred: fc.constantFrom('2024', '2024', '2024-11-16/2024-12'),
      schema: fc.constantFrom(1, 1, 12),
      stream: fc.constantFrom('s', 'commitment-generators', 'commitment-generatorz', 'back\\slash'),
      type: fc.constantFrom('StepTaken', 'StepTaken', 'GoodsDelivered'),
      version: fc.constantFrom(9, 10, 11),
      data: fc.constantFrom({}, { escaped: '\\' }, ',"id":"'),
    });
    fc.assert(
      fc.property(fc.array(alike, { minLength: 2, maxLength: 8 }), (events) => {
        const sealed = new SealedEvents();
        for (const given of events) {
          const whole = { ...envelope, ...given } as EventEnvelope;
          const body = encodeBody(whole);
          const isPlain = !/["\\]/.test(given.actor + given.stream) && given.id !== OTHER.toUpperCase();
          const event = sealed.next(7, AT, body);
          if (!isPlain || !event) expect([isPlain, event]).toEqual([false, undefined]);
          else expectTold(event, whole, body);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
