import { type AddressRules } from '#libs/subscriptions';
import { Controller, Delete, Get, HttpCode, Inject, Param, Post, Query, Req } from '@nestjs/common';
import { type FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type Caller } from '../access/caller.ts';
import { idempotencyOf } from '../commands/recording-door.ts';
import { Exchange, type Exchanged } from '../exchange.ts';
import { Endpoint } from '../openapi/endpoint.decorator.ts';
import { nothing } from '../openapi/schemas.ts';
import { parsedBody, parsedQuery } from '../parsing.ts';
import { wholeNumber } from '../queries/parameters.ts';
import { Keeping } from './keeping.ts';
import {
  createdSubscription,
  type CreatedSubscription,
  type RotatedKey,
  rotatedKey,
  statuses,
  subscriptionAnswer,
  type SubscriptionAnswer,
  type SubscriptionList,
  subscriptionList,
} from './subscription-answers.ts';
import { newSubscription, subscriptionWanted } from './subscription-requests.ts';
import { Subscriptions, type Whose } from './subscriptions.ts';

/** By what name it is injected which addresses are allowed. */
export const ADDRESS_RULES = Symbol('AddressRules');

const listQuery = z.strictObject({
  cursor: z
    .uuid({ error: 'is not one that this list gave out' })
    .optional()
    .describe('The next of the page before'),
  limit: wholeNumber(1, 200).default(100).describe('How many at most, up to 200'),
  status: z.enum(statuses).optional(),
});

/** Whose subscriptions somebody sees: an administrator everybody's, anybody else their own. */
export const whose = ({ role, name }: Caller): Whose => (role === 'admin' ? null : name);

const ID = { id: 'The id of the subscription' };

/** Webhooks: who wants what sent where. Those of others do not exist for anybody but an administrator. */
@Controller('v1/subscriptions')
export class SubscriptionsController {
  constructor(
    @Inject(Subscriptions) private readonly subscriptions: Subscriptions,
    @Inject(Keeping) private readonly keeping: Keeping,
    @Inject(ADDRESS_RULES) private readonly rules: AddressRules,
  ) {}

  @Post()
  @Endpoint({
    permission: 'subscribe',
    tag: 'Subscriptions',
    summary: 'Have events, or changes of state, sent to an address',
    description:
      'The address is asked first whether it wants this, with a challenge that it answers; see webhooks in this document.',
    headers: {
      'Idempotency-Key':
        'Send the same key again to get the same subscription again, without its secret; 200 characters at most',
    },
    body: { schema: newSubscription },
    answer: [
      { status: 201, description: 'It is made, and its address is asked', schema: createdSubscription },
      { status: 200, description: 'It was made before under the same key', schema: createdSubscription },
    ],
    problems: ['address-not-allowed', 'too-many-subscriptions', 'idempotency-key-reused'],
  })
  async create(@Exchange() { request, reply }: Exchanged): Promise<CreatedSubscription> {
    const wanted = subscriptionWanted(request.body, this.rules);
    const asked = idempotencyOf(request, request.body);
    const { id, key } = await this.subscriptions.create(wanted, request.caller.name, asked);
    const answer = await this.subscriptions.find(id, whose(request.caller));
    const { publicKey } = answer.keys.at(-1) ?? {};
    void reply.status(key ? 201 : 200).headers({
      Location: `/v1/subscriptions/${id}`,
      ...(!key && { 'Idempotent-Replay': 'true' }),
    });
    return {
      ...answer,
      ...(key?.publicKey === null && { secret: key.secret }),
      ...(publicKey !== undefined && { publicKey }),
    };
  }

  @Get()
  @Endpoint({
    permission: 'subscribe',
    tag: 'Subscriptions',
    summary: 'The subscriptions of the key; of all keys, for an administrator',
    query: listQuery,
    answer: { description: 'A page of them, oldest first', schema: subscriptionList },
  })
  list(@Query() query: unknown, @Req() { caller }: FastifyRequest): Promise<SubscriptionList> {
    const { cursor, limit, status } = parsedQuery(listQuery, query);
    return this.subscriptions.list(whose(caller), {
      ...(cursor !== undefined && { after: cursor }),
      ...(status !== undefined && { status }),
      limit,
    });
  }

  @Get(':id')
  @Endpoint({
    permission: 'subscribe',
    tag: 'Subscriptions',
    summary: 'One subscription, and how it does',
    parameters: ID,
    answer: { description: 'The subscription', schema: subscriptionAnswer },
    problems: ['not-found'],
  })
  one(@Param('id') id: string, @Req() { caller }: FastifyRequest): Promise<SubscriptionAnswer> {
    return this.subscriptions.find(id, whose(caller));
  }

  @Delete(':id')
  @HttpCode(204)
  @Endpoint({
    permission: 'subscribe',
    tag: 'Subscriptions',
    summary: 'Delete a subscription, with what waits for it',
    parameters: ID,
    answer: { status: 204, description: 'There is none any more' },
    problems: ['not-found'],
  })
  delete(@Param('id') id: string, @Req() { caller }: FastifyRequest): Promise<void> {
    return this.subscriptions.delete(id, whose(caller));
  }

  @Post(':id/verify')
  @HttpCode(202)
  @Endpoint({
    permission: 'subscribe',
    tag: 'Subscriptions',
    summary: 'Have the address challenged again',
    description: 'While a challenge is on its way, no other is sent.',
    parameters: ID,
    body: { schema: nothing, optional: true },
    answer: { status: 202, description: 'It is asked', schema: subscriptionAnswer },
    problems: ['not-found', 'already-verified'],
  })
  verify(@Exchange() exchange: Exchanged, @Param('id') id: string): Promise<SubscriptionAnswer> {
    return this.#kept(exchange, id, (seen) => this.keeping.verify(id, seen));
  }

  @Post(':id/pause')
  @HttpCode(200)
  @Endpoint({
    permission: 'subscribe',
    tag: 'Subscriptions',
    summary: 'Have nothing sent for a while, and nothing lost',
    parameters: ID,
    body: { schema: nothing, optional: true },
    answer: { description: 'It is paused', schema: subscriptionAnswer },
    problems: ['not-found', 'not-verified'],
  })
  pause(@Exchange() exchange: Exchanged, @Param('id') id: string): Promise<SubscriptionAnswer> {
    return this.#kept(exchange, id, (seen) => this.keeping.pause(id, seen));
  }

  @Post(':id/resume')
  @HttpCode(200)
  @Endpoint({
    permission: 'subscribe',
    tag: 'Subscriptions',
    summary: 'Have sent what came meanwhile, and what comes',
    parameters: ID,
    body: { schema: nothing, optional: true },
    answer: { description: 'It is active', schema: subscriptionAnswer },
    problems: ['not-found', 'not-verified'],
  })
  resume(@Exchange() exchange: Exchanged, @Param('id') id: string): Promise<SubscriptionAnswer> {
    return this.#kept(exchange, id, (seen) => this.keeping.resume(id, seen));
  }

  @Post(':id/rotate')
  @HttpCode(201)
  @Endpoint({
    permission: 'subscribe',
    tag: 'Subscriptions',
    summary: 'Have a new secret sign, and the one before along with it for a day',
    parameters: ID,
    body: { schema: nothing, optional: true },
    answer: { status: 201, description: 'The new secret, shown here once', schema: rotatedKey },
    problems: ['not-found', 'too-many-signing-keys'],
  })
  rotate(@Exchange() { request }: Exchanged, @Param('id') id: string): Promise<RotatedKey> {
    parsedBody(nothing, request.body ?? {});
    return this.keeping.rotate(id, whose(request.caller));
  }

  async #kept(
    { request }: Exchanged,
    id: string,
    act: (seen: Whose) => Promise<void>,
  ): Promise<SubscriptionAnswer> {
    parsedBody(nothing, request.body ?? {});
    const seen = whose(request.caller);
    await act(seen);
    return this.subscriptions.find(id, seen);
  }
}
