import { readdirSync, readFileSync } from 'node:fs';
import { Kafka, type CloudEvent } from 'cloudevents';
import { type EventEnvelope, type RecordedEvent } from '#libs/domain';
import { toMessage } from './envelope.ts';

const golden = new URL('../../domain/golden/', import.meta.url);
const provenance = { source: 'urn:uuid:6f2c0f0e-3b53-4d5c-8f5a-0d4f0c1f7a01', generation: 1, previous: 0 };

const recorded = (file: string): RecordedEvent => {
  const body = readFileSync(new URL(file, golden), 'utf8').trimEnd();
  const { data: _, ...envelope } = JSON.parse(body) as EventEnvelope;
  return { ...envelope, position: 4711, recordedAt: '2026-01-02T03:04:05.678901Z', body };
};

/** The message as the SDK of CloudEvents understands it. */
function understood(event: RecordedEvent): CloudEvent {
  const { key, value, headers } = toMessage(event, provenance);
  return Kafka.toEvent({ key, value, headers, body: value, timestamp: undefined } as never) as CloudEvent;
}

describe.each(readdirSync(golden))('the message of %s', (file) => {
  const event = recorded(file);
  const { key, value, headers } = toMessage(event, provenance);

  it('is a CloudEvent of binary mode to the SDK, and a valid one', () => {
    expect(Kafka.isEvent({ key, value, headers } as never)).toBe(true);
    expect(understood(event).validate()).toBe(true);
  });

  it('tells the SDK what the ledger recorded', () => {
    expect(understood(event)).toMatchObject({
      ...{ specversion: '1.0', id: event.id, type: event.type, source: provenance.source },
      // The SDK keeps milliseconds alone.
      ...{ subject: event.stream, time: '2026-01-02T03:04:05.678Z', datacontenttype: 'application/json' },
      dataschema: `https://commitment-ledger.example/schemas/events/${event.type}.v${event.schema}.json`,
      ...{ position: '4711', streamversion: String(event.version), actor: event.actor },
    });
  });
});

it('without its type is no CloudEvent to the SDK', () => {
  const event = { ...recorded('StepTaken.v1.json'), type: '' };
  expect(() => understood(event).validate()).toThrow();
});
