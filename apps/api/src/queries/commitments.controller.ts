import { ReadModels } from '#libs/read-models';
import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { Endpoint } from '../openapi/endpoint.decorator.ts';
import { parsedQuery } from '../parsing.ts';
import { notFound, Problem } from '../problems/problem.ts';
import { commitment, lists } from './answers/index.ts';
import { asks } from './asks.ts';
import { Moment } from './moment.ts';
import { given } from './given.ts';
import { questions } from './parameters.ts';
import { Passages } from './passages.ts';

const parameters = { id: 'The id of the commitment' };

/** Where every promise stands. */
@Controller('v1')
export class CommitmentsController {
  constructor(
    @Inject(ReadModels) private readonly readModels: ReadModels,
    @Inject(Moment) private readonly moment: Moment,
    @Inject(Passages) private readonly passages: Passages,
  ) {}

  @Get('commitments')
  @Endpoint(asks('Commitments and where they stand', questions.commitments, lists.commitments))
  async list(@Query() query: unknown): Promise<unknown> {
    const { validAt, knownAt, atLeast, ...filter } = parsedQuery(questions.commitments, query);
    return this.readModels.commitments(given(filter), await this.moment.of({ validAt, knownAt, atLeast }));
  }

  @Get('commitments/:id')
  @Endpoint({
    ...asks(
      'One commitment, with the rule trace of its state and its evidence',
      questions.commitment,
      commitment,
    ),
    parameters,
  })
  async one(@Param('id') id: string, @Query() query: unknown): Promise<unknown> {
    const at = await this.moment.of(parsedQuery(questions.commitment, query));
    return this.passages.in(await this.#found(id, at));
  }

  @Get('commitments/:id/timeline')
  @Endpoint({
    ...asks('What happened towards one commitment, by the day', questions.timelineOfOne, lists.timeline),
    parameters,
  })
  async timelineOf(@Param('id') id: string, @Query() query: unknown): Promise<unknown> {
    const { validAt, knownAt, atLeast, ...page } = parsedQuery(questions.timelineOfOne, query);
    const at = await this.moment.of({ validAt, knownAt, atLeast });
    const timeline = await this.readModels.timeline({ commitment: id }, given(page), at);
    // Nothing by that day is an answer; nothing ever recorded is not.
    if (timeline.items.length === 0) await this.#found(id, at);
    return this.passages.in(timeline);
  }

  async #found(id: string, at: Awaited<ReturnType<Moment['of']>>) {
    const found = await this.readModels.commitment(id, at);
    if (found.outcome === 'found') return found.commitment;
    if (found.outcome === 'unknown') throw notFound('commitment', id);
    if (found.outcome === 'retracted') {
      const { correction, reason } = found.by;
      throw new Problem('not-found', `${id} was retracted by the correction ${correction}: ${reason}`);
    }
    throw new Problem(
      'not-found',
      `${id} was not yet certainly announced on ${at.validAt}; it was on ${found.announced.edtf}.`,
    );
  }
}
