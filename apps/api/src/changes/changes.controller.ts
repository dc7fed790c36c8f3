import { changeJson } from '#libs/messaging';
import { Controller, Get, Headers, Inject, Query, Req, Res } from '@nestjs/common';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { z } from 'zod';
import { filterIn, filterParameters } from '../events/filter-parameters.ts';
import { LedgerId } from '../ledger-id.ts';
import { Endpoint } from '../openapi/endpoint.decorator.ts';
import { parsedQuery } from '../parsing.ts';
import { wholeNumber } from '../queries/parameters.ts';
import { asksForStream } from '../stream/open-stream.ts';
import { Streams } from '../stream/streams.ts';
import { changePage } from './change-answer.ts';
import { ChangePages } from './change-pages.ts';
import { NumberedChanges } from './numbered-changes.ts';

const changesQuery = z.strictObject({
  after: wholeNumber(0, Number.MAX_SAFE_INTEGER).default(0).describe('Only changes numbered higher'),
  limit: wholeNumber(1, 500).default(100).describe('How many at most, up to 500'),
  ...filterParameters,
  wait: wholeNumber(0, 20)
    .default(0)
    .describe('While there is nothing, wait so many seconds for something, 20 at most'),
});

/** A stream has no pages and need not be told to wait. */
const streamQuery = z.strictObject({
  after: changesQuery.shape.after.unwrap().optional(),
  ...filterParameters,
});

/** What events changed of the state of commitments, in the order in which it is published. */
@Controller('v1/changes')
export class ChangesController {
  constructor(
    @Inject(ChangePages) private readonly pages: ChangePages,
    @Inject(LedgerId) private readonly ledger: LedgerId,
    @Inject(Streams) private readonly streams: Streams,
    @Inject(NumberedChanges) private readonly numbered: NumberedChanges,
  ) {}

  @Get()
  @Endpoint({
    permission: 'read',
    tag: 'Changes',
    summary: 'What events changed of the state of commitments',
    description:
      'A change is told where the label or the certain share of a commitment is another after an event than after ' +
      'the one before. To follow, ask for text/event-stream: each change is a message with its number for an id, and data ' +
      'that is an item of a page. It begins after Last-Event-ID, else after the number in after, else with what is told ' +
      'next; limit and wait it does not take. Without a stream, ask again with next as after, and with wait.',
    query: changesQuery,
    headers: { 'Last-Event-ID': 'Of a stream: the last id received, to go on from there' },
    answer: { description: 'A page of changes', schema: changePage, alsoAs: ['text/event-stream'] },
    problems: ['too-many-streams', 'no-more-streams', 'shutting-down'],
  })
  async list(
    @Query() query: unknown,
    @Headers('accept') accept: string | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (asksForStream(accept)) {
      const { after, ...keys } = parsedQuery(streamQuery, query);
      await this.streams.open(request, reply, { source: this.numbered, filter: filterIn(keys), after });
      return;
    }
    const { after, limit, wait, ...keys } = parsedQuery(changesQuery, query);
    const left = new AbortController();
    reply.raw.once('close', () => {
      left.abort();
    });
    const page = await this.pages.page({ after, limit, filter: filterIn(keys) }, wait * 1000, left.signal);
    const ledger = await this.ledger.urn();
    const items = page.changes.map((change) => changeJson(change, ledger)).join(',');
    await reply
      .type('application/json; charset=utf-8')
      .send(`{"items":[${items}],"next":${page.next},"asOf":{"number":${page.last}}}`);
  }
}
