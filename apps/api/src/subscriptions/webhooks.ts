import { type OpenAPIObject } from '@nestjs/swagger';
import { z } from 'zod';

export const challenge = z
  .strictObject({
    type: z.literal('subscription-challenge'),
    subscription: z.uuid(),
    challenge: z.string().describe('What to answer'),
  })
  .meta({ id: 'SubscriptionChallenge' });

export const test = z
  .strictObject({
    specversion: z.literal('1.0'),
    id: z.string().describe('test- and a UUID'),
    source: z.string().describe('The ledger, as a URN with #subscriptions'),
    type: z.literal('SubscriptionTested'),
    subject: z.uuid().describe('The subscription'),
    time: z.iso.datetime(),
    datacontenttype: z.literal('application/json'),
    data: z.strictObject({ subscription: z.uuid() }),
  })
  .meta({ id: 'SubscriptionTest', description: 'A CloudEvent 1.0 that says nothing of the ledger' });

const answered = z
  .strictObject({ challenge: z.string().describe('The challenge, as it came') })
  .meta({ id: 'ChallengeAnswered' });

const idOf = (schema: z.ZodType): string => z.globalRegistry.get(schema)?.id ?? '';
const ref = (id: string) => ({ $ref: `#/components/schemas/${id}` });
const header = (name: string, description: string, example: string, required = true) => ({
  ...{ in: 'header' as const, name, description, example, required, schema: { type: 'string' } },
});

/** Standard Webhooks 1.0, and where the entry stands. */
const signed = [
  header('webhook-id', 'The id to deduplicate by: that of the event', '0197a3c2-7b1e-7c44-9a30-5b8a3a1f0c11'),
  header('webhook-timestamp', 'When this attempt was made, in seconds since 1970', '1731769200'),
  header(
    'webhook-signature',
    'v1,… (HMAC-SHA256) or v1a,… (Ed25519) over id.timestamp.body; several with spaces between them while a secret is replaced',
    'v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=',
  ),
  header('ledger-attempt', 'Which attempt this is, from 1', '1'),
];
const position = header('ledger-position', 'The position of the event', '57', false);
const number = header('ledger-number', 'The number of the change', '12', false);

const TAKEN = {
  '2XX': { description: 'It is delivered' },
  '410': { description: 'Nothing is wanted any more: the subscription is stopped' },
  '429': { description: 'Too much at once; Retry-After, an hour at most, is heeded' },
  '503': { description: 'Not now; Retry-After, an hour at most, is heeded' },
  default: { description: 'It is tried again, for about three days' },
};

const cloudEvent = (id: string) => ({
  required: true,
  content: { 'application/cloudevents+json': { schema: ref(id) } },
});

/** What the ledger sends to the addresses of subscriptions: the other side of /v1/subscriptions. */
export const webhooks: NonNullable<OpenAPIObject['webhooks']> = {
  event: {
    post: {
      ...{ tags: ['Subscriptions'], operationId: 'webhook-event', parameters: [...signed, position] },
      summary: 'An event that the filter of a subscription of events wants',
      ...{ requestBody: cloudEvent('Event'), responses: TAKEN },
    },
  },
  change: {
    post: {
      ...{ tags: ['Subscriptions'], operationId: 'webhook-change', parameters: [...signed, number] },
      summary: 'A change of state that the filter of a subscription of changes wants',
      ...{ requestBody: cloudEvent('NumberedChange'), responses: TAKEN },
    },
  },
  test: {
    post: {
      ...{ tags: ['Subscriptions'], operationId: 'webhook-test', parameters: signed },
      summary: 'What POST /v1/subscriptions/{id}/test asks for',
      ...{ requestBody: cloudEvent(idOf(test)), responses: TAKEN },
    },
  },
  challenge: {
    post: {
      ...{ tags: ['Subscriptions'], operationId: 'webhook-challenge', parameters: signed },
      summary: 'Whether the address wants this; nothing else is sent before it has answered',
      requestBody: { required: true, content: { 'application/json': { schema: ref(idOf(challenge)) } } },
      responses: {
        '2XX': {
          description: 'It does. Anything else, or another text, says that it does not',
          content: {
            'text/plain': { schema: { type: 'string', description: 'The challenge, as it came' } },
            'application/json': { schema: ref(idOf(answered)) },
          },
        },
      },
    },
  },
};
