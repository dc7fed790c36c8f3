import { ReadModels } from '#libs/read-models';
import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { Endpoint } from '../openapi/endpoint.decorator.ts';
import { parsedQuery } from '../parsing.ts';
import { notFound } from '../problems/problem.ts';
import { lists, meeting, source } from './answers/index.ts';
import { asks } from './asks.ts';
import { given } from './given.ts';
import { Moment } from './moment.ts';
import { questions } from './parameters.ts';
import { Passages } from './passages.ts';

/** Everything else the ledger is asked: what happened, who met, what was adopted, stated and reported, by which source. */
@Controller('v1')
export class QuestionsController {
  constructor(
    @Inject(ReadModels) private readonly readModels: ReadModels,
    @Inject(Moment) private readonly moment: Moment,
    @Inject(Passages) private readonly passages: Passages,
  ) {}

  @Get('timeline')
  @Endpoint(asks('What happened, by the day', questions.timeline, lists.timeline))
  async timeline(@Query() query: unknown): Promise<unknown> {
    const { validAt, knownAt, atLeast, cursor, limit, direction, ...subject } = parsedQuery(
      questions.timeline,
      query,
    );
    const at = await this.moment.of({ validAt, knownAt, atLeast });
    return this.passages.in(
      await this.readModels.timeline(given(subject), given({ cursor, limit, direction }), at),
    );
  }

  @Get('meetings')
  @Endpoint(asks('Meetings, conferences and signings', questions.meetings, lists.meetings))
  async meetings(@Query() query: unknown): Promise<unknown> {
    const { validAt, knownAt, atLeast, ...page } = parsedQuery(questions.meetings, query);
    const at = await this.moment.of({ validAt, knownAt, atLeast });
    return this.passages.in(await this.readModels.meetings(given(page), at));
  }

  @Get('meetings/:id')
  @Endpoint({
    ...asks('One of them, with everything said there', questions.meeting, meeting),
    parameters: { id: 'The id of the meeting, conference or agreement' },
  })
  async meeting(@Param('id') id: string, @Query() query: unknown): Promise<unknown> {
    const at = await this.moment.of(parsedQuery(questions.meeting, query));
    const found = await this.readModels.meeting(id, at);
    if (!found) throw notFound('meeting', id);
    return this.passages.in(found);
  }

  @Get('sanctions-packages')
  @Endpoint(asks('Registers of sanctions packages', questions.sanctionsPackages, lists.sanctionsPackages))
  async sanctionsPackages(@Query() query: unknown): Promise<unknown> {
    const asked = parsedQuery(questions.sanctionsPackages, query);
    const { validAt, knownAt, atLeast, cursor, limit, ...filter } = asked;
    const at = await this.moment.of({ validAt, knownAt, atLeast });
    return this.passages.in(
      await this.readModels.sanctionsPackages(given(filter), given({ cursor, limit }), at),
    );
  }

  @Get('positions')
  @Endpoint(asks('What parties think and want', questions.positions, lists.positions))
  async positions(@Query() query: unknown): Promise<unknown> {
    const { validAt, knownAt, atLeast, cursor, limit, direction, ...filter } = parsedQuery(
      questions.positions,
      query,
    );
    const at = await this.moment.of({ validAt, knownAt, atLeast });
    return this.passages.in(
      await this.readModels.positions(given(filter), given({ cursor, limit, direction }), at),
    );
  }

  @Get('reconciliations')
  @Endpoint(asks('Stated totals against what is itemised', questions.reconciliations, lists.reconciliations))
  async reconciliations(@Query() query: unknown): Promise<unknown> {
    const asked = parsedQuery(questions.reconciliations, query);
    const { validAt, knownAt, atLeast, cursor, limit, direction, ...filter } = asked;
    const at = await this.moment.of({ validAt, knownAt, atLeast });
    const page = given({ cursor, limit, direction });
    return this.passages.in(await this.readModels.reconciliations(given(filter), page, at));
  }

  @Get('sources')
  @Endpoint(asks('Where facts are taken from', questions.sources, lists.sources))
  async sources(@Query() query: unknown): Promise<unknown> {
    const { validAt, knownAt, atLeast, ...page } = parsedQuery(questions.sources, query);
    return this.readModels.sources(given(page), await this.moment.of({ validAt, knownAt, atLeast }));
  }

  @Get('sources/:id')
  @Endpoint({
    ...asks('One source', questions.source, source),
    parameters: { id: 'The id of the source' },
  })
  async source(@Param('id') id: string, @Query() query: unknown): Promise<unknown> {
    const found = await this.readModels.source(
      id,
      await this.moment.of(parsedQuery(questions.source, query)),
    );
    if (!found) throw notFound('source', id);
    return found;
  }
}
