import { Controller, Get, Inject, Param, Query, Res } from '@nestjs/common';
import { type FastifyReply } from 'fastify';
import { z } from 'zod';
import { Endpoint } from '../openapi/endpoint.decorator.ts';
import { parsedQuery } from '../parsing.ts';
import { notFound } from '../problems/problem.ts';
import { wholeNumber } from '../queries/parameters.ts';
import { PublishedLog } from './published-log.ts';

const proofQuery = z.strictObject({
  size: wholeNumber(1, Number.MAX_SAFE_INTEGER)
    .optional()
    .describe('The size of the checkpoint to prove it against; the newest where it is left out'),
});

/** Proofs of single events. */
@Controller('v1/events')
export class EventProofController {
  constructor(@Inject(PublishedLog) private readonly log: PublishedLog) {}

  @Get(':position/proof')
  @Endpoint({
    permission: 'read',
    tag: 'Log',
    summary: 'The proof that an event stands in the log, at its position',
    description:
      'C2SP tlog-proof: index, path and signed checkpoint, to be kept and checked without asking anybody. Of an event recorded just ' +
      'now it waits until it is sealed, for some seconds at most. The leaf is `{"event":…,"position":…,"recordedAt":…}`.',
    parameters: { position: 'Its position' },
    query: proofQuery,
    answer: { description: 'The proof', mediaType: 'text/plain' },
    problems: ['not-found', 'not-yet-sealed', 'no-such-checkpoint'],
  })
  async proof(
    @Param('position') position: string,
    @Query() query: unknown,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { size } = parsedQuery(proofQuery, query);
    const at = /^[1-9]\d{0,14}$/.test(position) ? Number(position) : undefined;
    if (at === undefined) throw notFound('event at position', position);
    const proof = await this.log.proof(at, size);
    await reply.type('text/plain; charset=utf-8').send(proof);
  }
}
