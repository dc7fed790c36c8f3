import { eventBody, eventSchemaId, eventShapes, type EventShape } from '#libs/domain';
import { z } from 'zod';
import { type JsonSchema } from '../openapi/schemas.ts';

const SCHEMAS = '#/components/schemas/';

/** Schemas by the names under which a document keeps them. */
export type Schemas = Record<string, JsonSchema>;

/**
 * A schema in the dialect of AsyncAPI 3.0, which is JSON Schema draft-07.
 *
 * @param schemas gets what the schema refers to.
 */
export function schemaIn(schemas: Schemas, schema: z.ZodType): JsonSchema {
  const whole = z.toJSONSchema(schema, { io: 'input', target: 'draft-7', unrepresentable: 'any' });
  const text = JSON.stringify(whole).replaceAll('"#/definitions/', `"${SCHEMAS}`);
  const {
    $schema: _,
    definitions = {},
    ...rest
  } = JSON.parse(text) as JsonSchema & { definitions?: Schemas };
  for (const [name, each] of Object.entries(definitions)) schemas[name] = without$id(each);
  return without$id(rest);
}

/** A schema among those that a document keeps. */
export const referenceTo = (name: string): JsonSchema => ({ $ref: `${SCHEMAS}${name}` });

/** How a topic binds messages to their key. */
export const keyOf = (description: string): JsonSchema => ({
  key: { type: 'string', description },
  bindingVersion: '0.5.0',
});

/** A `$id` would change what the references beneath it mean. */
const without$id = ({ $id: _, ...rest }: JsonSchema): JsonSchema => rest;

/** A number as a header has it. */
export const digits = z.string().regex(/^(0|[1-9][0-9]*)$/);

/** The headers of an event in Kafka: every value is text in UTF-8 (CloudEvents Kafka binding, §3.2). */
const headersOf = ({ type, schema }: EventShape) =>
  z.object({
    ce_specversion: z.literal('1.0'),
    ce_id: z.uuid().describe('The id to deduplicate by'),
    ce_source: z.string().describe('The ledger it stands in, as a URN'),
    ce_type: z.literal(type),
    ce_subject: z.string().describe('The stream it stands in; the key of the message too'),
    ce_time: z.iso.datetime().describe('When it was recorded'),
    ce_dataschema: z.literal(eventSchemaId(type, schema)),
    'content-type': z.literal('application/json'),
    ce_position: digits.describe('Its place in the whole ledger, from 1'),
    ce_streamversion: digits.describe('Its place in the stream, from 1'),
    ce_schemaversion: z.literal(String(schema)).describe('The version of the shape of data'),
    ce_occurred: z.string().describe('When it happened: an EDTF date'),
    ce_actor: z.string().describe('Who recorded it'),
    ce_correlationid: z.uuid(),
    ce_causationid: z.uuid().optional(),
    'ledger-generation': digits.describe('Which publishing of the log it belongs to, from 1'),
    'ledger-previous': digits.describe(
      'The position of the event before it in the same partition, 0 for none',
    ),
  });

/**
 * An event of one type and version as it is published in Kafka: its attributes as headers, its stored body as payload.
 *
 * @param schemas gets what the message refers to.
 */
export function kafkaMessage(schemas: Schemas, shape: EventShape): JsonSchema {
  const name = `${shape.type}.v${shape.schema}`;
  schemas[`${name}.body`] = schemaIn(schemas, eventBody(shape));
  if (shape.type === 'CorrectionRecorded') shorten(schemas);
  return {
    name: shape.type,
    title: `${shape.type} version ${shape.schema}`,
    contentType: 'application/json',
    correlationId: { location: '$message.header#/ce_correlationid' },
    headers: schemaIn(schemas, headersOf(shape)),
    payload: referenceTo(`${name}.body`),
    bindings: { kafka: keyOf('The stream: what is of one stream is in one partition, in order') },
  };
}

/**
 * A correction may tell any fact anew, so its schema holds all others. Readers of AsyncAPI put in for each reference what
 * it refers to: with the whole of them in one message @asyncapi/parser takes three times as long over the document.
 */
function shorten(schemas: Schemas): void {
  const { properties, ...rest } = schemas['CorrectionRecorded'] ?? {};
  const replacement = {
    type: 'object',
    description:
      'The whole fact as it should have been told; data has the form of data in the message of its type',
    properties: {
      type: { enum: [...new Set(eventShapes.map(({ type }) => type))] },
      data: { type: 'object' },
    },
    required: ['type', 'data'],
    additionalProperties: false,
  };
  schemas['CorrectionRecorded'] = { ...rest, properties: { ...(properties as object), replacement } };
}
