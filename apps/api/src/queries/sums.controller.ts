import { pathInWords, type Overlap } from '#libs/domain';
import { ReadModels } from '#libs/read-models';
import { Controller, Get, Inject, Query } from '@nestjs/common';
import { Endpoint } from '../openapi/endpoint.decorator.ts';
import { parsedQuery } from '../parsing.ts';
import { notFound, Problem } from '../problems/problem.ts';
import { matrix, totals } from './answers/index.ts';
import { asks } from './asks.ts';
import { given } from './given.ts';
import { Moment } from './moment.ts';
import { questions } from './parameters.ts';

const asksTotals = asks('What commitments come to, each amount once', questions.totals, totals);

/** What commitments come to, and who owes whom. */
@Controller('v1')
export class SumsController {
  constructor(
    @Inject(ReadModels) private readonly readModels: ReadModels,
    @Inject(Moment) private readonly moment: Moment,
  ) {}

  @Get('totals')
  @Endpoint({ ...asksTotals, problems: [...(asksTotals.problems ?? []), 'overlapping-commitments'] })
  async totals(@Query() query: unknown): Promise<unknown> {
    const { validAt, knownAt, atLeast, ...filter } = parsedQuery(questions.totals, query);
    const at = await this.moment.of({ validAt, knownAt, atLeast });
    const found = await this.readModels.totals(given(filter), at);
    if (found.outcome === 'unknown') throw notFound('commitment', found.id);
    if (found.outcome === 'overlapping') throw overlapping(found.overlaps);
    return found.totals;
  }

  @Get('matrix')
  @Endpoint(asks('Who owes whom what, in which state', questions.matrix, matrix))
  async matrix(@Query() query: unknown): Promise<unknown> {
    const { validAt, knownAt, atLeast, ...filter } = parsedQuery(questions.matrix, query);
    return this.readModels.matrix(given(filter), await this.moment.of({ validAt, knownAt, atLeast }));
  }
}

function overlapping(overlaps: readonly Overlap[]): Problem {
  const errors = overlaps.map(({ one, other, path }) => ({
    parameter: 'commitments',
    code: 'overlapping-commitments',
    fault: `names both ${one} and ${other}, and ${one} ${pathInWords(path)}`,
    remedy: `leave out ${one} or ${other}`,
  }));
  return new Problem('overlapping-commitments', `commitments ${errors[0]?.fault ?? ''}.`, { errors });
}
