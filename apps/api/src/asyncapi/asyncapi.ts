import { eventShapes } from '#libs/domain';
import { DEFAULT_PARTITIONS, EVENTS_TOPIC } from '#libs/messaging';
import { type JsonSchema } from '../openapi/schemas.ts';
import { kafkaMessage, type Schemas } from './event-messages.ts';

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
};

let made: AsyncApiDocument | undefined;

/** The AsyncAPI 3.0 document of everything that is published as it happens, made when first asked for. */
export function asyncApiDocument(): AsyncApiDocument {
  return (made ??= documentOf());
}

function documentOf(): AsyncApiDocument {
  const schemas: Schemas = {};
  const channels = { events: eventsChannel(schemas) };
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
  bindings: {
    kafka: { topic: EVENTS_TOPIC, partitions: DEFAULT_PARTITIONS, bindingVersion: '0.5.0' },
  },
});
