import { Controller, Get, Inject, Query } from '@nestjs/common';
import { z } from 'zod';
import { Endpoint } from '../openapi/endpoint.decorator.ts';
import { parsedQuery } from '../parsing.ts';
import { wholeNumber } from '../queries/parameters.ts';
import { type KeptRead, ReadLog } from './read-log.ts';

const readsQuery = z.strictObject({
  reader: z.string().min(1).max(300).optional().describe('By this key or token alone'),
  beyond: wholeNumber(0, Number.MAX_SAFE_INTEGER)
    .optional()
    .describe('The next of the page before: only what is further on in the direction'),
  limit: wholeNumber(1, 1000).default(100).describe('How many at most, up to 1000'),
  direction: z
    .enum(['ascending', 'descending'])
    .default('descending')
    .describe('In order of asking, or the newest first'),
});

const keptRead = z
  .strictObject({
    number: z.int().describe('In the order of asking; there may be gaps'),
    readAt: z.iso.datetime(),
    reader: z.string().describe('The name of the key, or the subject of the token'),
    role: z.enum(['auditor', 'admin']),
    method: z.string(),
    what: z.string().describe('The address with its query'),
    position: z.int().describe('The last position there was: nothing recorded later can have been seen'),
  })
  .meta({ id: 'Read', description: 'Something that an auditor or administrator asked to see' });

const readPage = z
  .strictObject({
    items: z.array(keptRead),
    next: z.int().nullable().describe('Send it as beyond to go on; null at the end'),
  })
  .meta({ id: 'Reads' });

/** Who of the auditors and administrators read what. */
@Controller('v1/reads')
export class ReadsController {
  constructor(@Inject(ReadLog) private readonly log: ReadLog) {}

  @Get()
  @Endpoint({
    permission: 'administer',
    tag: 'Access',
    summary: 'Who of the auditors and administrators read what',
    query: readsQuery,
    answer: { description: 'A page of reads', schema: readPage },
  })
  async list(
    @Query() query: unknown,
  ): Promise<{ readonly items: readonly KeptRead[]; readonly next: number | null }> {
    const { reader, limit, direction, beyond: given } = parsedQuery(readsQuery, query);
    const beyond = given ?? (direction === 'ascending' ? 0 : Number.MAX_SAFE_INTEGER);
    const items = await this.log.list(direction, { beyond, limit, reader });
    return { items, next: items.length < limit ? null : (items.at(-1)?.number ?? null) };
  }
}
