import { eventShapes } from '#libs/domain';
import { CHANGES_TOPIC, DEFAULT_PARTITIONS, EVENTS_TOPIC } from '#libs/messaging';
import { type JsonSchema } from '../openapi/schemas.ts';
import { kafkaChange } from './change-message.ts';
import { kafkaMessage, type Schemas } from './event-messages.ts';
import { cloudEvents, pushed, streamed } from './pushed-messages.ts';

/** An AsyncAPI document as far as anybody here looks into it. */
export interface AsyncApiDocument {
  readonly asyncapi: '3.0.0';
  readonly channels: Readonly<Record<string, JsonSchema>>;
  readonly components: { readonly schemas: Readonly<Schemas> };
  readonly [key: string]: unknown;
}

const SERVERS = {
  kafka: {
    host: '{brokers}',
    protocol: 'kafka',
    description: 'The brokers that the relay publishes to',
    variables: { brokers: { default: 'localhost:9092', description: 'KAFKA_BROKERS of the relay' } },
  },
  http: {
    host: '{host}',
    protocol: 'http',
    description: 'The ledger over HTTP; /openapi.json describes all else that is there',
    variables: { host: { default: '127.0.0.1:3000' } },
  },
};

let made: AsyncApiDocument | undefined;

/** The AsyncAPI 3.0 document of everything that is published as it happens, made when first asked for. */
export function asyncApiDocument(): AsyncApiDocument {
  return (made ??= documentOf());
}

function documentOf(): AsyncApiDocument {
  const schemas: Schemas = {};
  const pushing = cloudEvents(schemas);
  const channels = {
    events: eventsChannel(schemas),
    changes: changesChannel(schemas),
    eventStream: streamChannel('/v1/events', 'Events', { event: streamed('An event', pushing.event) }),
    changeStream: streamChannel('/v1/changes', 'Changes of state', {
      StateChanged: streamed('A change of state', pushing.change),
    }),
    webhooks: {
      address: null,
      title: 'What is sent to the address of a subscription',
      description:
        'POST, signed in the manner of Standard Webhooks. The address is the one of the subscription.',
      messages: pushed(schemas, pushing),
    },
  };
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Commitment Ledger',
      version: '1',
      description:
        'What the ledger publishes as it happens. Everything is sent at least once, in order within a stream; ' +
        'deduplicate by the id of the event.',
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    defaultContentType: 'application/json',
    servers: SERVERS,
    channels,
    operations: {
      publishEvents: {
        action: 'send',
        channel: { $ref: '#/channels/events' },
        summary: 'Every event, once it is recorded, in the order of positions within each partition',
      },
      publishChanges: {
        action: 'send',
        channel: { $ref: '#/channels/changes' },
        summary:
          'What each event changed of the state of a commitment, in the order of numbers within each partition',
      },
      streamEvents: {
        action: 'send',
        channel: { $ref: '#/channels/eventStream' },
        summary: 'Events that a filter wants, to whoever asks for text/event-stream',
      },
      streamChanges: {
        action: 'send',
        channel: { $ref: '#/channels/changeStream' },
        summary: 'Changes that a filter wants, to whoever asks for text/event-stream',
      },
      callWebhooks: {
        action: 'send',
        channel: { $ref: '#/channels/webhooks' },
        summary: 'What the filter of a subscription wants, in order within each stream',
        bindings: { http: { method: 'POST', bindingVersion: '0.3.0' } },
      },
    },
    components: { schemas },
  };
}

/**
 * The topic of all events. Messages stand in their channel, and no operation lists them: readers of the document put in
 * for each reference what it refers to, and every further list of them doubles the time that takes.
 */
const eventsChannel = (schemas: Schemas): JsonSchema => ({
  address: EVENTS_TOPIC,
  title: 'Events in Kafka',
  description: 'CloudEvents 1.0 in binary mode. The whole log from the first event on, and everything new.',
  servers: [{ $ref: '#/servers/kafka' }],
  messages: Object.fromEntries(
    eventShapes.map((shape) => [`${shape.type}.v${shape.schema}`, kafkaMessage(schemas, shape)]),
  ),
  bindings: boundTo(EVENTS_TOPIC),
});

/** The topic of what events changed. */
const changesChannel = (schemas: Schemas): JsonSchema => ({
  address: CHANGES_TOPIC,
  title: 'Changes of state in Kafka',
  description: 'CloudEvents 1.0 in binary mode. All changes from the first on, and everything new.',
  servers: [{ $ref: '#/servers/kafka' }],
  messages: { 'StateChanged.v1': kafkaChange(schemas) },
  bindings: boundTo(CHANGES_TOPIC),
});

/** Nothing expires: a reader of any year begins at the first message. */
const boundTo = (topic: string): JsonSchema => ({
  kafka: {
    topic,
    partitions: DEFAULT_PARTITIONS,
    topicConfiguration: { 'cleanup.policy': ['delete'], 'retention.ms': -1, 'retention.bytes': -1 },
    bindingVersion: '0.5.0',
  },
});

/** A stream over HTTP; what a message is one of, its event says. */
const streamChannel = (
  address: string,
  title: string,
  messages: Readonly<Record<string, JsonSchema>>,
): JsonSchema => ({
  address,
  title: `${title} as a stream over HTTP`,
  description:
    'WHATWG HTML §9.2 (EventSource). The id of a message is the number to go on from as Last-Event-ID; its data is the ' +
    'payload. The filter stands in the query.',
  servers: [{ $ref: '#/servers/http' }],
  messages,
});
