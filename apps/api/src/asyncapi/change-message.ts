import { CHANGE_SCHEMA_ID, changeBody } from '#libs/domain';
import { CHANGE_TYPE } from '#libs/messaging';
import { z } from 'zod';
import { type JsonSchema } from '../openapi/schemas.ts';
import { digits, keyOf, referenceTo, schemaIn, type Schemas } from './event-messages.ts';

/** The headers of a change in Kafka. */
const headers = z.object({
  ce_specversion: z.literal('1.0'),
  ce_id: z.uuid().describe('The id of the event that made it, and the id to deduplicate by'),
  ce_source: z.string().describe('The ledger it is of, as a URN with #changes'),
  ce_type: z.literal(CHANGE_TYPE),
  ce_subject: z.string().describe('The stream of the commitment; the key of the message too'),
  ce_time: z.iso.datetime().describe('When that event was recorded'),
  ce_dataschema: z.literal(CHANGE_SCHEMA_ID),
  'content-type': z.literal('application/json'),
  ce_number: digits.describe('Its place among the changes, from 1'),
  ce_position: digits.describe('The position of that event'),
  'ledger-generation': digits.describe('Which publishing of the changes it belongs to, from 1'),
  'ledger-previous': digits.describe('The number of the change before it in the same partition, 0 for none'),
});

/**
 * A change of state as it is published in Kafka.
 *
 * @param schemas gets what the message refers to.
 */
export function kafkaChange(schemas: Schemas): JsonSchema {
  const body = `${CHANGE_TYPE}.v1.body`;
  schemas[body] = schemaIn(schemas, changeBody);
  return {
    name: CHANGE_TYPE,
    title: 'A change of state',
    contentType: 'application/json',
    headers: schemaIn(schemas, headers),
    payload: referenceTo(body),
    bindings: { kafka: keyOf('The stream of the commitment: its changes are in one partition, in order') },
  };
}
