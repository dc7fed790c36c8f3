import { type RecordedEvent } from '#libs/domain';
import { EventStore } from '#libs/event-store';
import { projectionStatus, type ProjectionStatus, type RequestStatus } from '#libs/messaging';
import { compareWithFold, type Comparison, projections, ReadModels } from '#libs/read-models';
import { Controller, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { Pool } from 'pg';
import { z } from 'zod';
import { Exchange, type Exchanged } from '../exchange.ts';
import { Endpoint } from '../openapi/endpoint.decorator.ts';
import { nothing } from '../openapi/schemas.ts';
import { parsedBody } from '../parsing.ts';
import { invalidBody } from '../problems/invalid-body.ts';
import { notFound } from '../problems/problem.ts';
import { comparison, projectionsAnswer, requestAnswer, requestAccepted } from './answers.ts';
import { findRequestSql, requestSql } from './requests.sql.ts';

const retryRequest = z
  .strictObject({
    projection: z.string().min(1).max(100).optional().describe('Left out, all of them'),
    stream: z.string().min(1).max(255).optional().describe('Left out, every stream that is held'),
  })
  .meta({ id: 'RetryRequest' });

type Accepted = z.output<typeof requestAccepted>;

const PAGE = 1_000;

/** How the read models stand, and what the projector is asked to do about it. */
@Controller('v1/projections')
export class ProjectionsController {
  constructor(
    @Inject(Pool) private readonly pool: Pool,
    @Inject(EventStore) private readonly store: EventStore,
    @Inject(ReadModels) private readonly readModels: ReadModels,
  ) {}

  @Get()
  @Endpoint({
    permission: 'read',
    tag: 'Projections',
    summary: 'How far the read models are, and what they could not take',
    answer: { description: 'Their standing', schema: projectionsAnswer },
  })
  status(): Promise<ProjectionStatus> {
    return projectionStatus(this.pool);
  }

  @Post('retry')
  @HttpCode(202)
  @Endpoint({
    permission: 'operate',
    tag: 'Projections',
    summary: 'Have parked events tried again',
    body: { schema: retryRequest, optional: true },
    answer: { status: 202, description: 'It is asked for', schema: requestAccepted },
  })
  retry(@Exchange() { request, reply }: Exchanged): Promise<Accepted> {
    const { projection, stream } = parsedBody(retryRequest, request.body ?? {});
    const names = projections.map(({ name }) => name);
    if (projection !== undefined && !names.includes(projection)) {
      throw invalidBody([
        { pointer: '/projection', fault: 'is not a projection', remedy: `use one of ${names.join(', ')}` },
      ]);
    }
    return this.#ask({ request, reply }, 'retry', projection, stream);
  }

  @Post('rebuild')
  @HttpCode(202)
  @Endpoint({
    permission: 'operate',
    tag: 'Projections',
    summary: 'Have all read models built anew beside the present ones, and swapped',
    body: { schema: nothing, optional: true },
    answer: { status: 202, description: 'It is asked for', schema: requestAccepted },
  })
  rebuild(@Exchange() { request, reply }: Exchanged): Promise<Accepted> {
    parsedBody(nothing, request.body ?? {});
    return this.#ask({ request, reply }, 'rebuild');
  }

  @Get('requests/:id')
  @Endpoint({
    permission: 'read',
    tag: 'Projections',
    summary: 'What became of a retry or rebuild',
    parameters: { id: 'The id of the request' },
    answer: { description: 'Its state', schema: requestAnswer },
    problems: ['not-found'],
  })
  async request(@Param('id') id: string): Promise<RequestStatus> {
    const known = /^[1-9]\d{0,14}$/.test(id);
    const { rows } = known
      ? await this.pool.query<Omit<RequestStatus, 'id'> & { id: string }>(findRequestSql, [id])
      : { rows: [] };
    if (!rows[0]) throw notFound('request', id);
    return { ...rows[0], id: Number(rows[0].id) };
  }

  @Get('comparison')
  @Endpoint({
    permission: 'inspect',
    tag: 'Projections',
    summary: 'Fold the whole log anew and compare it with the read models, row by row',
    answer: { description: 'Equal where differing and ahead are 0', schema: comparison },
    problems: ['read-models-behind'],
  })
  comparison(): Promise<Comparison> {
    return compareWithFold(this.readModels, (position) => pagesOf(this.store, position));
  }

  async #ask(
    { request, reply }: Exchanged,
    kind: 'retry' | 'rebuild',
    projection?: string,
    stream?: string,
  ): Promise<Accepted> {
    const values = [kind, projection ?? null, stream ?? null, request.caller.name];
    const { rows } = await this.pool.query<{ id: string }>(requestSql, values);
    const id = Number(rows[0]?.id);
    void reply.header('Location', `/v1/projections/requests/${id}`);
    return { id };
  }
}

async function* pagesOf(store: EventStore, upTo: number): AsyncGenerator<readonly RecordedEvent[]> {
  for (let after = 0; after < upTo;) {
    const page = await store.readAll({ after, upTo, limit: PAGE });
    const last = page.at(-1);
    if (!last) return;
    yield page;
    after = last.position;
  }
}
