import { z } from 'zod';
import { numberedChange } from '../changes/change-answer.ts';
import { event } from '../events/events.controller.ts';
import { type JsonSchema } from '../openapi/schemas.ts';
import { challenge, test } from '../subscriptions/webhooks.ts';
import { referenceTo, schemaIn, type Schemas } from './event-messages.ts';

/** What comes with everything that is sent to the address of a subscription: Standard Webhooks 1.0. */
const signed = z.object({
  'webhook-id': z.string().describe('The id to deduplicate by: that of the event'),
  'webhook-timestamp': z.string().describe('When this attempt was made, in seconds since 1970'),
  'webhook-signature': z
    .string()
    .describe(
      'v1,… (HMAC-SHA256) or v1a,… (Ed25519) over id.timestamp.body; several with spaces between them',
    ),
  'ledger-attempt': z.string().describe('Which attempt this is, from 1'),
  'ledger-position': z.string().optional().describe('Of an event: its position'),
  'ledger-number': z.string().optional().describe('Of a change: its number'),
});

const CLOUD_EVENT = 'application/cloudevents+json';

/** What an event and a change are over HTTP: CloudEvents 1.0 in the JSON format, whose schema `dataschema` names. */
export function cloudEvents(schemas: Schemas): { readonly event: JsonSchema; readonly change: JsonSchema } {
  // It has a name of its own, under which it is kept, and is a reference to that already.
  const anEvent = schemaIn(schemas, event);
  // What a change holds stands in the message of the topic, which dataschema names as well.
  schemas['NumberedChange'] = schemaIn(schemas, numberedChange.extend({ data: z.looseObject({}) }));
  return { event: anEvent, change: referenceTo('NumberedChange') };
}

/** A message of a stream over HTTP: its id is the number to go on from, its data the payload. */
export const streamed = (title: string, payload: JsonSchema): JsonSchema => ({
  title,
  contentType: 'application/json',
  payload,
});

/** Everything that is sent to the address of a subscription. */
export function pushed(
  schemas: Schemas,
  { event: anEvent, change }: ReturnType<typeof cloudEvents>,
): Readonly<Record<string, JsonSchema>> {
  const headers = schemaIn(schemas, signed);
  const message = (title: string, contentType: string, payload: JsonSchema): JsonSchema => ({
    ...{ title, contentType, headers, payload },
  });
  return {
    event: message('An event that the filter wants', CLOUD_EVENT, anEvent),
    change: message('A change of state that the filter wants', CLOUD_EVENT, change),
    test: message(
      'What a test asks for, which says nothing of the ledger',
      CLOUD_EVENT,
      schemaIn(schemas, test),
    ),
    challenge: message(
      'Whether the address wants this: it answers with the challenge',
      'application/json',
      schemaIn(schemas, challenge),
    ),
  };
}
