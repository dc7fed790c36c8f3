import { Controller, Get, HttpCode, Inject, Param, Post, Query, Req } from '@nestjs/common';
import { type FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Exchange, type Exchanged } from '../exchange.ts';
import { Endpoint } from '../openapi/endpoint.decorator.ts';
import { nothing } from '../openapi/schemas.ts';
import { parsedBody, parsedQuery } from '../parsing.ts';
import { wholeNumber } from '../queries/parameters.ts';
import { Deliveries } from './deliveries.ts';
import {
  deliveryAnswer,
  type DeliveryAnswer,
  type DeliveryList,
  deliveryList,
  deliveryStates,
  replayAnswer,
  type ReplayAnswer,
} from './subscription-answers.ts';
import { replayRequest } from './subscription-requests.ts';
import { whose } from './subscriptions.controller.ts';

const deliveriesQuery = z.strictObject({
  state: z.enum(deliveryStates).optional().describe('Only those in this state; dead are the dead letters'),
  after: wholeNumber(1, Number.MAX_SAFE_INTEGER).optional().describe('The next of the page before'),
  limit: wholeNumber(1, 200).default(50).describe('How many at most, up to 200'),
  direction: z
    .enum(['ascending', 'descending'])
    .default('descending')
    .describe('From the first or from the last'),
});

const ID = { id: 'The id of the subscription' };

/** What was handed to a subscription: the log of its deliveries, tests, and dead letters tried again. */
@Controller('v1/subscriptions/:id')
export class DeliveriesController {
  constructor(@Inject(Deliveries) private readonly deliveries: Deliveries) {}

  @Get('deliveries')
  @Endpoint({
    permission: 'subscribe',
    tag: 'Subscriptions',
    summary: 'What was handed to a subscription, with each attempt',
    description: 'What is settled is kept for 30 days, dead letters until they are replayed.',
    parameters: ID,
    query: deliveriesQuery,
    answer: { description: 'A page of deliveries', schema: deliveryList },
    problems: ['not-found'],
  })
  list(
    @Param('id') id: string,
    @Query() query: unknown,
    @Req() { caller }: FastifyRequest,
  ): Promise<DeliveryList> {
    return this.deliveries.list(id, whose(caller), parsedQuery(deliveriesQuery, query));
  }

  @Get('deliveries/:delivery')
  @Endpoint({
    permission: 'subscribe',
    tag: 'Subscriptions',
    summary: 'One delivery, with each attempt',
    parameters: { ...ID, delivery: 'The id of the delivery' },
    answer: { description: 'The delivery', schema: deliveryAnswer },
    problems: ['not-found'],
  })
  one(
    @Param('id') id: string,
    @Param('delivery') delivery: string,
    @Req() { caller }: FastifyRequest,
  ): Promise<DeliveryAnswer> {
    return this.deliveries.find(id, delivery, whose(caller));
  }

  @Post('deliveries/:delivery/replay')
  @HttpCode(202)
  @Endpoint({
    permission: 'subscribe',
    tag: 'Subscriptions',
    summary: 'Have a dead letter tried again',
    parameters: { ...ID, delivery: 'The id of the delivery' },
    body: { schema: nothing, optional: true },
    answer: { status: 202, description: 'It waits', schema: deliveryAnswer },
    problems: ['not-found', 'not-a-dead-letter'],
  })
  replay(
    @Exchange() { request }: Exchanged,
    @Param('id') id: string,
    @Param('delivery') delivery: string,
  ): Promise<DeliveryAnswer> {
    parsedBody(nothing, request.body ?? {});
    return this.deliveries.replay(id, delivery, whose(request.caller));
  }

  @Post('replay')
  @HttpCode(202)
  @Endpoint({
    permission: 'subscribe',
    tag: 'Subscriptions',
    summary: 'Have all dead letters tried again, in their order',
    description: 'At most 1,000 at once; ask again while left is not 0.',
    parameters: ID,
    body: { schema: replayRequest, optional: true },
    answer: { status: 202, description: 'They wait', schema: replayAnswer },
    problems: ['not-found'],
  })
  replayAll(@Exchange() { request }: Exchanged, @Param('id') id: string): Promise<ReplayAnswer> {
    const { from = 0 } = parsedBody(replayRequest, request.body ?? {});
    return this.deliveries.replayAll(id, from, whose(request.caller));
  }

  @Post('test')
  @HttpCode(202)
  @Endpoint({
    permission: 'subscribe',
    tag: 'Subscriptions',
    summary: 'Have something sent that says nothing of the ledger, to try the address with',
    parameters: ID,
    body: { schema: nothing, optional: true },
    answer: { status: 202, description: 'It waits', schema: deliveryAnswer },
    problems: ['not-found', 'not-verified', 'subscription-paused', 'too-many-tests'],
  })
  test(@Exchange() { request }: Exchanged, @Param('id') id: string): Promise<DeliveryAnswer> {
    parsedBody(nothing, request.body ?? {});
    return this.deliveries.test(id, whose(request.caller));
  }
}
