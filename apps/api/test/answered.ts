import { type z } from 'zod';
import { type Answer } from './api-under-test.ts';

/** The answer, held against what the OpenAPI document says of it. */
export const answered = <Schema extends z.ZodType>(
  { status, body }: Answer,
  schema: Schema,
): z.output<Schema> => {
  expect([status, body.detail]).toEqual([200, undefined]);
  const { error } = schema.safeParse(body);
  expect(error?.issues ?? []).toEqual([]);
  return body as z.output<Schema>;
};
