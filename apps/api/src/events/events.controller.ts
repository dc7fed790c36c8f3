import { eventSchemas, type EventType } from '#libs/domain';
import { EventStore } from '#libs/event-store';
import { eventJson } from '#libs/messaging';
import { asksReadModels } from '#libs/subscriptions';
import { Controller, Get, Headers, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { z } from 'zod';
import { LedgerId } from '../ledger-id.ts';
import { Endpoint } from '../openapi/endpoint.decorator.ts';
import { parsedQuery } from '../parsing.ts';
import { notFound, Problem } from '../problems/problem.ts';
import { wholeNumber } from '../queries/parameters.ts';
import { filterIn, filterParameters } from './filter-parameters.ts';
import { RecordedEvents } from './recorded-events.ts';
import { asksForStream } from '../stream/open-stream.ts';
import { Streams } from '../stream/streams.ts';
import { ConcerningEvents } from './concerning-events.ts';
import { eventPageJson } from './event-json.ts';
import { EventPages } from './event-pages.ts';

const types = Object.keys(eventSchemas) as [EventType, ...EventType[]];

const eventsQuery = z.strictObject({
  after: wholeNumber(0, Number.MAX_SAFE_INTEGER).default(0).describe('Only events above this position'),
  limit: wholeNumber(1, 1000).default(100).describe('How many at most, up to 1000'),
  ...filterParameters,
  wait: wholeNumber(0, 20)
    .default(0)
    .describe('While there is nothing, wait so many seconds for something, 20 at most'),
});

/** A stream has no pages and need not be told to wait. */
const streamQuery = z.strictObject({
  after: eventsQuery.shape.after.unwrap().optional(),
  ...filterParameters,
});

export const event = z
  .strictObject({
    specversion: z.literal('1.0'),
    id: z.uuid(),
    source: z.string().describe('The ledger it stands in, as a URN'),
    type: z.enum(types),
    subject: z.string().describe('The stream it stands in'),
    time: z.string().describe('When it was recorded'),
    datacontenttype: z.literal('application/json'),
    dataschema: z.string().describe('The $id of the JSON Schema of data, as /schemas lists them'),
    position: z.int(),
    streamversion: z.int().describe('Its place in the stream, from 1'),
    schemaversion: z.int().describe('The version of the shape of data'),
    occurred: z.string().describe('When it happened: an EDTF date'),
    actor: z.string(),
    correlationid: z.uuid(),
    causationid: z.uuid().optional(),
    data: z.looseObject({}).describe('The stored body, byte for byte as it is hashed (RFC 8785)'),
  })
  .meta({ id: 'Event', description: 'A CloudEvent 1.0 with its place in the ledger and its exact body' });

export const eventPage = z
  .strictObject({
    items: z.array(event),
    next: z.int().describe('Send it as after to go on from here'),
    asOf: z.strictObject({ position: z.int() }),
  })
  .meta({ id: 'EventPage' });

const JSON_TYPE = 'application/json; charset=utf-8';

/** The log itself, in the order of positions. */
@Controller('v1/events')
export class EventsController {
  constructor(
    @Inject(EventStore) private readonly store: EventStore,
    @Inject(EventPages) private readonly pages: EventPages,
    @Inject(LedgerId) private readonly ledger: LedgerId,
    @Inject(Streams) private readonly streams: Streams,
    @Inject(RecordedEvents) private readonly recorded: RecordedEvents,
    @Inject(ConcerningEvents) private readonly concerning: ConcerningEvents,
  ) {}

  @Get()
  @Endpoint({
    permission: 'read',
    tag: 'Events',
    summary: 'Events in the order in which they were recorded',
    description:
      'To follow the log, ask for text/event-stream: each event is a message with its position for an id, and data that is an ' +
      'item of a page. It begins after Last-Event-ID, else after the position in after, else with what is recorded next; ' +
      'limit and wait it does not take. Without a stream, ask again with next as after, and with wait.',
    query: eventsQuery,
    headers: { 'Last-Event-ID': 'Of a stream: the last id received, to go on from there' },
    answer: { description: 'A page of events', schema: eventPage, alsoAs: ['text/event-stream'] },
    problems: ['read-models-behind', 'too-many-streams', 'no-more-streams', 'shutting-down'],
  })
  async list(
    @Query() query: unknown,
    @Headers('accept') accept: string | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (asksForStream(accept)) {
      const { after, ...keys } = parsedQuery(streamQuery, query);
      const filter = filterIn(keys);
      const source = asksReadModels(filter) ? this.concerning : this.recorded;
      await this.streams.open(request, reply, { source, filter, after });
      return;
    }
    const { after, limit, wait, ...keys } = parsedQuery(eventsQuery, query);
    const asked = { after, limit, filter: filterIn(keys) };
    const left = new AbortController();
    reply.raw.once('close', () => {
      left.abort();
    });
    const page = await this.pages.page(asked, wait * 1000, left.signal);
    const source = await this.ledger.urn();
    await reply.type(JSON_TYPE).send(eventPageJson(page.events, { ...page, source }));
  }

  @Get(':position')
  @Endpoint({
    permission: 'read',
    tag: 'Events',
    summary: 'One event',
    parameters: { position: 'Its position' },
    answer: { description: 'The event', schema: event },
    problems: ['not-found', 'not-acceptable'],
  })
  async one(
    @Param('position') position: string,
    @Headers('accept') accept: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (asksForStream(accept)) {
      throw new Problem(
        'not-acceptable',
        'One event is no stream; /v1/events is, with after for where it begins.',
      );
    }
    const at = /^[1-9]\d{0,14}$/.test(position) ? Number(position) : 0;
    const [found] = at === 0 ? [] : await this.store.readAll({ after: at - 1, upTo: at, limit: 1 });
    if (!found) throw notFound('event at position', position);
    await reply.type(JSON_TYPE).send(eventJson(found, await this.ledger.urn()));
  }
}
