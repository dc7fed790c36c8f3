import { z } from 'zod';

const time = z.iso.datetime();

export const requestAccepted = z
  .strictObject({ id: z.int().describe('Ask at /v1/projections/requests/{id} what became of it') })
  .meta({ id: 'RequestAccepted' });

export const requestAnswer = z
  .strictObject({
    id: z.int(),
    kind: z.enum(['retry', 'rebuild']),
    projection: z.string().nullable(),
    stream: z.string().nullable(),
    requestedBy: z.string(),
    requestedAt: time,
    state: z.enum(['requested', 'running', 'done', 'failed']),
    detail: z.string().nullable(),
    finishedAt: time.nullable(),
  })
  .meta({ id: 'ProjectionRequest' });

export const projectionsAnswer = z
  .strictObject({
    head: z.int().describe('Where the log ends'),
    published: z.int().describe('How far the relay has published it'),
    asOf: z.int().describe('What the read models are true as of'),
    partitions: z.array(
      z.strictObject({
        partition: z.int(),
        generation: z.int(),
        nextOffset: z.int(),
        endOffset: z.int(),
        position: z.int(),
      }),
    ),
    held: z.array(
      z.strictObject({
        projection: z.string(),
        stream: z.string(),
        events: z.int(),
        position: z.int(),
        type: z.string().nullable(),
        error: z.string().nullable(),
        attempts: z.int(),
        firstParkedAt: time,
        lastTriedAt: time.nullable(),
      }),
    ),
    strays: z.int().describe('Messages in the topic that are no events of this ledger'),
    rebuild: z.strictObject({ asOf: z.int(), of: z.int() }).nullable(),
    requests: z.array(requestAnswer),
  })
  .meta({ id: 'Projections' });

export const comparison = z
  .strictObject({
    position: z.int().describe('Up to which they were compared'),
    rows: z.int(),
    differing: z.int(),
    differences: z
      .array(
        z.strictObject({
          table: z.string(),
          key: z.string(),
          fault: z.enum(['missing', 'unexpected', 'different']),
          columns: z.array(z.string()),
        }),
      )
      .describe('The first hundred'),
    ahead: z.int(),
  })
  .meta({ id: 'Comparison' });
