import { z } from 'zod';
import { schemaVersion } from './codec.ts';
import { eventSchemas, type EventType } from './ledger-event.ts';
import { edtfDate } from './vocabulary/index.ts';

/**
 * Where published JSON Schemas say they live. The name is reserved (RFC 2606) and resolves nowhere; the path is the one
 * at which every ledger serves them.
 */
export const SCHEMA_BASE = 'https://commitment-ledger.example/schemas/';

/** One shape in which events are, or were, written. */
export interface EventShape {
  readonly type: EventType;
  /** From 1; see codec.ts. */
  readonly schema: number;
}

/** The `$id` of the JSON Schema of an event's stored body, and the `dataschema` of the event as a CloudEvent. */
export const eventSchemaId = (type: string, schema: number): string =>
  `${SCHEMA_BASE}events/${type}.v${schema}.json`;

/** Every shape ever written, type by type, the oldest version of each first. */
export const eventShapes: readonly EventShape[] = (Object.keys(eventSchemas) as EventType[]).flatMap((type) =>
  Array.from({ length: schemaVersion(type) }, (_, index) => ({ type, schema: index + 1 })),
);

/**
 * The stored body of an event of one type in its newest shape: the envelope with its data.
 *
 * @throws RangeError for an older version, whose shape has to be kept beside its upcaster before it can be told here.
 */
export function eventBody({ type, schema }: EventShape) {
  if (schema !== schemaVersion(type))
    throw new RangeError(`the shape of ${type} version ${schema} is not kept`);
  return z.strictObject({
    id: z.uuid().describe('The id to deduplicate by'),
    type: z.literal(type),
    schema: z.literal(schema).describe('The version of the shape of data'),
    stream: z.string().min(1).max(255).describe('What the event is of, such as commitment-generators-2024'),
    version: z.int().min(1).describe('Its place in the stream: 1 for the first, then without gaps'),
    occurred: edtfDate.describe('When it happened in the world'),
    actor: z.string().min(1).describe('Who recorded it'),
    correlationId: z.uuid(),
    causationId: z.uuid().optional(),
    data: eventSchemas[type],
  });
}

/**
 * The JSON Schema (draft 2020-12) of the stored body of an event. It says all of the form; checks such as whether a date
 * exists stay with recording.
 *
 * @throws RangeError for a version that is not the newest of its type.
 */
export function eventJsonSchema(shape: EventShape): Readonly<Record<string, unknown>> {
  const { type, schema } = shape;
  const { $schema, ...rest } = z.toJSONSchema(eventBody(shape), { io: 'input', target: 'draft-2020-12' });
  return { $schema, $id: eventSchemaId(type, schema), title: `${type} version ${schema}`, ...rest };
}
