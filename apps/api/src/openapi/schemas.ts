import { z } from 'zod';
import { problemCatalogue, type ProblemCode } from '../problems/catalogue.ts';

/** The JSON Schema of an OpenAPI 3.1 document, as far as anyone here looks into it. */
export type JsonSchema = Record<string, unknown>;

const problemError = z
  .strictObject({
    pointer: z.string().optional().describe('The place in the body, RFC 6901'),
    parameter: z.string().optional().describe('The query parameter or header'),
    code: z.string().optional(),
    fault: z.string(),
    remedy: z.string().optional(),
    line: z.int().optional().describe('In the text of a record, from 1'),
    column: z.int().optional(),
  })
  .meta({ id: 'ProblemError' });

/** The form of every answer that is not what was asked for (RFC 9457). */
export const problemSchema = z
  .strictObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.enum(Object.keys(problemCatalogue) as [ProblemCode, ...ProblemCode[]]),
    errors: z.array(problemError).optional(),
    instance: z.string().describe('urn:uuid: and the id of the request'),
  })
  .meta({ id: 'Problem', description: 'RFC 9457 problem details' });

/** A document in a form that is not ours to describe. */
export const anyDocument = z.looseObject({}).meta({ id: 'JsonDocument', description: 'A JSON document' });

/** The body of a request that says everything by its address. */
export const nothing = z.strictObject({}).meta({ id: 'Nothing' });

const COMPONENTS = '#/components/schemas/';

/** A reference to the schema by its id; every schema of a body has one. */
export function schemaRef(schema: z.ZodType): { readonly $ref: string } {
  const id = z.globalRegistry.get(schema)?.id;
  if (id === undefined) throw new TypeError('a schema in the OpenAPI document has an id');
  return { $ref: COMPONENTS + id };
}

/** The schema of one parameter, with references for what has an id. */
export function inlineSchema(schema: z.ZodType): JsonSchema {
  const whole = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  const inline = without(whole, '$schema', '$defs');
  // What a query says is text; where its schema calls it a number, the pattern of the text is no concern of the reader.
  const plain = inline['type'] === 'integer' ? without(inline, 'pattern') : inline;
  return JSON.parse(JSON.stringify(plain).replaceAll('"#/$defs/', `"${COMPONENTS}`)) as JsonSchema;
}

/** Every schema that has an id, the domain's, the record's and the doors', by its id. */
export function componentSchemas(): Record<string, JsonSchema> {
  const { schemas } = z.toJSONSchema(z.globalRegistry, {
    io: 'input',
    unrepresentable: 'any',
    uri: (id) => COMPONENTS + id,
  });
  // In OpenAPI a $id would change what the references beneath it mean.
  return Object.fromEntries(
    Object.entries(schemas).map(([id, schema]) => [id, without(schema, '$schema', '$id')]),
  );
}

const without = (schema: object, ...keys: readonly string[]): JsonSchema =>
  Object.fromEntries(Object.entries(schema).filter(([key]) => !keys.includes(key)));
