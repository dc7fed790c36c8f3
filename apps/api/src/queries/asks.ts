import { type z } from 'zod';
import { type EndpointOptions } from '../openapi/endpoint.decorator.ts';

/** What a route that answers a question from the read models says of itself. */
export const asks = (summary: string, query: z.ZodObject, answer: z.ZodType): EndpointOptions => ({
  permission: 'read',
  tag: 'Asking',
  summary,
  query,
  answer: { description: 'The answer, with the position it is true as of', schema: answer },
  problems: ['not-found', 'read-models-behind'],
});
