import { encodeBody, type RecordedEvent } from '#libs/domain';
import fc from 'fast-check';
import { fromMessage, type KafkaMessage, MalformedMessage, type Provenance, toMessage } from './envelope.ts';

const provenance: Provenance = {
  source: 'urn:uuid:6f2c0f0e-3b53-4d5c-8f5a-0d4f0c1f7a01',
  generation: 2,
  previous: 41,
};

const recorded = (given: Partial<RecordedEvent> = {}): RecordedEvent => ({
  id: '0199b3c4-0000-7000-8000-000000000001',
  type: 'GeneratorsDelivered',
  schema: 1,
  stream: 'commitment-generators-2024',
  version: 3,
  occurred: '2024-11-16',
  actor: 'desk-officer',
  correlationId: '0199b3c4-0000-7000-8000-000000000002',
  position: 42,
  recordedAt: '2026-01-02T03:04:05.678901Z',
  body: encodeBody({
    id: '0199b3c4-0000-7000-8000-000000000001',
    type: 'GeneratorsDelivered',
    schema: 1,
    stream: 'commitment-generators-2024',
    version: 3,
    occurred: '2024-11-16',
    actor: 'desk-officer',
    correlationId: '0199b3c4-0000-7000-8000-000000000002',
    data: { words: 'ще одну партію генераторів' },
  }),
  ...given,
});

/** As a broker gives it back: everything bytes. */
const delivered = (event: RecordedEvent): KafkaMessage => {
  const { key, value, headers } = toMessage(event, provenance);
  const bytes = Object.entries(headers).map(([name, text]) => [name, Buffer.from(text)] as const);
  return { key: Buffer.from(key), value: Buffer.from(value), headers: Object.fromEntries(bytes) };
};

describe('an event as a message', () => {
  test('comes back exactly, with where it stands', () => {
    const event = recorded({ causationId: '0199b3c4-0000-7000-8000-000000000003' });
    expect(fromMessage(delivered(event))).toEqual({ ...event, ...provenance });
  });

  test('without a cause comes back without one', () => {
    expect(fromMessage(delivered(recorded()))).not.toHaveProperty('causationId');
  });

  test('whatever text is in it, comes back exactly', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1 });
    const whole = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER });
    fc.assert(
      fc.property(
        fc.record({ stream: text, actor: text, occurred: text, body: text, position: whole, version: whole }),
        (given) => {
          const event = recorded(given);
          expect(fromMessage(delivered(event))).toEqual({ ...event, ...provenance });
        },
      ),
    );
  });

  test('carries the stored bytes, not a re-serialisation of them', () => {
    const body = '{"data":{"amount":1.0,"a":1,"a":2}}';
    expect(toMessage(recorded({ body }), provenance).value).toBe(body);
  });

  test.each([
    'ce_specversion',
    'ce_id',
    'ce_source',
    'ce_type',
    'ce_subject',
    'ce_time',
    'ce_position',
    'ce_streamversion',
    'ce_schemaversion',
    'ce_occurred',
    'ce_actor',
    'ce_correlationid',
    'ledger-generation',
    'ledger-previous',
  ])('without %s is malformed, and says so', (name) => {
    const message = delivered(recorded());
    const headers = { ...message.headers, [name]: undefined };
    expect(() => fromMessage({ ...message, headers })).toThrow(MalformedMessage);
    expect(() => fromMessage({ ...message, headers })).toThrow(name);
  });

  test.each([
    ['a position of 0', { headers: { ce_position: '0' } }],
    ['a position with a sign', { headers: { ce_position: '+1' } }],
    ['a position beyond what a number holds exactly', { headers: { ce_position: '9007199254740993' } }],
    ['another version of CloudEvents', { headers: { ce_specversion: '2.0' } }],
    ['a subject that is not the key', { headers: { ce_subject: 'commitment-other' } }],
    ['no value', { value: null }],
    ['no key', { key: null }],
    ['a value that is not UTF-8', { value: Buffer.from([0xff, 0xfe]) }],
  ])('with %s is malformed', (_, { headers, ...rest }: Partial<KafkaMessage>) => {
    const message = delivered(recorded());
    const other = { ...message, ...rest, headers: { ...message.headers, ...headers } };
    expect(() => fromMessage(other)).toThrow(MalformedMessage);
  });
});
